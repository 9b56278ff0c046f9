import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finished } from '../../tools/python.ts';
import { ensureVenv, run } from '../../tools/python.ts';
import { writeRepository } from '../infra/repository.ts';

/** A client repository in a temporary folder, with what it takes to run its data side. */
export interface DataRepository {
  readonly folder: string;
  /** Runs `python -m …` in it, with these variables beside those of the process. */
  python: (words: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Finished>;
  /** The same, for what has to end with 0; gives what it wrote. */
  succeed: (words: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<string>;
}

/** Renders a repository with a source of every kind: `tills` (files), `erp` (database) and `web-shop` (API). */
export async function dataRepository(): Promise<DataRepository> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-data-'));
  writeRepository(folder, 'eu', { tills: 'files', erp: 'sql', 'web-shop': 'rest' });
  const locks = ['ingestion', 'transform', 'dev'].map((id) => path.join(folder, 'requirements', `${id}.txt`));
  const bin = await ensureVenv('data', locks);
  const python: DataRepository['python'] = (words, environment = {}) =>
    run(path.join(bin, 'python'), ['-m', ...words], {
      cwd: folder,
      env: { ...process.env, DO_NOT_TRACK: '1', PYTHONDONTWRITEBYTECODE: '1', ...environment },
    });
  return {
    folder,
    python,
    succeed: async (words, environment) => {
      const { code, output } = await python(words, environment);
      if (code !== 0) throw new Error(`python -m ${words.join(' ')} ended with ${code}:\n${output}`);
      return output;
    },
  };
}
