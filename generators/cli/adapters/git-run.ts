import { spawnSync } from 'node:child_process';
import type { InputError } from '#catalog/problem.ts';
import { wrong } from '#generators/engine/problems.ts';
import { exitCode } from '../exit-codes.ts';
import { Refusal } from '../refusal.ts';
import { codeOf, refused } from './file-system.ts';

// Git is run with fixed arguments and without a shell. What a repository's own configuration could make it execute is
// switched off: a client's repository is data to us.

/** What a run of git came to. */
export interface GitResult {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** How a run of git differs from the usual. */
export interface GitOptions {
  readonly input?: Uint8Array | string;
  /** Settings for this run, over those of the repository. */
  readonly settings?: readonly Setting[];
  /** Further variables of the environment. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A setting of git: name and value. */
export type Setting = readonly [name: string, value: string];

/** Settings that keep git from executing anything a repository names. */
const SAFE_SETTINGS: readonly Setting[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['safe.bareRepository', 'explicit'],
  ['protocol.allow', 'never'],
];

/** The variables of git that are the person's own; any other may point to another repository (as in a hook). */
const KEPT_VARIABLES =
  /^GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|CEILING_DIRECTORIES|(AUTHOR|COMMITTER)_.*)$/;

/**
 * Runs git in a folder, whatever its exit status.
 * @throws InputError GIT_MISSING.
 */
export function tryGit(folder: string, words: readonly string[], options: GitOptions = {}): GitResult {
  const run = spawnSync('git', ['--literal-pathspecs', '--no-pager', ...words], {
    cwd: folder,
    env: { ...environment([...SAFE_SETTINGS, ...(options.settings ?? [])]), ...options.variables },
    input: options.input ?? '',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (codeOf(run.error) === 'ENOENT')
    throw refused(
      'GIT_MISSING',
      'git was not found.',
      folder,
      'git 2.31 or newer on the PATH',
      'Install git and run the command again.',
    );
  if (run.signal === 'SIGINT')
    throw new Refusal(
      [wrong('STOPPED', 'The command was stopped (Ctrl-C).', { file: folder })],
      exitCode.interrupted,
    );
  // Git that refuses early does not read its input to the end.
  if (run.error !== undefined && codeOf(run.error) !== 'EPIPE') throw run.error;
  return { status: run.status ?? -1, stdout: run.stdout, stderr: run.stderr.toString('utf8').trim() };
}

/**
 * What git prints.
 * @throws InputError GIT_FAILED with what git said.
 */
export function git(folder: string, words: readonly string[], options: GitOptions = {}): Buffer {
  const result = tryGit(folder, words, options);
  if (result.status !== 0) throw gitFailed(folder, words, result);
  return result.stdout;
}

/** A refusal that passes on what git said. */
export function gitFailed(folder: string, words: readonly string[], result: GitResult): InputError {
  const { stderr } = result;
  if (isOutsideGit(result)) return noGit(folder);
  return refused(
    'GIT_FAILED',
    `git ${words[0] ?? ''} failed: ${stderr.split('\n')[0] ?? ''}`,
    folder,
    'a repository that git can work with',
    'Mend what git names and run the command again.',
  );
}

/** Whether git found no repository it may use. */
export function isOutsideGit({ stderr }: GitResult): boolean {
  return /not a git repository|cannot use bare repository/.test(stderr);
}

/** The refusal of a folder that git does not know. */
export function noGit(folder: string): InputError {
  return refused(
    'NO_GIT',
    `${folder} is in no git work tree.`,
    folder,
    'a git work tree, so that you see what changes and can take it back',
    'Make it one first: git init && git add --all && git commit',
  );
}

/** Texts that git ended with NUL. */
export function splitNul(output: Buffer): readonly string[] {
  const text = output.toString('utf8');
  return text === '' ? [] : text.replace(/\0$/, '').split('\0');
}

function environment(settings: readonly Setting[]): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GIT_') || KEPT_VARIABLES.test(name),
  );
  const given = Number(process.env['GIT_CONFIG_COUNT'] ?? 0);
  // In variables and not in arguments, where a name that holds an equals sign would be cut there.
  const numbered = settings.flatMap(([name, value], index): readonly (readonly [string, string])[] => [
    [`GIT_CONFIG_KEY_${given + index}`, name],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  return {
    ...Object.fromEntries(own),
    ...Object.fromEntries(numbered),
    GIT_CONFIG_COUNT: String(given + settings.length),
    LC_ALL: 'C',
    // No transport: an incomplete clone is said to be incomplete rather than completed over the network.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
    // Looking at a repository does not write to its index.
    GIT_OPTIONAL_LOCKS: '0',
  };
}
