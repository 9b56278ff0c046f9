import type { PythonRepository } from '../../tools/python-repository.ts';
import { pythonRepository } from '../../tools/python-repository.ts';
import { run } from '../../tools/python.ts';

/** A client repository with both use cases, which loads the sample data. */
export interface UseCaseRepository extends PythonRepository {
  /** The first column of a query on its DuckDB file. */
  query: (sql: string) => Promise<string[]>;
}

const queryScript = `
import duckdb, sys
with duckdb.connect('.local/warehouse.duckdb', read_only=True) as connection:
    print(*(row[0] for row in connection.execute(sys.argv[1]).fetchall()), sep='\\n')
`;

const folders = ['.', 'services/common', 'services/demand-forecasting', 'services/customer-segmentation'];

/** Renders the repository and makes its environment. */
export async function useCaseRepository(): Promise<UseCaseRepository> {
  const repository = await pythonRepository({
    name: 'use-cases',
    components: ['dev', 'ingestion', 'transform', 'demand-forecasting', 'customer-segmentation'],
    environment: { PYTHONPATH: folders.join(':'), MYPYPATH: folders.join(':'), INGESTION_SOURCES: 'sample' },
  });
  return {
    ...repository,
    query: async (sql) => {
      const { folder: cwd, interpreter } = repository;
      const { code, stdout, output } = await run(interpreter, ['-c', queryScript, sql], { cwd });
      if (code !== 0) throw new Error(`${sql}\n${output}`);
      return stdout.trim().split('\n');
    },
  };
}
