import type { Text } from '../../dated.ts';
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

/** Options of a yes-or-no question. */
export const yesNo: readonly Option[] = [option(true, 'Yes', 'Oui'), option(false, 'No', 'Non')];
