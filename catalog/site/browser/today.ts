// What a page may know and the catalog may not: the day, and names that nobody else has.

/** Today where the page is read, YYYY-MM-DD. */
export function today(): string {
  // eslint-disable-next-line no-restricted-syntax -- the edge: the day goes into a draft, never into advice
  const now = new Date();
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** A new UUID, also on pages that were not served encrypted. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, index) => {
    // Version 4, variant 1 (RFC 9562).
    const marked = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, '0');
  });
  const cut = (from: number, to: number): string => hex.slice(from, to).join('');
  return [cut(0, 4), cut(4, 6), cut(6, 8), cut(8, 10), cut(10, 16)].join('-');
}
