import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import en from './locales/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    contextSeparator: '|';
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  // Names of ours such as stop_limit are no contexts.
  contextSeparator: '|',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
});

export { i18next };
