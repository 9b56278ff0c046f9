import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finished } from '../../tools/python.ts';
import { ensureVenv, run } from '../../tools/python.ts';
import { writeRepository } from '../infra/repository.ts';

/** A client repository with both use cases, in a temporary folder, with everything its Python needs. */
export interface UseCaseRepository {
  readonly folder: string;
  /** Runs `python -m …` in it, with these variables beside those of the process. */
  python: (words: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<Finished>;
  /** The same, for what has to end with 0; gives what it wrote. */
  succeed: (words: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<string>;
  /** The first column of a query on its DuckDB file. */
  query: (sql: string) => Promise<string[]>;
  remove: () => void;
}

const queryScript = `
import duckdb, sys
with duckdb.connect('.local/warehouse.duckdb', read_only=True) as connection:
    print(*(row[0] for row in connection.execute(sys.argv[1]).fetchall()), sep='\\n')
`;

const components = ['dev', 'ingestion', 'transform', 'demand-forecasting', 'customer-segmentation'];
const folders = ['.', 'services/common', 'services/demand-forecasting', 'services/customer-segmentation'];

/** Renders the repository and makes its environment. */
export async function useCaseRepository(): Promise<UseCaseRepository> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-use-cases-'));
  writeRepository(folder);
  const locks = components.map((id) => path.join(folder, 'requirements', `${id}.txt`));
  const bin = await ensureVenv('use-cases', locks);
  const python: UseCaseRepository['python'] = (words, environment = {}) =>
    run(path.join(bin, 'python'), ['-m', ...words], {
      cwd: folder,
      env: {
        ...process.env,
        DO_NOT_TRACK: '1',
        PYTHONDONTWRITEBYTECODE: '1',
        PYTHONPATH: folders.join(':'),
        INGESTION_SOURCES: 'sample',
        ...environment,
      },
    });
  return {
    folder,
    python,
    succeed: async (words, environment) => {
      const { code, output } = await python(words, environment);
      if (code !== 0) throw new Error(`python -m ${words.join(' ')} ended with ${code}:\n${output}`);
      return output;
    },
    query: async (sql) => {
      const { code, stdout, output } = await run(path.join(bin, 'python'), ['-c', queryScript, sql], {
        cwd: folder,
      });
      if (code !== 0) throw new Error(`${sql}\n${output}`);
      return stdout.trim().split('\n');
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
