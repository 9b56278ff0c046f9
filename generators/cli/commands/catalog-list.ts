import type { CatalogIndex } from '#catalog/catalog.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';
import { closest } from '#catalog/text/closest.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { shortPrice, span, statusOf } from './catalog-format.ts';
import { table } from './table.ts';

/** `toltek catalog list`: every entry, by family, built or planned. */
export async function run({ options, terminal }: Call): Promise<ExitCode> {
  const catalog = await loadCatalog(options.value('catalog'));
  const entries = filter(catalog, options);
  terminal.document({
    catalogVersion: catalog.version,
    priceBookDate: catalog.priceBookDate,
    entries: entries.map(summary),
  });
  if (entries.length === 0) {
    terminal.print('No entry is like that. toltek catalog list shows them all.');
    return exitCode.done;
  }
  const lines = table(entries.map(row), { width: terminal.width });
  entries.forEach((entry, index) => {
    if (entry.family !== entries[index - 1]?.family) terminal.print(terminal.style('bold', entry.family));
    terminal.print(lines[index] ?? '');
  });
  const built = entries.filter((entry) => statusOf(entry) === 'built').length;
  terminal.print('');
  terminal.print(
    `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}: ${built} built, ${entries.length - built} planned. Prices without foundations and taxes.`,
  );
  terminal.note('toltek catalog show ID says more of one.');
  return exitCode.done;
}

/** Families in the order of the roadmaps: what a client buys first, then platforms, then what they are made of. */
const families: readonly Entry['family'][] = [
  'demand-forecasting',
  'customer-analytics',
  'financial-analytics',
  'content-generation',
  'document-intelligence',
  'conversational-ai',
  'tokenizer',
  'reservoir',
  'data-platform',
  'data-agents',
  'agent-roles',
  'marketplace',
  'services',
  'developer-experience',
  'offers',
  'foundation-models',
  'building-blocks',
];

function filter({ entries }: CatalogIndex, options: CallOptions): readonly Entry[] {
  const family = oneOf('family', options.value('family'), families);
  const pack = oneOf('package', options.value('package'), ['analytics', 'genai', 'custom']);
  if (options.flag('built') && options.flag('planned')) {
    throw wrongCall(
      'An entry is either built or planned.',
      '--built, --planned or neither',
      'Leave one of them out.',
    );
  }
  const status = options.flag('built') ? 'built' : options.flag('planned') ? 'planned' : undefined;
  return [...entries]
    .sort((a, b) => families.indexOf(a.family) - families.indexOf(b.family))
    .filter((entry) => family === undefined || entry.family === family)
    .filter((entry) => pack === undefined || entry.packages.some((name) => name === pack))
    .filter((entry) => status === undefined || statusOf(entry) === status);
}

function oneOf(option: string, value: string | undefined, known: readonly string[]): string | undefined {
  if (value === undefined || known.includes(value)) return value;
  const near = closest(value, known);
  throw wrongCall(
    `There is no ${option} '${value}'.`,
    `one of: ${known.join(', ')}`,
    near === undefined ? `Correct --${option}.` : `Did you mean --${option} ${near}?`,
  );
}

function row(entry: Entry): string[] {
  const { id, name, cost, weeks } = entry;
  return [
    id,
    statusOf(entry),
    cost === undefined ? '' : shortPrice(cost),
    weeks === undefined ? '' : `${span(weeks)} weeks`,
    name.en,
  ];
}

function summary(entry: Entry): object {
  const { id, kind, name, family, packages, cost, weeks, implementedBy } = entry;
  return {
    id,
    kind,
    name,
    summary: entry.summary,
    family,
    packages,
    status: statusOf(entry),
    cost,
    weeks,
    implementedBy,
  };
}
