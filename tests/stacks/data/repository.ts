import type { PythonRepository } from '../../tools/python-repository.ts';
import { pythonRepository } from '../../tools/python-repository.ts';

/** A repository with a source of every kind: `tills` (files), `erp` (database) and `web-shop` (API). */
export function dataRepository(): Promise<PythonRepository> {
  return pythonRepository({
    name: 'data',
    components: ['ingestion', 'transform', 'dev'],
    sources: { tills: 'files', erp: 'sql', 'web-shop': 'rest' },
  });
}
