/**
 * An identifier made from any text: lower case, accents off, everything else to single hyphens, starting with a letter,
 * at most 63 characters. Empty where nothing of the text is left.
 */
export function slugOf(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 63)
    .replace(/-+$/, '');
}
