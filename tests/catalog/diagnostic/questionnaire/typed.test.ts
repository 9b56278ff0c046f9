import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { offered } from '#catalog/diagnostic/questionnaire/options.ts';
import { isGroup } from '#catalog/diagnostic/questionnaire/question.ts';
import type { Choices, Part, Question } from '#catalog/diagnostic/questionnaire/question.ts';
import { questionnaire } from '#catalog/diagnostic/questionnaire/questionnaire.data.ts';
import { numberOf, readTyped } from '#catalog/diagnostic/questionnaire/typed.ts';
import type { Typed } from '#catalog/diagnostic/questionnaire/typed.ts';

const choices: Choices = {
  useCases: [
    { value: 'df-forecast', text: { en: 'Demand forecasting', fr: 'Prévision de la demande' } },
    { value: 'ca-churn', text: { en: 'Churn', fr: 'Attrition' } },
  ],
};
const all = questionnaire.flatMap(({ parts }) => flatten(parts));

function flatten(parts: readonly Part[]): readonly Question[] {
  return parts.flatMap((part) => (isGroup(part) ? flatten(part.parts) : part));
}

function typed(id: string, text: string, language: 'en' | 'fr' = 'en'): Typed {
  const question = all.find((each) => each.id === id);
  if (question === undefined) throw new Error(`There is no question ${id}.`);
  return readTyped(text, question, offered(question, {}, choices), language);
}

describe('an answer as it is typed', () => {
  test.each<[id: string, text: string, value: unknown, language?: 'fr']>([
    ['company-employees', '1,200', 1200],
    ['company-employees', '1 200', 1200, 'fr'],
    ['company-age', '9 years', 108],
    ['company-age', '9,5 ans', 114, 'fr'],
    ['object-rows', '412k', 412000],
    ['company-revenue', '6.2M 6.8M', { low: 6200000, high: 6800000 }],
    ['company-revenue', '6,2M - 6,8M', { low: 6200000, high: 6800000 }, 'fr'],
    ['company-revenue', '6.2M', { low: 6200000, high: 6200000 }],
    ['use-benefit', '48k 75k 102k', { low: 48000, mid: 75000, high: 102000 }],
    ['use-benefit', '48k / 102k', { low: 48000, mid: null, high: 102000 }],
    ['use-kpi-target', '5,5 4 3', { low: 5.5, mid: 4, high: 3 }, 'fr'],
    ['object-completeness', '94 %', 0.94],
    ['object-duplicates', '0,2', 0.002, 'fr'],
    ['object-quality', '3', 3],
    ['object-quality', '2-3', { low: 2, high: 3 }],
    ['object-quality', '3 (2-4)', { low: 2, mid: 3, high: 4 }],
    ['object-history', '3 years', 36],
    ['deadline', '30/04/2027', '2027-04-30', 'fr'],
    ['deadline', '2028-02-29', '2028-02-29'],
    ['company-sector', '2', 'retail'],
    ['company-sector', 'santé', 'healthcare', 'fr'],
    ['company-sector', 'manu', 'manufacturing'],
    ['managed-services', 'y', true],
    ['managed-services', 'non', false, 'fr'],
    ['availability', '99.5', 99.5],
    ['clouds', 'gcp, 2', ['gcp', 'aws']],
    ['clouds', '1 3', ['gcp', 'azure']],
    ['clouds', '-', ['none']],
    ['use-circumstances', 'none', []],
    ['objectives', 'revenue 50, cost 30, 3=20', { revenue: 0.5, cost: 0.3, customer_experience: 0.2 }],
    ['headcount', 'analyst 1, devops 0,5', { analyst: 1, devops: 0.5 }, 'fr'],
    ['sources', 'Online shop; ERP, old; ERP, old', ['Online shop', 'ERP, old']],
    ['consultants', 'C. Lambert, J. Okoro', ['C. Lambert', 'J. Okoro']],
    ['use-cases', '1 ca-churn', ['df-forecast', 'ca-churn']],
    ['use-cases', 'df-forecast ca-churn, Grain', ['df-forecast', 'ca-churn', 'custom:grain']],
    ['use-cases', 'demand forecasting, Prédire les pannes', ['df-forecast', 'custom:predire-les-pannes']],
    ['residency', 'country:DE', 'country:DE'],
    ['company-country', 'fr', 'FR'],
    ['client-id', 'Acme', 'acme'],
  ])('%s: %s', (id, text, value, ...language) => {
    expect(typed(id, text, ...language)).toEqual({ value });
  });

  test.each([
    ['company-employees', '0', /At least 1/],
    ['company-employees', '12.5', /whole number/],
    ['company-employees', 'many', /'many' is not the number/],
    ['company-employees', '9 years', /not the number/],
    ['company-country', 'France', /two capital letters/],
    ['company-country', '33', /two capital letters/],
    ['company-revenue', '7M 6M', /above the highest/],
    ['use-benefit', '50k 20k 70k', /not between/],
    ['use-benefit', '1 2 3 4', /not the number/],
    ['object-quality', '5', /At most 4/],
    ['object-quality', '1 (2-4)', /within its own range/],
    ['strategy-sponsor', '2.3', /Steps of 0.5/],
    ['deadline', '2027-02-29', /day of the calendar/],
    ['company-sector', 'retial', /Did you mean 'retail'/],
    ['company-sector', 's', /not among the options/],
    ['company-sector', '17', /not among the options/],
    ['clouds', 'gcp none', /cannot both be right/],
    ['objectives', 'revenue 50, cost 40', /add up to 90 %/],
    ['objectives', 'revenue fifty, cost 50', /not among the options|not the number/],
    ['criteria-weights', 'V 100', /Every option needs a number/],
    ['success-fee', '5', /At least 10/],
    ['completed-on', 'yesterday', /day of the calendar/],
    ['residency', 'germany', /country:/],
    ['use-cases', '!!!', /at least one letter|expected/],
  ])('%s: %s is objected to', (id, text, objection) => {
    const read = typed(id, text);
    expect('objection' in read ? read.objection.en : read).toEqual(expect.stringMatching(objection));
    expect('objection' in read ? read.objection.fr : '').not.toBe('');
  });

  test('an example is an answer', () => {
    const shown = all.filter(({ example }) => example !== undefined);
    expect(shown.length).toBeGreaterThan(20);
    for (const { id, example } of shown) {
      for (const language of ['en', 'fr'] as const) {
        for (const one of (example?.[language] ?? '').split(/, or |, ou /))
          expect([id, one, typed(id, one, language)]).toEqual([id, one, { value: expect.anything() }]);
      }
    }
  });

  test('a number is read as it was written, in both notations', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 99 }), (whole, cents) => {
        const number = Number(`${whole}.${String(cents).padStart(2, '0')}`);
        const digits = String(whole).replace(/\B(?=(\d{3})+$)/g, '_');
        const fraction = String(cents).padStart(2, '0');
        expect(numberOf(`${digits.replaceAll('_', ',')}.${fraction}`, 'en')).toBeCloseTo(number, 6);
        expect(numberOf(`${digits.replaceAll('_', '\u202f')},${fraction}`, 'fr')).toBeCloseTo(number, 6);
      }),
    );
  });
});
