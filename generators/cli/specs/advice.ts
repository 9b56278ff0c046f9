import type { CommandSpec } from '../command.ts';
import { answersOption, asOfOption, catalogOption, onlyBuiltOption, setOption } from './shared-options.ts';

/** From a diagnostic to a client repository. */
export const adviceCommands: readonly CommandSpec[] = [
  {
    name: 'check',
    summary: 'Check a diagnostic: schema errors and contradictions, each with the question to ask',
    operands: 'FILE',
    operandCount: { min: 1, max: 1 },
    options: {},
    examples: ['toltek check diagnostic.json', 'toltek check diagnostic.json --json'],
    load: () => import('../commands/check.ts'),
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
    load: () => import('../commands/select.ts'),
  },
  {
    name: 'cost',
    summary: "What a client's platform costs a month, by component and environment",
    operands: '[DIR|FILE]',
    operandCount: { min: 0, max: 1 },
    description: [
      'FILE is a diagnostic: what its selection would cost, or the use cases that are named. DIR is a client repository, by',
      'default the one around the current folder. Low, middle and high from the volumes of the diagnostic and list prices',
      'of a dated book, without taxes; planned use cases count with the estimate of the catalog. Nothing is written.',
    ].join('\n'),
    options: {
      'use-case': {
        type: 'string',
        value: 'ID',
        multiple: true,
        summary: 'Of a diagnostic: these use cases in place of the selection (repeatable)',
      },
      'only-built': onlyBuiltOption,
      prices: { type: 'string', value: 'FILE', summary: 'Prices of your own, laid over the price book' },
      format: { type: 'string', value: 'FORMAT', summary: 'text (default), or markdown for pull requests' },
      details: { type: 'boolean', summary: 'Also every line, with its formula, source and day' },
      roadmap: {
        type: 'string',
        value: 'ID',
        summary: 'In place of a client: what a roadmap (S0 to S3) states, and what its rows add up to',
      },
      'as-of': asOfOption,
      catalog: catalogOption,
      lang: {
        type: 'string',
        value: 'LANG',
        summary: "Language of the text, en or fr (default: the client's)",
      },
    },
    examples: [
      'toltek cost diagnostic.json',
      'toltek cost diagnostic.json --use-case co-support --lang fr',
      'toltek cost clients/acme --format markdown --prices our-prices.yaml',
      'toltek cost --roadmap S2',
    ],
    load: () => import('../commands/cost.ts'),
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
      set: setOption,
      answers: answersOption,
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
    load: () => import('../commands/new.ts'),
  },
];
