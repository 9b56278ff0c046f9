import type { FileContent } from '#generators/engine/update/types.ts';
import { refused } from './file-system.ts';
import { git, gitFailed, tryGit } from './git-run.ts';
import { requirePlace } from './git-state.ts';

/** A commit to make beside the work tree. */
export interface BranchCommit {
  /** Name of the branch; it must not exist. */
  readonly branch: string;
  readonly message: string;
  /** What differs from the last commit, by path relative to the client repository; `null` goes away. */
  readonly writes: ReadonlyMap<string, FileContent | null>;
}

/**
 * Commits to a new branch that starts at the last commit. Work tree, index and HEAD stay as they are.
 * @returns the name of the commit.
 * @throws InputError for a branch that exists or cannot be named so, a repository without a commit, an unknown author.
 */
export function commitToBranch(root: string, { branch, message, writes }: BranchCommit): string {
  const { prefix } = requirePlace(root);
  const reference = checkBranch(root, branch);
  const head = tryGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (head.status !== 0)
    throw refused(
      'NO_COMMIT',
      'The git repository has no commit yet.',
      root,
      'a commit to start the branch from',
      'Commit what there is first: git add --all && git commit',
    );
  const stream = commitStream(
    reference,
    committer(root),
    message,
    head.stdout.toString('latin1').trim(),
    [...writes].map(([path, content]) => change(`${prefix}${path}`, content)),
  );
  return git(root, ['fast-import', '--quiet'], { input: stream }).toString('latin1').trim();
}

function checkBranch(root: string, branch: string): string {
  const reference = `refs/heads/${branch}`;
  const form = tryGit(root, ['check-ref-format', reference]);
  if (form.status !== 0 || branch.startsWith('-'))
    throw refused(
      'BRANCH_NAME',
      `'${branch}' is no name for a branch.`,
      root,
      'a name git accepts',
      'Choose another name.',
    );
  if (tryGit(root, ['rev-parse', '--verify', '--quiet', reference]).status === 0)
    throw refused(
      'BRANCH_EXISTS',
      `There is a branch ${branch} already.`,
      root,
      'a branch that does not exist yet',
      `Choose another name, or remove it first: git branch -D ${branch}`,
    );
  return reference;
}

/** Name, address and time as git would write them into a commit. */
function committer(root: string): string {
  const words = ['var', 'GIT_COMMITTER_IDENT'];
  const result = tryGit(root, words);
  if (result.status === 0) return result.stdout.toString('utf8').trim();
  if (!/tell me who you are|no email was given|empty ident/i.test(result.stderr))
    throw gitFailed(root, words, result);
  throw refused(
    'NO_AUTHOR',
    'git does not know who commits.',
    root,
    'user.name and user.email in the configuration of git',
    'Set both: git config --global user.name NAME; git config --global user.email ADDRESS',
  );
}

/** A commit in the language of git fast-import; its last line makes git print the name of the commit. */
function commitStream(
  reference: string,
  identity: string,
  message: string,
  from: string,
  changes: readonly Uint8Array[],
): Uint8Array {
  const head = [
    `commit ${reference}\nmark :1\ncommitter ${identity}\n`,
    data(`${message.trim()}\n`),
    `from ${from}\n`,
  ];
  return Buffer.concat([...head, ...changes, '\nget-mark :1\n'].map((part) => Buffer.from(part)));
}

function change(path: string, content: FileContent | null): Uint8Array {
  if (content === null) return Buffer.from(`D ${quoted(path)}\n`);
  const mode = content.executable ? '100755' : '100644';
  return Buffer.concat([Buffer.from(`M ${mode} inline ${quoted(path)}\n`), data(content.bytes)]);
}

function data(content: Uint8Array | string): Uint8Array {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** A path as git's streams quote it. */
function quoted(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
