import type { MergeLabels } from '../update/types.ts';
import { differences, mergeRegions } from './alignment.ts';

/** A merged text. */
export interface MergedText {
  readonly text: string;
  /** Whether both sides changed the same place, so that the text holds conflict markers. */
  readonly conflict: boolean;
}

/**
 * Merges two changed texts line by line, as `git merge-file --diff3` does: places that only one side changed come from
 * that side, places that both changed differently are shown with both sides and the base between markers.
 */
export function mergeText(base: string, ours: string, theirs: string, labels: MergeLabels): MergedText {
  const parts = partsOf(base, ours, theirs);
  return {
    text: parts.map((part) => (typeof part === 'string' ? part : marked(part, labels))).join(''),
    conflict: parts.some((part) => typeof part !== 'string'),
  };
}

/** A merged text in order: what is settled, and the sides of what is not. */
export function partsOf(
  base: string,
  ours: string,
  theirs: string,
): readonly (string | Required<LineSides>)[] {
  const { start, middle, end } = withoutCommonEnds(linesOf(base), linesOf(ours), linesOf(theirs));
  const regions = mergeRegions(middle.ours, middle.base, middle.theirs).map((region) => {
    if ('settled' in region) return region.settled.join('');
    return sameLines(region.ours, region.theirs) ? region.ours.join('') : region;
  });
  return [start, ...regions, end];
}

/** Shows where two texts without a common base differ: both sides between markers, what they share outside. */
export function mergeTwoTexts(ours: string, theirs: string, labels: MergeLabels): MergedText {
  const rest = { ours: linesOf(ours), theirs: linesOf(theirs) };
  const differing: { ours: string[]; theirs: string[] } = { ours: [], theirs: [] };
  const parts: string[] = [];
  const show = (): void => {
    const sides = { ours: differing.ours.splice(0), theirs: differing.theirs.splice(0) };
    if (sides.ours.length + sides.theirs.length > 0) parts.push(marked(sides, labels));
  };
  for (const { added, removed, count } of differences(rest.ours, rest.theirs)) {
    if (removed) differing.ours = rest.ours.splice(0, count);
    else if (added) differing.theirs = rest.theirs.splice(0, count);
    else {
      show();
      rest.theirs.splice(0, count);
      parts.push(rest.ours.splice(0, count).join(''));
    }
  }
  show();
  return { text: parts.join(''), conflict: ours !== theirs };
}

/**
 * Everything from the first to the last place where the three differ as one conflict, for texts that merge by their
 * lines and yet contradict each other.
 */
export function conflictingTexts(base: string, ours: string, theirs: string, labels: MergeLabels): string {
  const { start, middle, end } = withoutCommonEnds(linesOf(base), linesOf(ours), linesOf(theirs));
  return `${start}${marked(middle, labels)}${end}`;
}

/** Lines with their ends; the last has none where the text does not end with one. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The three without the lines at the start and at the end that are the same in all: nothing happened there. */
function withoutCommonEnds(
  base: string[],
  ours: string[],
  theirs: string[],
): {
  readonly start: string;
  readonly middle: { readonly base: string[]; readonly ours: string[]; readonly theirs: string[] };
  readonly end: string;
} {
  const shortest = Math.min(base.length, ours.length, theirs.length);
  let before = 0;
  while (before < shortest && base[before] === ours[before] && base[before] === theirs[before]) before += 1;
  let after = 0;
  while (
    after < shortest - before &&
    base.at(-1 - after) === ours.at(-1 - after) &&
    base.at(-1 - after) === theirs.at(-1 - after)
  )
    after += 1;
  const middle = (lines: string[]): string[] => lines.slice(before, lines.length - after);
  return {
    start: ours.slice(0, before).join(''),
    middle: { base: middle(base), ours: middle(ours), theirs: middle(theirs) },
    end: ours.slice(ours.length - after).join(''),
  };
}

function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}

/** The lines of the sides at one place, with their ends. */
export interface LineSides {
  readonly ours: readonly string[];
  readonly base?: readonly string[];
  readonly theirs: readonly string[];
}

function marked({ ours, base, theirs }: LineSides, labels: MergeLabels): string {
  return [
    `<<<<<<< ${labels.ours}\n`,
    closed(ours),
    ...(base === undefined ? [] : [`||||||| ${labels.base}\n`, closed(base)]),
    '=======\n',
    closed(theirs),
    `>>>>>>> ${labels.theirs}\n`,
  ].join('');
}

/** Lines that another line can follow. */
export function closed(lines: readonly string[]): string {
  const text = lines.join('');
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
