import { mergedOrder } from './lists.ts';
import type { Keyed } from './lists.ts';
import { closed, partsOf } from './text.ts';
import type { LineSides } from './text.ts';

/**
 * A merge line by line that goes on where lines do not merge: there, lines are known by the key they start with, so that
 * two keys changed next to each other are two changes. For texts whose meaning is checked afterwards.
 * @param commas whether a comma at the end of a line stands for nothing but that more follows, as in JSON.
 * @returns `undefined` where both sides changed the line of one key differently.
 */
export function uniteTexts({ base, ours, theirs }: Texts, commas: boolean): string | undefined {
  const bare = (text: string): string => (commas ? text.replace(/,(?=\s*\n)/g, '') : text);
  const parts = partsOf(bare(base), bare(ours), bare(theirs)).map((part) =>
    typeof part === 'string' ? part : united(part),
  );
  if (parts.includes(undefined)) return undefined;
  return commas ? withCommas(parts.join('')) : parts.join('');
}

interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** JSON with a comma behind each line that another item follows, and none before a closing bracket. */
function withCommas(text: string): string {
  return text
    .replace(/([^\s,{[:])([ \t]*\n\s*)(?=["{[\dtfn-])/g, '$1,$2')
    .replace(/,(\s*\n\s*)(?=[}\]])/g, '$1');
}

function united({ base, ours, theirs }: Required<LineSides>): string | undefined {
  const sides = { base: byKey(base), ours: byKey(ours), theirs: byKey(theirs) };
  const order = mergedOrder(sides);
  const lines = order?.map((key) =>
    mergedLine(sides.base.get(key), sides.ours.get(key), sides.theirs.get(key)),
  );
  if (lines?.includes(undefined) === false) return lines.join('');
  return base.length === 0 ? closed(ours) + closed(theirs) : undefined;
}

/** The empty text for a line that is gone, `undefined` where the sides do not agree. */
function mergedLine(
  base: string | undefined,
  ours: string | undefined,
  theirs: string | undefined,
): string | undefined {
  if (ours === theirs || base === theirs) return ours ?? '';
  return base === ours ? (theirs ?? '') : undefined;
}

/** A key of YAML or TOML at the start of a line, with what it stands in. */
const KEY = /^\s*(?:- )?(?:"[^"]*"|'[^']*'|[^\s#:="'[{-][^#:="']*?)(?=\s*[:=])/;

/** Lines by their key, else by all of their text; what occurs again is counted. */
function byKey(lines: readonly string[]): Keyed<string> {
  const keyed = new Map<string, string>();
  for (const line of lines) {
    const name = KEY.exec(line)?.[0] ?? line.trim();
    let count = 0;
    while (keyed.has(`${name} ${count}`)) count += 1;
    keyed.set(`${name} ${count}`, closed([line]));
  }
  return keyed;
}
