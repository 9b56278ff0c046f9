/** Where a text stops being JSON, and what would have been right there. */
export interface JsonError {
  /** Offset in UTF-16 units; the length of the text when it ends too early. */
  readonly offset: number;
  /** What JSON allows there, for instance `',' or '}'`. */
  readonly expected: string;
}

type Container = 'object' | 'array';

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- JSON forbids control characters in strings (RFC 8259, section 7)
const stringStart = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;
const literal = /true|false|null/y;

/**
 * The first place where a text breaks the grammar of JSON (RFC 8259); undefined when it keeps it. The parser of the
 * runtime does not say the place of every error, and not the same way in every version. Any depth of nesting.
 */
export function findJsonError(text: string): JsonError | undefined {
  const open: Container[] = [];
  let at = 0;
  const skip = (pattern: RegExp): number => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  const string = (): JsonError | undefined => {
    at += skip(stringStart);
    if (text[at] !== '"') return { offset: at, expected: 'the closing quotation mark of the text' };
    at += 1;
    return undefined;
  };
  /** A key with its colon, up to its value. */
  const key = (expected: string): JsonError | undefined => {
    if (text[at] !== '"') return { offset: at, expected };
    const error = string();
    if (error !== undefined) return error;
    at += skip(space);
    if (text[at] !== ':') return { offset: at, expected: "':'" };
    at += 1;
    at += skip(space);
    return undefined;
  };

  at += skip(space);
  for (;;) {
    const start = text[at];
    if (start === '{' || start === '[') {
      at += 1;
      at += skip(space);
      if (text[at] !== (start === '{' ? '}' : ']')) {
        open.push(start === '{' ? 'object' : 'array');
        const error = start === '{' ? key("a field name in quotation marks or '}'") : undefined;
        if (error !== undefined) return error;
        continue;
      }
      at += 1;
    } else if (start === '"') {
      const error = string();
      if (error !== undefined) return error;
    } else {
      const length = Math.max(skip(literal), skip(number));
      if (length === 0) return { offset: at, expected: 'a value' };
      at += length;
    }
    // A value has ended: close what ends with it, or go on to the next one.
    for (;;) {
      at += skip(space);
      const container = open.at(-1);
      if (container === undefined)
        return at === text.length ? undefined : { offset: at, expected: 'nothing more' };
      const close = container === 'object' ? '}' : ']';
      if (text[at] === close) {
        open.pop();
        at += 1;
        continue;
      }
      if (text[at] !== ',') return { offset: at, expected: `',' or '${close}'` };
      at += 1;
      at += skip(space);
      const error = container === 'object' ? key('a field name in quotation marks') : undefined;
      if (error !== undefined) return error;
      break;
    }
  }
}
