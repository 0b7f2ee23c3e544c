/** Something that the palette can do or go to, by the words that it is found by. */
export interface Entry {
  readonly id: string;
  readonly text: string;
  /** More words that it is found by; the text counts more. */
  readonly words?: string;
}

const BEGINS = 3;
const WORD = 2;
const INSIDE = 1;

/**
 * The entries in which every word of a query occurs, those first whose text begins with it, then those of which a
 * word begins with it. Entries that fit as well keep their order.
 */
export function ranked<T extends Entry>(entries: readonly T[], query: string): T[] {
  const words = query.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return [...entries];
  }
  return entries
    .map((entry) => ({ entry, fit: fitOf(entry, words) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ entry }) => entry);
}

function fitOf(entry: Entry, words: readonly string[]): number {
  const text = entry.text.toLocaleLowerCase();
  const all = `${text} ${(entry.words ?? '').toLocaleLowerCase()}`;
  if (words.some((word) => !all.includes(word))) {
    return 0;
  }
  const whole = words.join(' ');
  if (text.startsWith(whole)) {
    return BEGINS;
  }
  const starts = all.split(/[\s/:-]+/);
  return words.every((word) => starts.some((start) => start.startsWith(word))) ? WORD : INSIDE;
}
