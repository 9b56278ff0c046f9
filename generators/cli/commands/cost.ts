import { statSync } from 'node:fs';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { costMarkdown } from '#catalog/pricing/cost-markdown.ts';
import { costTable } from '#catalog/pricing/cost-table.ts';
import { roadmapFigures, roadmapsOf } from '#catalog/pricing/roadmaps.ts';
import { select } from '#catalog/selection/select.ts';
import type { Language } from '#catalog/text/number.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { LOCK_PATH, openRepository } from '../adapters/client-repository.ts';
import { readDiagnostic } from '../adapters/diagnostic.ts';
import { repositoryFolder } from '../adapters/find-repository.ts';
import { readPrices } from '../adapters/prices-file.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { dayOption, wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { costedDiagnostic, costedRepository } from '../costed.ts';
import type { Costed } from '../costed.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { roadmapLines } from './cost-roadmap-text.ts';
import { costLines } from './cost-text.ts';

/** `toltek cost [DIR|FILE]`: what a client's platform costs a month, by component and environment. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const format = formatOption(options);
  const wanted = languageOption(options);
  const catalog = await loadCatalog(options.value('catalog'));
  const { book, overridden } = await readPrices(catalog.priceBook, options.value('prices'));
  const roadmap = options.value('roadmap');
  if (roadmap !== undefined) {
    showRoadmap(roadmap, { ...catalog, priceBook: book }, operands, terminal);
    return exitCode.done;
  }
  const costed = subjectOf(operands[0], options, catalog);
  const language = wanted ?? costed.language;
  const table = costTable({ ...costed, prices: book, overridden });
  terminal.document(table);
  const lines =
    format === 'markdown'
      ? costMarkdown(table, language, { details: options.flag('details') })
      : costLines(table, language, terminal, { client: costed.client, details: options.flag('details') });
  for (const line of lines) terminal.print(line);
  return exitCode.done;
}

function formatOption(options: CallOptions): 'text' | 'markdown' {
  const value = options.value('format') ?? 'text';
  if (value === 'text' || value === 'markdown') return value;
  throw wrongCall(`Costs are not written as '${value}'.`, 'one of: text, markdown', 'Correct --format.');
}

function languageOption(options: CallOptions): Language | undefined {
  const value = options.value('lang');
  if (value === undefined || value === 'en' || value === 'fr') return value;
  throw wrongCall(`The text is not written in '${value}'.`, 'one of: en, fr', 'Correct --lang.');
}

/** A file is a diagnostic; a folder, or nothing, a client repository. */
function subjectOf(operand: string | undefined, options: CallOptions, catalog: CatalogIndex): Costed {
  const asked = options.list('use-case');
  if (operand !== undefined && statSync(operand, { throwIfNoEntry: false })?.isDirectory() !== true) {
    const diagnostic = readDiagnostic(operand);
    const asOf = dayOption(options);
    const selection = select(diagnostic, catalog, {
      onlyBuilt: options.flag('only-built'),
      ...(asOf !== undefined && { asOf }),
    });
    return costedDiagnostic(diagnostic, selection, catalog, asked);
  }
  const alone = ['use-case', 'as-of'].find((name) =>
    name === 'use-case' ? asked.length > 0 : options.value(name) !== undefined,
  );
  if (alone !== undefined || options.flag('only-built'))
    throw wrongCall(
      `--${alone ?? 'only-built'} is for a diagnostic; a repository has its use cases.`,
      'a diagnostic FILE, or a repository without that option',
      'Name the diagnostic, or leave the option out.',
    );
  const folder = repositoryFolder(operand);
  return costedRepository(openRepository(folder).lock, catalog, path.join(folder, LOCK_PATH));
}

function showRoadmap(
  roadmap: string,
  { priceBook }: CatalogIndex,
  operands: readonly string[],
  terminal: Terminal,
): void {
  const known = roadmapsOf(priceBook);
  if (!known.includes(roadmap))
    throw wrongCall(`There is no roadmap '${roadmap}'.`, `one of: ${known.join(', ')}`, 'Correct --roadmap.');
  if (operands.length > 0)
    throw wrongCall(
      '--roadmap is about a roadmap, not about a client.',
      'toltek cost --roadmap ID',
      'Leave the operand out.',
    );
  const figures = roadmapFigures(priceBook, roadmap);
  terminal.document(figures);
  for (const line of roadmapLines(figures, terminal)) terminal.print(line);
}
