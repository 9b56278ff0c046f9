/** Words so frequent in English or French that they say nothing about what is searched. */
const stopWords = new Set(
  'a an and are as at by for from in is it of on or that the to what with au aux avec ce ces dans de des du en est et il la le les leur ou par pour que qui sa se ses son sur un une vos votre'.split(
    ' ',
  ),
);

/** Text in lower case without accents: `Prévisions` becomes `previsions`. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae');
}

/**
 * The words of a text as they are indexed and asked for: folded, without stop words, a plural `s` or `x` dropped.
 * A text of stop words only keeps them, so that it can still be asked for.
 */
export function words(text: string): string[] {
  const all = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const kept = all.filter((word) => !stopWords.has(word) && word.length > 1);
  return (kept.length > 0 ? kept : all).map(singular);
}

function singular(word: string): string {
  return word.length >= 4 && /[^s][sx]$/.test(word) ? word.slice(0, -1) : word;
}
