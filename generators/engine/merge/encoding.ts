/** How a file ends its lines; `none` has a single line without an end. */
export type LineEnds = 'lf' | 'crlf' | 'mixed' | 'none';

/** A text file taken apart into what is merged and what is merely how it is stored. */
export interface DecodedText {
  /** Without byte order mark, with the line ends it has. */
  readonly text: string;
  readonly byteOrderMark: boolean;
  readonly lineEnds: LineEnds;
}

const MARK = '\ufeff';

/** The text of a file, a byte order mark kept; `undefined` for bytes that are none: with a NUL, or no valid UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A text file taken apart, or `undefined` for bytes that are no text. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const whole = textOf(bytes);
  if (whole === undefined) return undefined;
  const byteOrderMark = whole.startsWith(MARK);
  const text = byteOrderMark ? whole.slice(MARK.length) : whole;
  return { text, byteOrderMark, lineEnds: lineEndsOf(text) };
}

/** The bytes of a text whose lines end with `\n`, stored as asked; `mixed` and `none` leave the text as it is. */
export function encodeText(text: string, byteOrderMark: boolean, lineEnds: LineEnds): Uint8Array {
  const ended = lineEnds === 'crlf' ? text.replaceAll('\n', '\r\n') : text;
  return new TextEncoder().encode(byteOrderMark ? `${MARK}${ended}` : ended);
}

/** A text with `\n` where it has `\r\n`. */
export function withPlainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Whether two files hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && Buffer.compare(a, b) === 0);
}

function lineEndsOf(text: string): LineEnds {
  if (!text.includes('\n')) return 'none';
  if (!text.includes('\r\n')) return 'lf';
  return /(?<!\r)\n/.test(text) ? 'mixed' : 'crlf';
}
