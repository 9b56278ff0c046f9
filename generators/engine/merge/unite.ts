import { mergedOrder } from './lists.ts';
import type { Keyed } from './lists.ts';
import { closed, partsOf } from './text.ts';
import type { LineSides } from './text.ts';

/**
 * A merge line by line that goes on where lines do not merge: there, lines are known by the key they start with, so that
 * two keys changed next to each other are two changes. For texts whose meaning is checked afterwards.
 * @returns `undefined` where both sides changed the line of one key differently.
 */
export function uniteTexts(base: string, ours: string, theirs: string): string | undefined {
  const parts = partsOf(base, ours, theirs).map((part) => (typeof part === 'string' ? part : united(part)));
  return parts.includes(undefined) ? undefined : parts.join('');
}

function united({ base, ours, theirs }: Required<LineSides>): string | undefined {
  const sides = { base: byKey(base), ours: byKey(ours), theirs: byKey(theirs) };
  const order = mergedOrder(sides);
  const lines = order?.map((key) =>
    mergedLine(sides.base.get(key), sides.ours.get(key), sides.theirs.get(key)),
  );
  return lines === undefined || lines.includes(undefined) ? undefined : lines.join('');
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
