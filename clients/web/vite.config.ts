import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

const server = loadEnv('', '.', 'K2_')['K2_SERVER'] ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    proxy: {
      '/v1': server,
      '/health': server,
      '/ws': { target: server, ws: true },
    },
  },
});
