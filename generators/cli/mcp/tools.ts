import { tmpdir } from 'node:os';
import path from 'node:path';
import { isRecord } from '#catalog/record.ts';
import { z } from 'zod';

// Each tool is a command: the words it would be called with on the command line, and the document `--json` prints.
// Every one only reads.

/** A tool as the protocol announces it. */
export interface ToolSpec {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: Readonly<Record<string, z.ZodType>>;
  /**
   * The command to run for checked arguments.
   * @param diagnostic file of the diagnostic, where the tool takes one.
   */
  readonly words: (given: Readonly<Record<string, unknown>>, diagnostic: string) => readonly string[];
  /** Fields of the document that are left out: the answer has to fit what the reader can hold. */
  readonly without?: readonly string[];
}

const diagnostic = {
  file: z
    .string()
    .optional()
    .describe('Path of the diagnostic on this machine. Give this or `diagnostic`, not both.'),
  diagnostic: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The diagnostic itself. Its JSON Schema is the resource toltek://schema/diagnostic.'),
};

const onlyBuilt = z
  .boolean()
  .optional()
  .describe('Choose among use cases that can be generated today. Default: false.');

const asOf = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .describe("Day of the advice, YYYY-MM-DD. Default: the diagnostic's completedOn.");

const generation = {
  ...diagnostic,
  useCases: z
    .array(z.string())
    .optional()
    .describe('Ids of entries in place of what the selection chooses. Default: its choice.'),
  answers: z
    .record(z.string(), z.string())
    .optional()
    .describe('Answers to inputs of templates, by name. Default: what the diagnostic and the templates say.'),
  onlyBuilt,
  asOf,
};

/** `--name=value`, in one word: a value that begins with a dash stays a value. */
function option(name: string, value: unknown): readonly string[] {
  return typeof value === 'string' ? [`--${name}=${value}`] : [];
}

function flag(name: string, value: unknown): readonly string[] {
  return value === true ? [`--${name}`] : [];
}

function generationWords(given: Readonly<Record<string, unknown>>, file: string): readonly string[] {
  const { useCases = [], answers = {}, onlyBuilt: built, asOf: day } = given;
  return [
    'new',
    ...option('diagnostic', file),
    '--dry-run',
    ...(Array.isArray(useCases) ? useCases.flatMap((id) => option('use-case', id)) : []),
    ...(isRecord(answers)
      ? Object.entries(answers).flatMap(([name, value]) => option('set', `${name}=${String(value)}`))
      : []),
    ...flag('only-built', built),
    ...option('as-of', day),
    '--',
    // Looked at, never written to.
    path.join(tmpdir(), 'toltek-dry-run'),
  ];
}

/** Every tool of the server. */
export const tools: readonly ToolSpec[] = [
  {
    name: 'search_catalog',
    title: 'Search the catalog',
    description:
      'Finds use cases, platforms and services by words, in English or French; spelling mistakes and accents do not matter. ' +
      'Says of each whether it is built (can be generated today) or planned.',
    input: { words: z.string().min(1).describe('For instance: prévision de stock') },
    words: ({ words }) => ['catalog', 'search', '--', ...String(words).split(/\s+/).filter(Boolean)],
  },
  {
    name: 'list_catalog',
    title: 'List the catalog',
    description: 'Lists every entry, or those of one family or package, built or planned.',
    input: {
      family: z.string().optional().describe('For instance: demand-forecasting'),
      package: z.enum(['analytics', 'genai', 'custom']).optional(),
      status: z.enum(['built', 'planned']).optional().describe('Default: both'),
    },
    words: ({ family, package: name, status }) => [
      'catalog',
      'list',
      ...option('family', family),
      ...option('package', name),
      ...(typeof status === 'string' ? [`--${status}`] : []),
    ],
  },
  {
    name: 'show_entry',
    title: 'Show one entry of the catalog',
    description: 'Everything known of an entry: needs, cost, time, KPIs, risk, obligations, what it creates.',
    input: { id: z.string().describe('For instance: df-forecast') },
    words: ({ id }) => ['catalog', 'show', '--', String(id)],
  },
  {
    name: 'check_diagnostic',
    title: 'Check a diagnostic',
    description:
      'Schema errors and contradictions of a diagnostic, each with its place and the question to ask.',
    input: diagnostic,
    words: (_, file) => ['check', '--', file],
  },
  {
    name: 'select_use_cases',
    title: 'Choose use cases for a diagnostic',
    description:
      'Ranks the use cases of a diagnostic by fixed rules, chooses a package, and explains the choice: costs, return, ' +
      'gates, sensitivity, what would change it. An advice for a person who decides; legal classes are not reviewed.',
    input: {
      ...diagnostic,
      package: z
        .enum(['analytics', 'genai', 'custom'])
        .optional()
        .describe('Only this package. Default: the best.'),
      onlyBuilt,
      asOf,
    },
    words: ({ package: name, onlyBuilt: built, asOf: day }, file) => [
      'select',
      ...option('package', name),
      ...flag('only-built', built),
      ...option('as-of', day),
      '--',
      file,
    ],
  },
  {
    name: 'estimate_cost',
    title: 'Estimate what a choice costs to run',
    description:
      'Euros a month by component and environment, low, likely and high, with the date of the prices and every assumption. ' +
      'Estimates at list prices without taxes and discounts.',
    input: {
      ...diagnostic,
      useCases: generation.useCases,
      onlyBuilt,
      asOf,
    },
    words: ({ useCases = [], onlyBuilt: built, asOf: day }, file) => [
      'cost',
      ...(Array.isArray(useCases) ? useCases.flatMap((id) => option('use-case', id)) : []),
      ...flag('only-built', built),
      ...option('as-of', day),
      '--',
      file,
    ],
  },
  {
    name: 'plan_repository',
    title: 'Plan a client repository',
    description:
      'Which templates a client repository would be made of and why, with sources, capabilities and answers. Nothing is written.',
    input: generation,
    words: generationWords,
    without: ['files', 'target', 'written', 'next'],
  },
  {
    name: 'dry_run_new',
    title: 'Dry run of toltek new',
    description:
      'Every file that toltek new would write, with its size, class and template. Nothing is written.',
    input: generation,
    words: generationWords,
    without: ['target', 'next'],
  },
];
