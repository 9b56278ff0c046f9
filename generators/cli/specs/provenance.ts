import type { CommandSpec } from '../command.ts';
import { catalogOption } from './shared-options.ts';

/** Where a client repository comes from. */
export const provenanceCommands: readonly CommandSpec[] = [
  {
    name: 'verify-provenance',
    summary: 'Whether what a client repository says of its origin fits together, and what was edited since',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      'Compares the lock, the kept base, the statement of provenance (in-toto with a SLSA predicate), the list of pinned',
      'versions (CycloneDX) and, where the repository was made by this version, catalog and templates of this toolbox.',
      'Nothing is fetched and nothing is written. Edits are counted and are no findings.',
      'Exit code 0 if all fits together; 1 with findings, each with what it means; 2 if there is no repository.',
    ].join('\n'),
    options: { catalog: catalogOption },
    examples: ['toltek verify-provenance', 'toltek verify-provenance clients/acme --json'],
    load: () => import('../commands/verify-provenance.ts'),
  },
];
