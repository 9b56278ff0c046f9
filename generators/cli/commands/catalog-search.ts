import { search } from '#catalog/search/search.ts';
import { loadSearchIndex } from '../adapters/catalog.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { table } from './table.ts';

/** `toltek catalog search`: entries by words, best first. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const query = operands.join(' ');
  const { hits, found, unknown } = search(await loadSearchIndex(options.value('catalog')), query);
  const results = hits.map(({ document, score }) => {
    const { built, ...rest } = document;
    return { ...rest, status: built ? 'built' : 'planned', score };
  });
  terminal.document({ query, found, unknownWords: unknown, results });
  if (results.length === 0) {
    terminal.print(`Nothing is found for '${query}'.`);
    terminal.note('Try fewer or other words, in English or French; toltek catalog list shows everything.');
    return exitCode.done;
  }
  const rows = results.map(({ id, status, family, name }) => [id, status, family, name.en]);
  for (const line of table(rows, { width: terminal.width, indent: '' })) terminal.print(line);
  if (found > results.length) terminal.note(`${found} were found; these are the first ${results.length}.`);
  if (unknown.length > 0) terminal.note(`No entry has: ${unknown.join(', ')}.`);
  return exitCode.done;
}
