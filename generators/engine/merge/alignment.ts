import { diff3MergeRegions, diffIndices } from 'node-diff3';

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
  // Lines stand for themselves or for the line of the base they are matched with, so that the merge has no choice.
  const [a, b] = [matched(base, ours, 'a'), matched(base, theirs, 'b')];
  const regions = diff3MergeRegions(
    a.map(({ token }) => token),
    base.map((_, index) => `${index}`),
    b.map(({ token }) => token),
  );
  const lines = new Map([...a, ...b].map(({ token, line }) => [token, line] as const));
  const textOf = (tokens: readonly string[]): string[] =>
    tokens.map((token) => lines.get(token) ?? base[Number(token)] ?? '');
  return regions.map((region) =>
    region.stable
      ? { settled: textOf(region.bufferContent) }
      : { ours: textOf(region.aContent), base: textOf(region.oContent), theirs: textOf(region.bContent) },
  );
}

interface MatchedLine {
  readonly line: string;
  /** Number of the line of the base, or a name that no other line has. */
  readonly token: string;
}

function matched(base: readonly string[], side: readonly string[], name: string): readonly MatchedLine[] {
  const [inBase, inSide] = compacted(base, side);
  const kept = [...base.keys()].filter((index) => !inBase.changed[index]);
  let next = 0;
  return side.map((line, index) => {
    if (inSide.changed[index] === true) return { line, token: `${name}${index}` };
    next += 1;
    return { line, token: `${kept[next - 1] ?? ''}` };
  });
}

/** Lines of one text with what is changed of them. */
interface Marked {
  readonly lines: readonly string[];
  readonly changed: boolean[];
}

/** Both texts with their changes, moved together. The unchanged lines of one match those of the other in order. */
function compacted(base: readonly string[], side: readonly string[]): readonly [Marked, Marked] {
  const [a, b] = [unchanged(base), unchanged(side)];
  for (const { buffer1, buffer2 } of diffIndices([...base], [...side])) {
    a.changed.fill(true, buffer1[0], buffer1[0] + buffer1[1]);
    b.changed.fill(true, buffer2[0], buffer2[0] + buffer2[1]);
  }
  compact(a, b);
  compact(b, a);
  return [a, b];
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
