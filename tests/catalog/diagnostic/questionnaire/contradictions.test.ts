import { describe, expect, test } from '@jest/globals';
import { checks } from '#catalog/diagnostic/check.ts';
import { contradictionsOf } from '#catalog/diagnostic/questionnaire/contradictions.ts';
import { startInterview } from '#catalog/diagnostic/questionnaire/interview.ts';
import { client, withValues } from '../../../tools/diagnostics.ts';
import { choicesOf } from './replies.ts';

const known = client('a');
const choices = choicesOf(known);
const answer = (value: number): object => ({ value, status: 'answered', confidence: 'B', evidence: [] });

/** Per code: what makes the contradiction in the answers of client A, and the questions that can mend it. */
const cases: readonly [code: string, wrong: Readonly<Record<string, unknown>>, mends: readonly string[]][] = [
  ['C01', { '/constraints/capexEUR': { min: 80000, max: 70000 } }, ['capex-min', 'capex-max']],
  ['C02', { '/strategy/objectives/0/weight': 0.6 }, ['objectives']],
  [
    'C03',
    { '/dataSources/0/objects/0/historyMonths/value': 97 },
    ['object-history:shop/sales', 'company-age'],
  ],
  ['C04', { '/dataSources/0/pii': 'none' }, ['source-objects:shop', 'source-pii:shop']],
  ['C05', { '/infra/warehouse': 'bigquery', '/infra/clouds': ['aws'] }, ['warehouse', 'clouds']],
  [
    'C06',
    {
      '/maturity': { questions: [{ id: 'automation-release', axis: 'automation', answer: answer(5) }] },
      '/team/headcount': { analyst: 1 },
    },
    ['automation-release', 'headcount'],
  ],
  ['C07', { '/team/headcount': { analyst: 3000 } }, ['headcount', 'company-employees']],
  [
    'C08',
    { '/useCases/0/freshness': 'realtime', '/dataSources/0/refresh': 'daily' },
    ['use-freshness:df', 'source-refresh:'],
  ],
  [
    'C09',
    { '/constraints/residency': 'eu', '/constraints/modelProviders': { allowed: ['deepseek'] } },
    ['residency', 'providers-allowed'],
  ],
  ['C10', { '/strategy/exclusions': ['df'] }, ['use-cases', 'exclusions']],
  ['C11', { '/company/revenueEUR': { low: 900000, high: 1100000 } }, ['use-cases', 'company-revenue']],
  [
    'C13',
    {
      '/dataSources': known.dataSources.slice(0, 1).map((source) => ({ ...source, access: 'manual' })),
      '/maturity': {
        questions: [{ id: 'availability-access', axis: 'dataAvailability', answer: answer(5) }],
      },
    },
    ['availability-access', 'source-access:shop'],
  ],
  [
    'C14',
    { '/dataSources/0/pii': 'special_category', '/dataSources/0/legalBasis': 'unknown' },
    ['source-pii:shop', 'source-basis:shop'],
  ],
  ['C15', { '/dataSources/3/id': 'cms' }, ['sources']],
  ['C16', { '/infra/dataNotHeld': ['sales'] }, ['data-not-held', 'source-objects:shop']],
  [
    'C17',
    { '/team/levels/ml': { value: 2, status: 'unknown', confidence: 'D', evidence: [] } },
    ['skill-ml'],
  ],
];

describe('a contradiction', () => {
  test.each(cases)('%s leads to the questions that mend it', (code, wrong, mends) => {
    const draft = { ...withValues(known, wrong) };
    const found = contradictionsOf({ draft, accepted: [] }, choices).find(
      ({ finding }) => finding.code === code,
    );
    expect(found?.mends.map(({ key }) => key)).toEqual(
      mends.map((key) => (key.endsWith(':') ? (expect.stringContaining(key) as unknown) : key)),
    );
  });

  test('every code is tried here or by its own question', () => {
    // C12 cannot arise by answering: the target has the unit of the baseline.
    expect([...cases.map(([code]) => code), 'C12'].sort()).toEqual(Object.keys(checks).sort());
  });

  test('is found while most questions are open', () => {
    const { draft } = startInterview({
      diagnosticId: '3f2a5c1e-8b7d-4e6f-9a01-2b3c4d5e6f70',
      today: '2026-11-02',
    });
    const early = { ...draft, infra: { warehouse: 'bigquery', clouds: ['aws'] } };
    expect(
      contradictionsOf({ draft: early, accepted: [] }, choices).map(({ finding }) => finding.code),
    ).toEqual(['C05']);
    expect(contradictionsOf({ draft, accepted: [] }, choices)).toEqual([]);
  });

  test('that was accepted is not asked back again', () => {
    const draft = { ...withValues(known, { '/dataSources/0/pii': 'none' }) };
    const [first] = contradictionsOf({ draft, accepted: [] }, choices);
    expect(contradictionsOf({ draft, accepted: [first?.key ?? ''] }, choices)).toEqual([]);
  });
});
