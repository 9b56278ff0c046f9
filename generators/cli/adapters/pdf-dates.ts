/**
 * A PDF dated by a day in place of the moment it was printed, so that the same report gives the same bytes. The dates
 * keep their length: nothing else in the file moves.
 * @param day YYYY-MM-DD.
 */
export function datedPdf(pdf: Uint8Array, day: string): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const digits = `${day.replaceAll('-', '')}000000`;
  const dated = text.replace(
    /(\/(?:CreationDate|ModDate) ?\(D:)\d{14}/g,
    (_whole, before: string) => `${before}${digits}`,
  );
  return Buffer.from(dated, 'latin1');
}
