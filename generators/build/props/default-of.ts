import { parse } from 'yaml';

/** What holds when an optional prop is left out, as its `@default` says. */
export type Default =
  | {
      readonly kind: 'value';
      /** The literal as it is written, for instance `'EU'`. */
      readonly text: string;
      readonly value: unknown;
      /** What stands behind it in parentheses; empty without. */
      readonly remark: string;
    }
  | {
      readonly kind: 'words';
      /** What happens, for instance `no budget`. */
      readonly text: string;
    }
  | {
      /** Neither a literal nor `- ` and words. */
      readonly kind: 'unclear';
      readonly text: string;
    };

/** Reads the text of a `@default`: a literal with a remark in parentheses or without, or `- ` and words. */
export function defaultOf(text: string): Default {
  if (text.startsWith('- ')) return { kind: 'words', text: text.slice(2) };
  const [, literal = '', remark = ''] = /^(.*?)(?: \((.*)\))?$/.exec(text) ?? [];
  const value = literalOf(literal);
  return value === undefined ? { kind: 'unclear', text } : { kind: 'value', text: literal, value, remark };
}

/** Literals of data are flow YAML too, which knows the quotes of TypeScript; a text needs quotes here. */
function literalOf(text: string): unknown {
  try {
    const value: unknown = parse(text);
    return value === null || (typeof value === 'string' && !/^'.*'$/.test(text)) ? undefined : value;
  } catch {
    return undefined;
  }
}
