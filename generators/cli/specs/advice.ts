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
