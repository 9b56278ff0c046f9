import { diffArrays } from 'diff';
import type { ChangeObject } from 'diff';
import { diff3MergeRegions } from 'node-diff3';

/** A place of a merge: what is settled, or the three sides of what both changed. */
export type MergeRegion =
  | { readonly settled: readonly string[] }
  | {
      readonly ours: readonly string[];
      readonly base: readonly string[];
      readonly theirs: readonly string[];
    };

/**
 * The regions of a three-way merge of lines. Among lines that look alike (blank ones, closing brackets) it is open which
 * of them were inserted: as git does, changes are moved along them until they meet other changes, so that one side's
 * insertion does not seem to touch what the other side changed further down.
 */
export function mergeRegions(
  ours: readonly string[],
  base: readonly string[],
  theirs: readonly string[],
): readonly MergeRegion[] {
  const places = [placesOf(base, ours), placesOf(base, theirs)] as const;
  // Lines are called by their number in the base, so that the merge has no choice; those that only a side has get names
  // that nothing else has. What both sides left together is one line, for the time a merge takes grows fast.
  const isInside = base.map((_, index) =>
    places.every((at) => index > 0 && at[index] !== undefined && at[index] === (at[index - 1] ?? -2) + 1),
  );
  const heads = [...base.keys()].filter((index) => isInside[index] !== true);
  const runs = new Map<string, readonly string[]>(
    heads.map((from, index) => [`${from}`, base.slice(from, heads[index + 1] ?? base.length)] as const),
  );
  const [a, b] = [named(ours, places[0], 'a', isInside), named(theirs, places[1], 'b', isInside)];
  const regions = diff3MergeRegions([...a.keys()], [...runs.keys()], [...b.keys()]);
  const textOf = (names: readonly string[]): readonly string[] =>
    names.flatMap((name) => runs.get(name) ?? a.get(name) ?? b.get(name) ?? []);
  return regions.map((region) =>
    region.stable
      ? { settled: textOf(region.bufferContent) }
      : { ours: textOf(region.aContent), base: textOf(region.oContent), theirs: textOf(region.bContent) },
  );
}

/** For each line of the base its number in a side, `undefined` where the side does not have it. */
function placesOf(base: readonly string[], side: readonly string[]): readonly (number | undefined)[] {
  const [inBase, inSide] = compacted(base, side);
  const kept = [...side.keys()].filter((index) => inSide.changed[index] !== true);
  let next = 0;
  return base.map((_, index) => {
    if (inBase.changed[index] === true) return undefined;
    next += 1;
    return kept[next - 1];
  });
}

/** The lines of a side by name, with the text of those that only it has. */
function named(
  side: readonly string[],
  places: readonly (number | undefined)[],
  prefix: string,
  isInside: readonly boolean[],
): ReadonlyMap<string, string | undefined> {
  const inBase = new Map(places.map((place, index) => [place, index] as const));
  return new Map(
    side.flatMap((line, index): [string, string | undefined][] => {
      const number = inBase.get(index);
      if (number === undefined) return [[`${prefix}${index}`, line]];
      return isInside[number] === true ? [] : [[`${number}`, undefined]];
    }),
  );
}

/** Lines of one text with what is changed of them. */
interface Marked {
  readonly lines: readonly string[];
  readonly changed: boolean[];
}

/** Both texts with their changes, moved together. The unchanged lines of one match those of the other in order. */
function compacted(base: readonly string[], side: readonly string[]): readonly [Marked, Marked] {
  const [a, b] = [unchanged(base), unchanged(side)];
  let [inBase, inSide] = [0, 0];
  for (const { added, removed, count } of differences(base, side)) {
    if (removed) a.changed.fill(true, inBase, inBase + count);
    if (added) b.changed.fill(true, inSide, inSide + count);
    if (!added) inBase += count;
    if (!removed) inSide += count;
  }
  compact(a, b);
  compact(b, a);
  return [a, b];
}

/** More changed lines than this are one change: what takes long to compare helps nobody who has to read it. */
const MOST_CHANGES = 4000;

/** Lines that two texts have in common, or that only the first (`removed`) or the second (`added`) has, in order. */
export type Difference = Pick<ChangeObject<string[]>, 'added' | 'removed' | 'count'>;

/** Where two texts differ. */
export function differences(base: readonly string[], side: readonly string[]): readonly Difference[] {
  return (
    diffArrays([...base], [...side], { maxEditLength: MOST_CHANGES }) ?? [
      { added: false, removed: true, count: base.length },
      { added: true, removed: false, count: side.length },
    ]
  );
}

function unchanged(lines: readonly string[]): Marked {
  return { lines, changed: lines.map(() => false) };
}

/** Moves every group of changed lines as far down as equal lines allow, or to where the other text changed too. */
function compact(text: Marked, other: Marked): void {
  const group = new Group(text);
  const beside = new Group(other);
  for (let more = true; more; more = group.next() && beside.next()) {
    if (group.isEmpty) continue;
    let meets: number | undefined;
    for (let size = -1; size !== group.size;) {
      size = group.size;
      while (group.slideUp()) beside.previous();
      meets = beside.isEmpty ? undefined : group.end;
      while (group.slideDown()) {
        beside.next();
        if (!beside.isEmpty) meets = group.end;
      }
    }
    if (meets === undefined) continue;
    while (group.end > meets && group.slideUp()) beside.previous();
  }
}

/** Consecutive changed lines between two unchanged ones; possibly none. */
class Group {
  readonly #text: Marked;
  #start = 0;
  #end = 0;

  constructor(text: Marked) {
    this.#text = text;
    this.#extend();
  }

  get end(): number {
    return this.#end;
  }

  get size(): number {
    return this.#end - this.#start;
  }

  get isEmpty(): boolean {
    return this.size === 0;
  }

  /** To the group behind the next unchanged line, if there is one. */
  next(): boolean {
    if (this.#end >= this.#text.lines.length) return false;
    this.#start = this.#end + 1;
    this.#end = this.#start;
    this.#extend();
    return true;
  }

  /** To the group before the unchanged line above. */
  previous(): void {
    this.#end = this.#start - 1;
    this.#start = this.#end;
    while (this.#isChanged(this.#start - 1)) this.#start -= 1;
  }

  /** Up by a line, if that makes the same text; a group that is met becomes part of this one. */
  slideUp(): boolean {
    const { lines, changed } = this.#text;
    if (this.#start === 0 || lines[this.#start - 1] !== lines[this.#end - 1]) return false;
    this.#start -= 1;
    this.#end -= 1;
    changed[this.#start] = true;
    changed[this.#end] = false;
    while (this.#isChanged(this.#start - 1)) this.#start -= 1;
    return true;
  }

  /** Down by a line, likewise. */
  slideDown(): boolean {
    const { lines, changed } = this.#text;
    if (this.#end >= lines.length || lines[this.#start] !== lines[this.#end]) return false;
    changed[this.#start] = false;
    changed[this.#end] = true;
    this.#start += 1;
    this.#end += 1;
    this.#extend();
    return true;
  }

  #extend(): void {
    while (this.#isChanged(this.#end)) this.#end += 1;
  }

  #isChanged(index: number): boolean {
    return this.#text.changed[index] === true;
  }
}
