import type { Direction } from '@k2/core';

const SHAPES = { up: 'M5 1.5 9 8.5H1z', down: 'M5 8.5 1 1.5h8z', flat: 'M1 4h8v2H1z' } as const;

export function Arrow({ way, size = 8 }: { readonly way: Direction; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden="true" focusable="false">
      <path d={SHAPES[way]} fill="currentColor" />
    </svg>
  );
}
