// Brings each updater to where an update starts: a project made of version 1, edited by hand and committed.
import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { toyDiagnostic, toyEntry } from '../generators/fixtures/toy.ts';
import { ensureVenv } from '../tools/python.ts';
import { makeToyPackage } from '../tools/toy-package.ts';
import { putAside } from './measure.ts';
import type { ProcessCase } from './measure.ts';
import { editByHand, syntheticAnswers } from './synthetic-templates.ts';
import type { HandLine } from './synthetic-templates.ts';
import {
  writeCookiecutterTemplates,
  writeCopierTemplates,
  writeToltekTemplates,
} from './synthetic-dialects.ts';

/** A project in which the update to version 2 can be run any number of times. */
export interface PreparedUpdate {
  /** The update; each run starts from the project as the person committed it. */
  readonly run: ProcessCase;
  /** Where the project lies, updated after each run. */
  readonly project: string;
  /** Every line the person wrote. */
  readonly byHand: readonly HandLine[];
  /** Removes what lies outside the folder it was prepared in. */
  readonly remove?: () => void;
}

/** What is compared: prepares an update of so many files, with clashing edits, below an empty folder. */
export type Updater = (folder: string, count: number) => Promise<PreparedUpdate>;

/** No settings of this machine, a committer, nothing in the background. */
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_OPTIONS: '',
  COPIER_SETTINGS_PATH: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'gc.auto',
  GIT_CONFIG_VALUE_0: '0',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@client.example',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@client.example',
};

/**
 * `toltek update`, built as it is published.
 * @param clashes whether edits are among those of the person that end as conflicts. Default: yes.
 */
export async function toltek(folder: string, count: number, clashes = true): Promise<PreparedUpdate> {
  const diagnostic = path.join(folder, 'diagnostic.json');
  const entry = toyEntry('toy-forecast', { template: 'use-cases/synthetic' });
  writeFileSync(diagnostic, JSON.stringify(toyDiagnostic()));
  const [before, after] = await Promise.all(
    ([1, 2] as const).map(async (version) => {
      const templates = path.join(folder, `templates-${version}`);
      writeToltekTemplates(templates, count, version);
      return makeToyPackage(templates, [entry], { version: `${version}.0.0` });
    }),
  );
  if (before === undefined || after === undefined) throw new Error('The packages were not built.');
  const words = ['--diagnostic', diagnostic, '--use-case', entry.id, '--yes', '--quiet'];
  const created = path.join(folder, 'created');
  must(process.execPath, [before.main, 'new', created, ...words]);
  const update = { words: [after.main, 'update', '--yes'], exits: [clashes ? 3 : 0] };
  const prepared = prepare('toltek update', folder, created, count, update, clashes);
  const remove = (): void => {
    before.remove();
    after.remove();
  };
  return { ...prepared, remove };
}

/** `copier update`. */
export const copier: Updater = async (folder, count) => {
  const program = path.join(await pythonTools(), 'copier');
  const templates = path.join(folder, 'templates');
  commitVersions(templates, (version) => {
    writeCopierTemplates(templates, count, version);
  });
  const created = path.join(folder, 'created');
  must(program, ['copy', '--defaults', '--quiet', '--vcs-ref', 'v1.0.0', templates, created]);
  return prepare('copier update', folder, created, count, {
    program,
    words: ['update', '--defaults', '--vcs-ref', 'v2.0.0', '.'],
    exits: [0, 1],
  });
};

/** `cruft update`. */
export const cruft: Updater = async (folder, count) => {
  const program = path.join(await pythonTools(), 'cruft');
  const templates = path.join(folder, 'templates');
  commitVersions(templates, (version) => {
    writeCookiecutterTemplates(templates, count, version);
  });
  const parent = path.join(folder, 'created');
  must(program, ['create', '-y', '--checkout', 'v1.0.0', '--output-dir', parent, templates]);
  return prepare('cruft update', folder, path.join(parent, syntheticAnswers.slug), count, {
    program,
    words: ['update', '-y', '--checkout', 'v2.0.0'],
    exits: [0, 1],
  });
};

function pythonTools(): Promise<string> {
  return ensureVenv('updaters', [path.join(import.meta.dirname, 'updaters/requirements.txt')]);
}

/** A git repository with a tag per version of the templates. */
function commitVersions(folder: string, write: (version: 1 | 2) => void): void {
  for (const version of [1, 2] as const) {
    write(version);
    commitAll(folder);
    git(folder, 'tag', `v${version}.0.0`);
  }
}

/** Edits and commits the project, and says how to run the update in a copy of it. */
function prepare(
  name: string,
  folder: string,
  created: string,
  count: number,
  update: Pick<ProcessCase, 'program' | 'words' | 'exits'>,
  clashes = true,
): PreparedUpdate {
  const byHand = editByHand(created, count, clashes);
  commitAll(created);
  const project = path.join(folder, 'project');
  const before = (): void => {
    putAside(project);
    cpSync(created, project, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    // A copy has new inodes: without this, the first git of the update would read every file again.
    git(project, 'status');
  };
  return { project, byHand, run: { name, ...update, cwd: project, env: environment, before } };
}

/** Commits everything in a folder, which becomes a git repository if it is none. */
export function commitAll(folder: string): void {
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'As it is');
}

function git(folder: string, ...words: readonly string[]): void {
  must('git', ['-C', folder, ...words]);
}

/** Runs a program that is not measured. */
export function must(program: string, words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, words, { env: environment, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${program} ${words.join(' ')} ended with ${status ?? 'a signal'}:\n${stdout}${stderr}`);
}
