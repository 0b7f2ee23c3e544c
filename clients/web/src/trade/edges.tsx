import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';

import { usePrefs, type Edge } from '../prefs';
import { Divider } from '../ui/Divider';

interface Bounds {
  readonly usual: number;
  readonly min: number;
  readonly max: number;
}

/** How wide or high each panel comes, and may be made, in pixels. */
export const EDGES: Readonly<Record<Edge, Bounds>> = {
  list: { usual: 216, min: 168, max: 360 },
  book: { usual: 268, min: 220, max: 420 },
  order: { usual: 300, min: 260, max: 420 },
  bottom: { usual: 250, min: 140, max: 560 },
};

/** The size that a panel has: what was chosen, within what it may be made. */
export function sizeOf(edge: Edge, sizes: Readonly<Partial<Record<Edge, number>>>): number {
  const { usual, min, max } = EDGES[edge];
  const chosen = sizes[edge];
  return chosen === undefined || !Number.isFinite(chosen)
    ? usual
    : Math.min(max, Math.max(min, chosen));
}

/** The sizes that were chosen, as the style sheet reads them; what was not chosen stays with the style sheet. */
export function useSizes(): CSSProperties {
  const sizes = usePrefs((prefs) => prefs.sizes);
  const chosen = (Object.keys(EDGES) as Edge[]).filter((edge) => sizes[edge] !== undefined);
  return Object.fromEntries(chosen.map((edge) => [`--${edge}`, `${sizeOf(edge, sizes)}px`]));
}

/** The edges of the panels of the trading screen. */
export function Edges({ edges }: { readonly edges: readonly Edge[] }) {
  const { t } = useTranslation();
  const { sizes, set } = usePrefs();
  const put = (edge: Edge, size: number | undefined) => {
    const others = Object.fromEntries(
      Object.entries(usePrefs.getState().sizes).filter(([name]) => name !== edge),
    );
    set({ sizes: size === undefined ? others : { ...others, [edge]: size } });
  };
  return edges.map((edge) => (
    <Divider
      key={edge}
      label={t(`edges.${edge}`)}
      className={`edge-${edge}`}
      orientation={edge === 'bottom' ? 'horizontal' : 'vertical'}
      grows={edge === 'list' ? 'forwards' : 'backwards'}
      value={sizeOf(edge, sizes)}
      min={EDGES[edge].min}
      max={EDGES[edge].max}
      onChange={(size) => put(edge, size)}
      onReset={() => put(edge, undefined)}
    />
  ));
}
