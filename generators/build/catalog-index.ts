import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { InputError } from '#catalog/problem.ts';

/**
 * The prebuilt catalog index of a checkout: entries, foundations, price book and template manifests, with digests.
 * @param root the folder that holds catalog/ and templates/.
 * @throws InputError naming every wrong source.
 */
export async function buildCatalogIndex(root: string): Promise<CatalogIndex> {
  // These need the validators, which the same build makes before it calls this.
  const { checkEntries, contentOf, indexOf, readCatalogSource } =
    await import('../cli/adapters/catalog-source.ts');
  const { readTemplates } = await import('../cli/adapters/template-source.ts');

  const source = await readCatalogSource(path.join(root, 'catalog'));
  const { templates, problems } = await readTemplates(path.join(root, 'templates'));
  const { foundations, priceBook } = source;
  const wrong = [...source.problems, ...problems];
  if (wrong.length > 0 || foundations === undefined || priceBook === undefined) throw new InputError(wrong);

  const content = contentOf(source, {
    foundations: foundations.data.foundations,
    priceBook: priceBook.data,
    templates: templates.map(({ indexed }) => indexed),
  });
  const entryProblems = checkEntries(source, content);
  if (entryProblems.length > 0) throw new InputError(entryProblems);
  return indexOf(content);
}
