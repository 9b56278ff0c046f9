/** One word of a POSIX shell command, single-quoted; a NUL, which no argument can hold, is dropped. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}

/** A word as a person types it in a shell: quoted only where it has to be. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9._/@+-]+$/.test(text) ? text : shellQuoted(text);
}
