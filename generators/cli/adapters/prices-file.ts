import { overlayPrices } from '#catalog/pricing/price-overlay.ts';
import { InputError } from '#catalog/problem.ts';
import type { PriceBook } from '#catalog/schema/generated/types.ts';
import { validatePriceOverlay } from '#catalog/schema/generated/validators/price-overlay.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { readYamlDocument } from './yaml-document.ts';

/** Prices to work with. */
export interface Prices {
  readonly book: PriceBook;
  /** Items whose price is the partner's own. */
  readonly overridden: readonly string[];
}

/**
 * The price book with the partner's own prices of a YAML or JSON file laid over it.
 * @param file what `--prices` was given. Default: the book as it is.
 * @throws InputError with the place of everything that is wrong with the file.
 */
export async function readPrices(book: PriceBook, file: string | undefined): Promise<Prices> {
  if (file === undefined) return { book, overridden: [] };
  const { data, locate } = await readYamlDocument(file);
  if (!validatePriceOverlay(data))
    throw new InputError(schemaProblems(validatePriceOverlay, data, file).map(locate));
  const { prices, overridden, problems } = overlayPrices(book, data);
  if (problems.length > 0) throw new InputError(problems.map(locate));
  return { book: prices, overridden };
}
