import type { CommandSpec, OptionSpec } from '../command.ts';
import { catalogOption } from './shared-options.ts';

const jobsOption: OptionSpec = {
  type: 'string',
  value: 'N',
  summary: 'Repositories at once (default: as many as the machine has processors)',
};

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
  {
    name: 'explain',
    summary: 'Which template wrote a file, whether it was edited, and what an update would do with it',
    operands: 'PATH [DIR]',
    operandCount: { min: 1, max: 2 },
    description: 'For a folder, which templates wrote what is below it. DIR is the repository PATH lies in.',
    options: { catalog: catalogOption },
    examples: [
      'toltek explain Makefile',
      'toltek explain infra',
      'toltek explain transform/dbt_project.yml clients/acme',
    ],
    load: () => import('../commands/explain.ts'),
  },
  {
    name: 'verify',
    summary: 'Whether a deployment is what its repository says: tables there, fresh, tested, within budget',
    operands: '[DIR]',
    operandCount: { min: 0, max: 1 },
    description: [
      'Looks at BigQuery in the project of the settings, only by SELECT: the datasets and where they lie, the tables of',
      'the contract and the models of dbt, the age of the newest rows of each source against max_age_hours, the results',
      'of dbt in .local/transform, and what storage and queries cost a month against the budget of the settings.',
      'What may not be seen is said and is no finding. Credentials are those of the Google Cloud tools on this machine.',
      'Exit code 0 if nothing was found, else 1; 2 for wrong input, or a warehouse that cannot be read.',
    ].join('\n'),
    options: {
      env: { type: 'string', value: 'ENV', summary: 'Environment: dev or prod (default: prod)' },
      'max-bytes': {
        type: 'string',
        value: 'SIZE',
        summary: 'Bytes the queries may read in all, such as 500MB (default: 1GB)',
      },
    },
    examples: ['toltek verify clients/acme', 'toltek verify clients/acme --env dev --json'],
    load: () => import('../commands/verify.ts'),
  },
  {
    name: 'portfolio status',
    summary: 'How every client repository below a folder stands, and what an update would meet',
    operands: 'ROOT',
    operandCount: { min: 1, max: 1 },
    description: [
      'Finds the repositories below ROOT and works out their updates from their last commits; nothing is written.',
      'Exit code 0 if all are up to date, else 1.',
    ].join('\n'),
    options: { jobs: jobsOption, catalog: catalogOption },
    examples: ['toltek portfolio status clients', 'toltek portfolio status clients --json'],
    load: () => import('../commands/portfolio-status.ts'),
  },
  {
    name: 'portfolio update',
    summary: 'Update every client repository below a folder, each on a branch of its own',
    operands: 'ROOT',
    operandCount: { min: 1, max: 1 },
    description: [
      'Each update is committed to a new branch that starts at the last commit: work trees, indexes and current',
      'branches are not touched, so repositories in use are safe. Where several lie in one git repository, the name',
      'of the branch ends with the folder. One that cannot be updated is reported with what to do, and never stops',
      'the rest. Run again, it finds its own branches and changes nothing.',
      'Exit code 0 if all are up to date or updated; 1 if any was refused or failed (this goes before 3); 3 if',
      'conflicts are left on branches; 130 after Ctrl-C, which finishes the repositories begun.',
    ].join('\n'),
    options: {
      branch: {
        type: 'string',
        value: 'NAME',
        summary: 'Name of the branches (default: toltek/update-VERSION)',
      },
      jobs: jobsOption,
      'dry-run': { type: 'boolean', summary: 'Work out every update and its pull request, write no branch' },
      out: {
        type: 'string',
        value: 'DIR',
        summary: 'Write a Markdown file per pull request, and portfolio.json, to DIR',
      },
      catalog: catalogOption,
    },
    examples: [
      'toltek portfolio update clients --dry-run',
      'toltek portfolio update clients --out pull-requests',
    ],
    load: () => import('../commands/portfolio-update.ts'),
  },
];
