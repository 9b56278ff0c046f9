import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { HandLine } from './synthetic-templates.ts';

/** What an update left behind. */
export interface UpdateResult {
  /** Lines of the person that are in no file any more. */
  readonly lost: readonly HandLine[];
  /** Files a person has to look at: with conflict markers, rejected hunks, or unmerged in git's index. */
  readonly flagged: readonly string[];
  /** What became of the person's lines in a file that the templates moved, removed, or changed at the same place. */
  readonly fate: Readonly<Record<Exclude<HandLine['situation'], 'edited'>, string>>;
}

/** Looks for every line of the person in the work tree; what git or an updater keeps for itself does not count. */
export function inspect(project: string, byHand: readonly HandLine[]): UpdateResult {
  const files = new Map(
    workFiles(project).map((file) => [file, readFileSync(path.join(project, file), 'utf8')]),
  );
  const flagged = flaggedFiles(project, files);
  const holding = ({ line }: HandLine): string | undefined =>
    [...files].find(([, text]) => text.includes(line))?.[0];
  const fateOf = (situation: HandLine['situation']): string => {
    const lines = byHand.filter((line) => line.situation === situation);
    const lost = lines.filter((line) => holding(line) === undefined);
    if (lost.length > 0)
      return lost.length === lines.length ? 'lost' : `${lost.length} of ${lines.length} lost`;
    const places = [...new Set(lines.map((line) => holding(line) ?? ''))];
    return places
      .map((file) => `${path.basename(file)}${flagged.includes(file) ? ', to decide' : ''}`)
      .join(' + ');
  };
  return {
    lost: byHand.filter((line) => holding(line) === undefined),
    flagged,
    fate: { moved: fateOf('moved'), removed: fateOf('removed'), clash: fateOf('clash') },
  };
}

function workFiles(project: string): readonly string[] {
  return readdirSync(project, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name)))
    .filter((file) => !/^\.(git|toltek)\//.test(file));
}

function flaggedFiles(project: string, files: ReadonlyMap<string, string>): readonly string[] {
  const marked = [...files].filter(([, text]) => /^<{7} /m.test(text)).map(([file]) => file);
  const rejected = [...files.keys()].filter((file) => file.endsWith('.rej')).map((file) => file.slice(0, -4));
  const { stdout } = spawnSync('git', ['-C', project, 'diff', '--name-only', '-z', '--diff-filter=U'], {
    encoding: 'utf8',
  });
  const unmerged = stdout.split('\0').filter((file) => file !== '');
  return [...new Set([...marked, ...rejected, ...unmerged])].sort();
}
