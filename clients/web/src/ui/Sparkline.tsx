import { toCoordinate } from '@k2/core';

const WIDTH = 56;
const HEIGHT = 18;

/** The shape of the last hours. The figures stand beside it, so it is decoration for a screen reader. */
export function Sparkline({
  values,
  up,
}: {
  readonly values: readonly string[];
  readonly up: boolean;
}) {
  const points = values.map(toCoordinate);
  const low = Math.min(...points);
  const range = Math.max(...points) - low || 1;
  const path = points
    .map((point, i) => {
      const x = (i / Math.max(points.length - 1, 1)) * WIDTH;
      const y = HEIGHT - 1 - ((point - low) / range) * (HEIGHT - 2);
      return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path
        d={path}
        fill="none"
        stroke={up ? 'var(--up)' : 'var(--down)'}
        strokeWidth="1.4"
        strokeLinejoin="round"
      />
    </svg>
  );
}
