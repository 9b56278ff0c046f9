import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import type { CliResult } from '../../tools/toy-package.ts';
import { situations } from './copier-situations.ts';
import { firstVersion, secondVersion } from './copier-templates.ts';

/** A client repository as a person works in it. */
export interface Client {
  readonly folder: string;
  /** Text of a file below `cases/`. */
  readonly text: (name: string) => string;
  /** Whether a file below `cases/` is there. */
  readonly has: (name: string) => boolean;
  readonly isExecutable: (name: string) => boolean;
  /** Writes files below `cases/`; `null` deletes one, a function changes its text. */
  readonly edit: (files: Readonly<Record<string, string | null | ((text: string) => string)>>) => void;
  readonly setExecutable: (name: string, executable: boolean) => void;
  /** Commits everything git may know of. */
  readonly commit: () => void;
}

/** The client repository in a folder. */
export function clientIn(folder: string): Client {
  const at = (name: string): string => path.join(folder, 'cases', name);
  const text = (name: string): string => readFileSync(at(name), 'utf8');
  return {
    folder,
    text,
    has: (name) => existsSync(at(name)),
    isExecutable: (name) => (statSync(at(name)).mode & 0o111) !== 0,
    edit: (files) => {
      for (const [name, change] of Object.entries(files)) {
        if (change === null) {
          rmSync(at(name));
          continue;
        }
        mkdirSync(path.dirname(at(name)), { recursive: true });
        writeFileSync(at(name), typeof change === 'function' ? change(text(name)) : change);
      }
    },
    setExecutable: (name, executable) => {
      chmodSync(at(name), executable ? 0o755 : 0o644);
    },
    commit: () => {
      commitAll(folder, 'Edited');
    },
  };
}

/** The two texts of the only conflict in a file, and what was generated. */
export function sides(text: string): {
  readonly ours: string;
  readonly base: string;
  readonly theirs: string;
} {
  const [, ours, base, theirs] =
    /^<<<<<<< [^\n]*\n([^]*?)^\|{7} [^\n]*\n([^]*?)^=======\n([^]*?)^>>>>>>> [^\n]*$/m.exec(text) ?? [];
  if (ours === undefined || base === undefined || theirs === undefined)
    throw new Error(`There is no conflict in:\n${text}`);
  return { ours, base, theirs };
}

/** Tests of the situations of one file. */
export interface SituationTests {
  /** A test of one situation, by the name of copier's test. */
  readonly situation: (copier: string, run: () => void | Promise<void>) => void;
  /** A test that every situation of the file has its own; to be called last. */
  readonly expectAll: () => void;
}

/** The tests of a file, held against the table of situations. */
export function situationTests(tested: 'merge' | 'around'): SituationTests {
  const here = situations.filter((each) => each.tested === tested);
  const told = new Set<string>();
  return {
    situation: (copier, run) => {
      const known = here.find((each) => each.copier === copier);
      if (known === undefined) throw new Error(`The table has no situation ${copier} for this file.`);
      told.add(copier);
      test(`${copier}: ${known.situation}`, run);
    },
    expectAll: () => {
      test("every situation of copier's tests is in the table, and those of this file are tested", () => {
        expect(situations).toHaveLength(35);
        expect(here.map(({ copier }) => copier).filter((copier) => !told.has(copier))).toEqual([]);
      });
    },
  };
}

/** What the tests of both files do with the two versions. */
export interface World {
  readonly toy: ToyVersions;
  readonly newClient: (words?: readonly string[]) => Client;
  /** Updates to the second version, and sees that it ended as it should. */
  readonly update: (client: Pick<Client, 'folder'>, status: number, ...words: string[]) => CliResult;
}

export async function makeWorld(): Promise<World> {
  const toy = await makeToyVersions({ first: firstVersion, evolution: secondVersion });
  return {
    toy,
    newClient: (words) => clientIn(toy.newClient(words)),
    update: ({ folder }, status, ...words) => {
      const result = toy.v2.runIn(folder, ['update', ...words]);
      expect(`${result.status} ${result.stderr}`).toMatch(new RegExp(`^${status} `));
      return result;
    },
  };
}

/** What a client repository says of itself. */
export function lockOf({ folder }: Client): unknown {
  return JSON.parse(readFileSync(path.join(folder, '.toltek/lock.json'), 'utf8'));
}

/** git's own view, lines of `XY path`. */
export function state({ folder }: Pick<Client, 'folder'>): readonly string[] {
  return git(folder, 'status', '--porcelain')
    .split('\n')
    .filter((line) => line !== '');
}

/** What `failingHooks` installs. */
export const hooks = [
  'post-checkout',
  'pre-commit',
  'post-index-change',
  'post-merge',
  'reference-transaction',
];

/** Hooks that fail and leave a trace if git runs them. */
export function failingHooks(folder: string): void {
  const trace = path.join(folder, '.git/hook-ran');
  for (const hook of hooks) {
    const file = path.join(folder, '.git/hooks', hook);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\necho ${hook} >> '${trace}'\nexit 1\n`);
    chmodSync(file, 0o755);
  }
}
