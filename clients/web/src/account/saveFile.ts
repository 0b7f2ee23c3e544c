/** Hands a text to the browser as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken what it needs once the click has been dealt with.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A file name with the day in it, such as k2-audit-2026-11-21.csv. */
export function named(what: string, ending: string, now: Date): string {
  return `k2-${what}-${now.toISOString().slice(0, 10)}.${ending}`;
}
