import type { Plan } from '#catalog/schema/generated/types.ts';
import { lookUp } from './pointer.ts';

type Business = Plan['business'];
type Language = Plan['client']['language'];

/** A use case as far as the business case names it. */
export interface NamedUseCase {
  readonly id: string;
  readonly name: string;
}

/**
 * The business case of what is generated: that of the selection where it is the selection's own choice, in whatever
 * order; else none was worked out.
 * @param selection the document, or the client's view of it.
 */
export function businessFor(
  useCases: readonly NamedUseCase[],
  selection: unknown,
  language: Language,
): Business {
  const chosen = chosenIds(selection);
  const same = useCases.length === chosen.length && useCases.every(({ id }) => chosen.includes(id));
  return same ? businessOf(selection, language) : byHand(useCases, selection, language);
}

/** The use cases that a selection chose, best first. */
export function chosenIds(selection: unknown): readonly string[] {
  return lookUp(selection, '/package/items/*/entryId').flatMap(({ value }) =>
    typeof value === 'string' ? [value] : [],
  );
}

/** The business case as the client sees it: without retainer or fee, in thousands of euros. */
export function businessOf(selection: unknown, language: Language): Business {
  const scenarios = lookUp(selection, '/roi/scenarios/*').map(({ value }) => value);
  const delivery = scenarios.find((scenario) => textAt(scenario, '/id') === 'delivery');
  return {
    answer: textAt(selection, '/answer'),
    headline: textAt(selection, `/headline/${language}`),
    benefitKEUR: thousands(numberAt(selection, '/roi/benefitEURPerYear/mean')),
    costKEUR: thousands(numberAt(selection, '/roi/investmentEUR/mean')),
    runKEURPerYear: thousands(numberAt(delivery, '/runEURPerYear')),
    npvKEUR: thousands(numberAt(delivery, '/npvEUR/mean')),
    paybackMonths: numberAt(delivery, '/paybackMonths'),
  };
}

function byHand(useCases: readonly NamedUseCase[], selection: unknown, language: Language): Business {
  const names = useCases.map(({ name }) => name).join(', ');
  return {
    answer: textAt(selection, '/answer'),
    headline: language === 'fr' ? `Choisi à la demande : ${names}` : `Chosen by request: ${names}`,
    benefitKEUR: null,
    costKEUR: null,
    runKEURPerYear: null,
    npvKEUR: null,
    paybackMonths: null,
  };
}

function textAt(document: unknown, pointer: string): string {
  const value = lookUp(document, pointer)[0]?.value;
  return typeof value === 'string' ? value : '';
}

function numberAt(document: unknown, pointer: string): number | null {
  const value = lookUp(document, pointer)[0]?.value;
  return typeof value === 'number' ? value : null;
}

function thousands(euros: number | null): number | null {
  return euros === null ? null : Math.round(euros) / 1000;
}
