/** A text as one word of a shell command, quoted only where it has to be. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9._/@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
