import { textOf } from '../merge/encoding.ts';
import type { Rename } from './types.ts';

/** The least share of common lines by which a file counts as another one moved. */
const LEAST_LIKENESS = 0.5;

/**
 * Which of the files that are gone a person has moved, judged by content as git does: the same bytes, else at least
 * half of the lines in common. A file is the target of one move at most; the likest pairs first.
 */
export function personMoves(
  gone: ReadonlyMap<string, Uint8Array>,
  added: ReadonlyMap<string, Uint8Array>,
): readonly Rename[] {
  const targets = [...added].map(([path, bytes]) => ({ path, lines: linesOf(bytes) }));
  const pairs = [...gone].flatMap(([from, bytes]) => {
    const lines = linesOf(bytes);
    return targets
      .map((target) => ({ from, to: target.path, likeness: likeness(lines, target.lines) }))
      .filter((pair) => pair.likeness >= LEAST_LIKENESS);
  });
  pairs.sort((a, b) => b.likeness - a.likeness || (`${a.from}\n${a.to}` < `${b.from}\n${b.to}` ? -1 : 1));
  const used = new Set<string>();
  return pairs.flatMap(({ from, to }) => {
    if (used.has(`-${from}`) || used.has(`+${to}`)) return [];
    used.add(`-${from}`).add(`+${to}`);
    return [{ from, to }];
  });
}

interface Lines {
  readonly count: ReadonlyMap<string, number>;
  readonly total: number;
}

/** How often each line occurs; bytes that are no text are one line. */
function linesOf(bytes: Uint8Array): Lines {
  const text = textOf(bytes);
  const lines = text === undefined ? [bytes.join()] : text.split('\n').filter((line) => line.trim() !== '');
  const count = new Map<string, number>();
  for (const line of lines) count.set(line, (count.get(line) ?? 0) + 1);
  return { count, total: lines.length };
}

function likeness(a: Lines, b: Lines): number {
  const larger = Math.max(a.total, b.total);
  if (larger === 0 || Math.min(a.total, b.total) < larger * LEAST_LIKENESS) return 0;
  let common = 0;
  for (const [line, times] of a.count) common += Math.min(times, b.count.get(line) ?? 0);
  return common / larger;
}
