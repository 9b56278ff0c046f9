import type { CommandSpec, OptionSpec } from './command.ts';

/** Options that every command takes. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  json: { type: 'boolean', summary: 'One JSON document on stdout, everything else on stderr' },
  quiet: { type: 'boolean', summary: 'Results and errors only' },
  'no-color': { type: 'boolean', summary: 'No colours (also: NO_COLOR=1)' },
  help: { type: 'boolean', summary: 'Show this help' },
};

const catalogOption: OptionSpec = {
  type: 'string',
  value: 'DIR',
  summary: 'Another catalog in place of the built-in one',
};
const asOfOption: OptionSpec = {
  type: 'string',
  value: 'DATE',
  summary: "Day of the advice, YYYY-MM-DD (default: the diagnostic's completedOn)",
};
const onlyBuiltOption: OptionSpec = {
  type: 'boolean',
  summary: 'Choose among use cases that can be generated today',
};

/** Every command, in the order of help. No code of a command is loaded until it runs. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'check',
    summary: 'Check a diagnostic: schema errors and contradictions, each with the question to ask',
    operands: 'FILE',
    operandCount: { min: 1, max: 1 },
    options: {},
    examples: ['toltek check diagnostic.json', 'toltek check diagnostic.json --json'],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'select',
    summary: 'Rank the use cases of a diagnostic, choose a package and explain the choice',
    operands: 'FILE',
    operandCount: { min: 1, max: 1 },
    options: {
      catalog: catalogOption,
      package: { type: 'string', value: 'NAME', summary: 'Only this package: analytics, genai or custom' },
      'only-built': onlyBuiltOption,
      'as-of': asOfOption,
      out: { type: 'string', value: 'FILE', summary: 'Write the selection document to FILE' },
      lang: {
        type: 'string',
        value: 'LANG',
        summary: "Language of the text, en or fr (default: the diagnostic's)",
      },
    },
    examples: [
      'toltek select diagnostic.json',
      'toltek select diagnostic.json --only-built --out selection.json',
    ],
    load: () => import('./commands/select.ts'),
  },
  {
    name: 'new',
    summary: 'Write a complete client repository from a diagnostic',
    operands: 'DIR',
    operandCount: { min: 1, max: 1 },
    options: {
      diagnostic: { type: 'string', value: 'FILE', summary: 'The diagnostic (required)' },
      'use-case': {
        type: 'string',
        value: 'ID',
        multiple: true,
        summary: 'These use cases in place of the selection (repeatable)',
      },
      set: {
        type: 'string',
        value: 'KEY=VALUE',
        multiple: true,
        summary: 'Answer an input of a template (repeatable)',
      },
      'only-built': onlyBuiltOption,
      'as-of': asOfOption,
      catalog: catalogOption,
      yes: { type: 'boolean', summary: 'Do not ask before writing' },
      'dry-run': { type: 'boolean', summary: 'Show the files with sizes and origins, write nothing' },
    },
    examples: [
      'toltek new acme --diagnostic diagnostic.json',
      'toltek new acme --diagnostic diagnostic.json --dry-run',
      'toltek new acme --diagnostic diagnostic.json --use-case df-forecast --set gcpProjectPrefix=acme --yes',
    ],
    load: () => import('./commands/new.ts'),
  },
  {
    name: 'catalog list',
    summary: 'List what can be advised: built and planned entries',
    operands: '',
    operandCount: { min: 0, max: 0 },
    options: {
      family: { type: 'string', value: 'FAMILY', summary: 'Only this family' },
      package: {
        type: 'string',
        value: 'NAME',
        summary: 'Only entries of this package: analytics, genai or custom',
      },
      built: { type: 'boolean', summary: 'Only entries that can be generated today' },
      planned: { type: 'boolean', summary: 'Only entries that are planned' },
      catalog: catalogOption,
    },
    examples: ['toltek catalog list --built', 'toltek catalog list --family demand-forecasting --json'],
    load: () => import('./commands/catalog-list.ts'),
  },
  {
    name: 'catalog search',
    summary: 'Search entries by words, in English or French',
    operands: 'WORDS...',
    operandCount: { min: 1, max: 50 },
    options: { catalog: catalogOption },
    examples: ['toltek catalog search forecast', 'toltek catalog search prévision stock'],
    load: () => import('./commands/catalog-search.ts'),
  },
  {
    name: 'catalog show',
    summary: 'Show one entry: needs, cost, time, KPIs, risk, what it creates',
    operands: 'ID',
    operandCount: { min: 1, max: 1 },
    options: { catalog: catalogOption },
    examples: ['toltek catalog show df-forecast'],
    load: () => import('./commands/catalog-show.ts'),
  },
  {
    name: 'catalog validate',
    summary: 'Check entries and templates as their author: schemas, references, collisions, a trial render',
    operands: '[TEMPLATE_DIR]',
    operandCount: { min: 0, max: 1 },
    options: { catalog: catalogOption },
    examples: ['toltek catalog validate', 'toltek catalog validate templates/use-cases/demand-forecasting'],
    load: () => import('./commands/catalog-validate.ts'),
  },
];
