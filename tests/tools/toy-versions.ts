import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Diagnostic, Entry } from '#catalog/schema/generated/types.ts';
import { evolve, toyEvolution } from '../generators/fixtures/evolution.ts';
import type { Evolution } from '../generators/fixtures/evolution.ts';
import { toyDiagnostic, toyFolder, toyForecast, toySegments } from '../generators/fixtures/toy.ts';
import { makeToyPackage } from './toy-package.ts';
import type { ToyPackage } from './toy-package.ts';

/** The toy toolbox in two versions, and client repositories of the first. */
export interface ToyVersions {
  /** Toolbox 0.1.0 with the toy templates. */
  readonly v1: ToyPackage;
  /** Toolbox 0.2.0 with the evolved ones. */
  readonly v2: ToyPackage;
  /** A folder for client repositories. */
  readonly work: string;
  /**
   * A repository as 0.1.0 writes it, committed to git.
   * @returns its folder.
   */
  readonly newClient: (words?: readonly string[]) => string;
  readonly remove: () => void;
}

export interface ToyVersionsProps {
  /** What 0.2.0 has that 0.1.0 has not. Default: `toyEvolution`. */
  readonly evolution?: Evolution;
  /** What 0.1.0 has that the toy templates have not. Default: nothing. */
  readonly first?: Evolution;
  /** Default: forecast and segments. */
  readonly entries?: readonly Entry[];
  /** Default: that of the toy client. */
  readonly diagnostic?: Diagnostic;
  /** Folder with other templates and constructs. Default: the toy templates. */
  readonly from?: string;
  /** Of the catalog. Default: none. */
  readonly foundations?: CatalogIndex['foundations'];
  /** Words of every `toltek new`. Default: the answer the toy templates need. */
  readonly words?: readonly string[];
}

/** Builds both versions; `remove` removes everything. */
export async function makeToyVersions({
  evolution = toyEvolution,
  first = {},
  entries = [toyForecast, toySegments],
  diagnostic = toyDiagnostic(),
  from = toyFolder,
  foundations = [],
  words: always = ['--set', 'contact=a@b'],
}: ToyVersionsProps = {}): Promise<ToyVersions> {
  const start = evolve(from, first);
  const evolved = evolve(start.folder, evolution);
  const [v1, v2] = await Promise.all([
    makeToyPackage(start.folder, entries, { version: '0.1.0', foundations }),
    makeToyPackage(evolved.folder, entries, { version: '0.2.0', foundations }),
  ]);
  const work = mkdtempSync(path.join(tmpdir(), 'toltek-clients-'));
  const file = path.join(work, 'diagnostic.json');
  writeFileSync(file, JSON.stringify(diagnostic));
  let count = 0;
  const made = new Map<string, string>();
  return {
    v1,
    v2,
    work,
    newClient: (words = []) => {
      count += 1;
      const folder = path.join(work, `client-${count}`);
      const key = words.join(' ');
      const same = made.get(key);
      if (same === undefined) {
        // Every further repository that is asked for in the same words is a copy.
        const pristine = path.join(work, `.pristine-${made.size}`);
        const result = v1.runIn(work, ['new', pristine, '--diagnostic', file, ...always, ...words]);
        if (result.status !== 0) throw new Error(result.stderr);
        git(pristine, 'init', '--quiet', '--initial-branch=main');
        commitAll(pristine, 'Generated');
        made.set(key, pristine);
      }
      mkdirSync(folder);
      cpSync(made.get(key) ?? '', folder, { recursive: true, verbatimSymlinks: true });
      return folder;
    },
    remove: () => {
      for (const folder of [start, evolved]) folder.remove();
      for (const toolbox of [v1, v2]) toolbox.remove();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

/** Runs git as an invented person; throws where it fails. */
export function git(folder: string, ...words: string[]): string {
  const identity = ['user.name=Ada', 'user.email=ada@client.example', 'commit.gpgsign=false'];
  const { status, stdout, stderr } = spawnSync(
    'git',
    [...identity.flatMap((setting) => ['-c', setting]), ...words],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' } },
  );
  if (status !== 0) throw new Error(`git ${words.join(' ')} ended with ${status ?? 'a signal'}: ${stderr}`);
  return stdout;
}

/** Commits everything that lies in a repository. */
export function commitAll(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}
