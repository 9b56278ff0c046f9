import type { Text } from '../../dated.ts';
import type { Names } from '../../names/names.ts';
import { labelsOf } from '../../text/capital.ts';
import type { Option, Scalar } from './question.ts';

/** A text in both languages. */
export function say(en: string, fr: string): Text {
  return { en, fr };
}

/** An option: the value, then what it means. */
export function option<const Value extends Scalar>(
  value: Value,
  en: string,
  fr: string,
): Option & { readonly value: Value } {
  return { value, text: { en, fr } };
}

/** The values of a vocabulary as options. */
export function namedOptions(names: Names<string>): readonly Option[] {
  return Object.entries(labelsOf(names)).map(([value, text]) => ({ value, text }));
}

/** Options of a yes-or-no question. */
export const yesNo: readonly Option[] = [option(true, 'Yes', 'Oui'), option(false, 'No', 'Non')];
