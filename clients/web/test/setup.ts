import '../src/i18n';

import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

configure({ asyncUtilTimeout: 20_000 });

/* What browsers have and jsdom has not. */

class NoResizes {
  observe() {
    // Nothing is ever laid out here.
  }
  unobserve() {
    // Nothing is ever laid out here.
  }
  disconnect() {
    // Nothing is ever laid out here.
  }
}

Object.assign(window, {
  matchMedia: (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
  ResizeObserver: NoResizes,
});
Element.prototype.scrollIntoView = () => undefined;
HTMLCanvasElement.prototype.getContext = () => null;

afterEach(cleanup);
