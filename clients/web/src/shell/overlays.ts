import { create } from 'zustand';

/** What lies over the screen, whichever screen it is. */
export type Overlay = 'palette' | 'keys' | 'links' | 'risk' | 'signals' | 'leaving' | 'cancel-all';

interface Overlays {
  readonly opened: Overlay | null;
  readonly open: (overlay: Overlay) => void;
  readonly close: () => void;
}

/** One at a time: a second would cover the first. */
export const useOverlays = create<Overlays>()((set) => ({
  opened: null,
  open: (opened) => set({ opened }),
  close: () => set({ opened: null }),
}));
