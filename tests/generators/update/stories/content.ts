import fc from 'fast-check';

// What generated files hold, as a list of entries, so that a person's and an author's edits keep each format valid.
// Every entry holds a token that occurs nowhere else: `old` from the first version, `mine` from the person, `new` from
// the templates' next version. A test can then say where each of them must be, whatever the format.

/** How the entries of a file are written. */
export type Format = 'text' | 'json' | 'yaml' | 'toml' | 'binary';

/** A line, or a key with its value. */
export interface Entry {
  /** Stays when the value changes. */
  readonly key: string;
  readonly value: string;
}

/** How a text is stored. */
export interface Storage {
  readonly crlf: boolean;
  readonly byteOrderMark: boolean;
  readonly finalNewline: boolean;
}

/** An edit of entries; places count from 0 and beyond the last from the front again. */
export interface EntryEdit {
  readonly do: 'insert' | 'comment' | 'delete' | 'change' | 'fill';
  readonly at: number;
}

export const entryEdit: fc.Arbitrary<EntryEdit> = fc.record({
  do: fc.constantFrom<EntryEdit['do']>('insert', 'change', 'delete', 'comment', 'fill'),
  at: fc.nat({ max: 12 }),
});

/** The entries of the first version of a file. */
export function firstEntries(file: string, count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, index) => ({
    key: `key${index}`,
    value: `old-${file}-${index}.`,
  }));
}

/**
 * Entries after edits.
 * @param who the word the tokens of new entries start with.
 */
export function edited(
  entries: readonly Entry[],
  edits: readonly EntryEdit[],
  who: 'mine' | 'new',
  file: string,
): readonly Entry[] {
  return edits.reduce((before, edit, index) => {
    const token = `${who}-${file}-${index}.`;
    const at = before.length === 0 ? 0 : edit.at % before.length;
    const found = before[at];
    switch (edit.do) {
      case 'insert':
        return before.toSpliced(edit.at % (before.length + 1), 0, { key: `${who}${index}`, value: token });
      case 'comment':
        return before.toSpliced(edit.at % (before.length + 1), 0, { key: '#', value: token });
      // A line that occurs many times, as closing brackets do.
      case 'fill':
        return before.toSpliced(edit.at % (before.length + 1), 0, { key: '#', value: 'end' });
      case 'delete':
        return before.toSpliced(at, 1);
      case 'change':
        return found === undefined ? before : before.with(at, { key: found.key, value: token });
    }
  }, entries);
}

/** A file's bytes. */
export function stored(entries: readonly Entry[], format: Format, storage: Storage): Uint8Array {
  const lines = linesOf(entries, format);
  if (format === 'binary') return Buffer.from(lines.map((line) => `${line}\0`).join(''));
  const text = lines.map((line) => `${line}\n`).join('');
  const ended = storage.finalNewline ? text : text.replace(/\n$/, '');
  const carried = storage.crlf ? ended.replaceAll('\n', '\r\n') : ended;
  return Buffer.from(storage.byteOrderMark ? `\ufeff${carried}` : carried);
}

function linesOf(entries: readonly Entry[], format: Format): readonly string[] {
  const data = entries.filter(({ key }) => key !== '#');
  switch (format) {
    case 'json':
      return [
        '{',
        ...data.map(({ key, value }, index) => `  "${key}": "${value}"${index < data.length - 1 ? ',' : ''}`),
        '}',
      ];
    case 'yaml':
      return entries.map(({ key, value }) => (key === '#' ? `# ${value}` : `${key}: ${value}`));
    case 'toml':
      return entries.map(({ key, value }) => (key === '#' ? `# ${value}` : `${key} = "${value}"`));
    case 'text':
    case 'binary':
      return entries.map(({ value }) => value);
  }
}
