import type { CommandSpec } from '../command.ts';
import { catalogOption } from './shared-options.ts';

/** Looking at a client repository, or at many. */
export const inspectCommands: readonly CommandSpec[] = [
  {
    name: 'status',
    summary: 'How a client repository stands: version, edits, open conflicts, drift, what to run next',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      'Compares with this toolbox; nothing is fetched and nothing is written.',
      'Exit code 0 if all is as it should be; 1 if conflicts are open, an update was interrupted, files drifted',
      'from the lock, or an update is available; 2 if there is no repository or its lock cannot be used.',
    ].join('\n'),
    options: { catalog: catalogOption },
    examples: ['toltek status', 'toltek status clients/acme --json'],
    load: () => import('../commands/status.ts'),
  },
  {
    name: 'diff',
    summary: 'What people edited of the generated files, or what an update would change',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      "A patch in git's format from what was generated to what is there: git apply -R takes the edits back.",
      'With --update, from what is there to what an update by this toolbox would leave; nothing is written.',
    ].join('\n'),
    options: {
      path: {
        type: 'string',
        value: 'PATH',
        multiple: true,
        summary: 'Only this file or folder (repeatable)',
      },
      update: { type: 'boolean', summary: 'What an update would change, conflicts marked' },
      stat: { type: 'boolean', summary: 'Only how many lines of each file' },
      catalog: catalogOption,
    },
    examples: [
      'toltek diff --stat',
      'toltek diff --path infra | git apply -R',
      'toltek diff clients/acme --update',
    ],
    load: () => import('../commands/diff.ts'),
  },
];
