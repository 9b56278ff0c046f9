import type { Lock } from '#catalog/schema/generated/types.ts';
import type { Problem } from '#catalog/problem.ts';
import { lockText } from '../engine/lock.ts';
import { decodeText, sameBytes } from '../engine/merge/encoding.ts';
import { refuseAny, wrong } from '../engine/problems.ts';
import { besidePath } from '../engine/update/outcomes.ts';
import type { FileContent, WorkTree } from '../engine/update/types.ts';
import { BASE_PATH } from './adapters/base.ts';
import { LOCK_PATH } from './adapters/client-repository.ts';
import type { ClientRepository } from './adapters/client-repository.ts';
import { clearStages } from './adapters/git.ts';
import { indexEntries } from './adapters/git-index.ts';
import { readBlobs } from './adapters/git-objects.ts';
import { syntaxFault } from './adapters/syntax-error.ts';
import { applyTransaction } from './adapters/transaction.ts';

type Pending = NonNullable<Lock['pending']>;
type Side = 'ours' | 'theirs';

/** What resolving came to. */
export interface Resolution {
  readonly resolved: readonly string[];
  readonly pending: Pending;
  /** Why what was asked about is still open. */
  readonly problems: readonly Problem[];
}

/** What is to be resolved. */
export interface ResolutionRequest {
  /** Relative to the repository; empty: everything that can be. */
  readonly paths: readonly string[];
  /** Take this side's whole file. Default: the file as it is now. */
  readonly take?: Side;
}

/**
 * Ends conflicts that a person has decided: the lock no longer names them, and git's index no longer shows them.
 * @throws InputError for a path that is not in conflict, or a side that is not kept.
 */
export async function resolveConflicts(
  repository: ClientRepository,
  { paths, take }: ResolutionRequest,
): Promise<Resolution> {
  const pending = repository.lock.pending ?? [];
  refuseAny(paths.filter((path) => !pending.some((conflict) => conflict.path === path)).map(notInConflict));
  const asked = paths.length === 0 ? pending : pending.filter(({ path }) => paths.includes(path));
  if (take !== undefined) {
    const writes = takenSides(repository, asked, take);
    return finish(repository, asked, writes, []);
  }
  const problems: Problem[] = [];
  for (const conflict of asked)
    problems.push(...(await openProblems(repository, conflict, paths.length > 0)));
  const open = new Set(problems.map(({ file }) => file));
  return finish(
    repository,
    asked.filter(({ path }) => !open.has(path)),
    new Map(),
    problems,
  );
}

function notInConflict(path: string): Problem {
  return wrong('NOT_PENDING', `${path} is not in conflict.`, {
    file: path,
    expected: 'a file that toltek status lists as in conflict',
    action: 'Leave it out.',
  });
}

/** Writes the lock without the conflicts that are over, and the files that were taken; tells git. */
function finish(
  repository: ClientRepository,
  over: Pending,
  taken: ReadonlyMap<string, FileContent | null>,
  problems: readonly Problem[],
): Resolution {
  const { root, lock } = repository;
  const resolved = over.map(({ path }) => path);
  if (resolved.length === 0) return { resolved, pending: lock.pending ?? [], problems };
  const { pending = [], ...rest } = lock;
  const left = pending.filter(({ path }) => !resolved.includes(path));
  const text = lockText({ ...rest, ...(left.length > 0 && { pending: left }) });
  const writes = new Map([
    ...taken,
    [LOCK_PATH, { bytes: new TextEncoder().encode(text), executable: false }],
  ]);
  applyTransaction(root, {
    title: 'toltek resolve',
    writes,
    before: repository.read(writes.keys()),
    last: [BASE_PATH, LOCK_PATH].filter((path) => writes.has(path)),
    stages: [],
    keepUndo: left.length > 0,
  });
  clearStages(root, resolved);
  return { resolved, pending: left, problems };
}

/** Our conflict markers; other lines of that look may belong to the text. */
const MARKER = /^(<<<<<<< yours|\|{7} toltek [\d.]+|>>>>>>> toltek [\d.]+)\r?$/m;

/** What keeps a file from counting as decided. */
async function openProblems(
  repository: ClientRepository,
  { path, kind }: Pending[number],
  named: boolean,
): Promise<readonly Problem[]> {
  const tree = repository.read([path, besidePath(path)]);
  if (!named && tree.has(besidePath(path))) return [besideProblem(path)];
  const text = textAt(tree, path);
  if (text === undefined || kind === 'edited-and-removed' || kind === 'link') return [];
  const marker = MARKER.exec(text);
  if (marker !== null) return [markerProblem(path, text.slice(0, marker.index).split('\n').length)];
  const like = decodeText(repository.base().get(path)?.bytes ?? new Uint8Array())?.text ?? '';
  if ((await syntaxFault(path, like, like)) !== undefined) return [];
  const fault = await syntaxFault(path, text, like);
  return fault === undefined ? [] : [faultProblem(path, fault.line, fault.message)];
}

function textAt(tree: WorkTree, path: string): string | undefined {
  const file = tree.get(path);
  return file?.kind === 'file' ? decodeText(file.bytes)?.text : undefined;
}

function besideProblem(path: string): Problem {
  return wrong('UNDECIDED', `${besidePath(path)} is still there.`, {
    file: path,
    expected: 'one of the two files',
    action: `Keep the one you want as ${path} and delete the other, or run: toltek resolve ${path} --take ours`,
  });
}

function markerProblem(path: string, line: number): Problem {
  return wrong('MARKERS', `${path} still holds conflict markers.`, {
    file: path,
    pointer: `line ${line}`,
    expected: 'the text as it shall be, without <<<<<<<, |||||||, ======= and >>>>>>>',
    action: `Decide, then run: toltek resolve ${path}`,
  });
}

function faultProblem(path: string, line: number, message: string): Problem {
  return wrong('SYNTAX', `${path} does not parse: ${message}.`, {
    file: path,
    pointer: `line ${line}`,
    expected: `what the ending of its name says`,
    action: `Correct it, then run: toltek resolve ${path}`,
  });
}

/** The files of one side, whole, and what goes away with the other. */
function takenSides(
  repository: ClientRepository,
  asked: Pending,
  side: Side,
): ReadonlyMap<string, FileContent | null> {
  const problems: Problem[] = [];
  const writes = asked.flatMap(({ path, kind }): (readonly [string, FileContent | null])[] => {
    const beside = isTheirs(repository, path) ? [[besidePath(path), null] as const] : [];
    if (kind === 'edited-and-removed') return side === 'ours' ? [] : [[path, null]];
    if (kind === 'link' && side === 'ours') return [];
    const content = kind === 'link' ? undefined : sideOf(repository, path, side);
    if (content !== undefined) return [[path, content], ...beside];
    problems.push(notKept(path, side));
    return [];
  });
  refuseAny(problems);
  return new Map(writes);
}

/** Whether the file beside a path is the templates' version that the change put there, not somebody's own. */
function isTheirs(repository: ClientRepository, path: string): boolean {
  const beside = repository.read([besidePath(path)]).get(besidePath(path));
  const theirs = beside?.kind === 'file' ? sideOf(repository, path, 'theirs') : undefined;
  return beside?.kind === 'file' && theirs !== undefined && sameBytes(beside.bytes, theirs.bytes);
}

/** A side as git's index keeps it; the templates' is in the kept base as well, for a clone that has no such index. */
function sideOf({ root, base }: ClientRepository, path: string, side: Side): FileContent | undefined {
  const stage = side === 'ours' ? 2 : 3;
  const entry = indexEntries(root, [path]).find((candidate) => candidate.stage === stage);
  if (entry !== undefined) {
    const bytes = readBlobs(root, [entry.oid]).get(entry.oid);
    return bytes && { bytes, executable: entry.mode === '100755' };
  }
  const generated = side === 'theirs' ? base().get(path) : undefined;
  return generated?.bytes && { bytes: generated.bytes, executable: generated.executable };
}

function notKept(path: string, side: Side): Problem {
  return wrong(
    'SIDE_MISSING',
    `Nothing keeps ${side === 'ours' ? 'your' : "the templates'"} version of ${path}.`,
    {
      file: path,
      expected: "the version in git's index, as the change put it there",
      action: `Edit ${path} as it shall be, then run: toltek resolve ${path}`,
    },
  );
}
