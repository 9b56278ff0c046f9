import { describe, expect, test } from '@jest/globals';
import { checkDiagnostic, checks } from '#catalog/diagnostic/check.ts';
import type { Finding, FindingCode } from '#catalog/diagnostic/finding.ts';
import { pointerValue } from '#catalog/schema/pointer.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { client, readDiagnostic, withValue, withValues } from '../../tools/diagnostics.ts';

const answer = (value: number, more = {}): object => ({
  value,
  status: 'answered',
  confidence: 'B',
  evidence: [],
  ...more,
});
const shop = '/dataSources/0';
const wanted = '/useCases/0';

interface Case {
  readonly code: FindingCode;
  readonly name: string;
  /** Fields of client A that make the contradiction. */
  readonly wrong: Readonly<Record<string, unknown>>;
  /** Nearly the same, but in order. */
  readonly right: Readonly<Record<string, unknown>>;
  readonly pointer: string;
  readonly other: string;
  readonly severity: 'error' | 'warning';
}

const cases: readonly Case[] = [
  {
    code: 'C01',
    name: 'the low benefit is above the likely one',
    wrong: { [`${wanted}/benefitEURPerYear/low`]: 80000 },
    right: { [`${wanted}/benefitEURPerYear/low`]: 75000 },
    pointer: `${wanted}/benefitEURPerYear/low`,
    other: `${wanted}/benefitEURPerYear/mid`,
    severity: 'error',
  },
  {
    code: 'C01',
    name: 'an answer outside its own range',
    wrong: { [`${shop}/objects/0/quality`]: answer(3, { low: 1, high: 2 }) },
    right: { [`${shop}/objects/0/quality`]: answer(2, { low: 1, high: 3 }) },
    pointer: `${shop}/objects/0/quality/value`,
    other: `${shop}/objects/0/quality/high`,
    severity: 'error',
  },
  {
    code: 'C01',
    name: 'the least budget is above the largest',
    wrong: { '/constraints/capexEUR': { min: 80000, max: 70000 } },
    right: { '/constraints/capexEUR': { min: 70000, max: 70000 } },
    pointer: '/constraints/capexEUR/min',
    other: '/constraints/capexEUR/max',
    severity: 'error',
  },
  {
    code: 'C01',
    name: 'a diagnostic that ends before it starts',
    wrong: { '/meta/startedOn': '2026-11-03' },
    right: { '/meta/startedOn': '2026-11-02' },
    pointer: '/meta/startedOn',
    other: '/meta/completedOn',
    severity: 'error',
  },
  {
    code: 'C01',
    name: 'a target that neither rises nor falls',
    wrong: { [`${wanted}/targetKpi`]: { low: 6, mid: 2, high: 3 } },
    right: { [`${wanted}/targetKpi`]: { low: 6, mid: 4, high: 3 } },
    pointer: `${wanted}/targetKpi/high`,
    other: `${wanted}/targetKpi/mid`,
    severity: 'error',
  },
  {
    code: 'C02',
    name: 'objectives that sum to more than 1',
    wrong: { '/strategy/objectives/0/weight': 0.6 },
    right: { '/strategy/objectives/0/weight': 0.5000000001 },
    pointer: '/strategy/objectives',
    other: '/strategy/objectives/0/weight',
    severity: 'error',
  },
  {
    code: 'C02',
    name: 'weights that sum to less than 1',
    wrong: {
      '/weights': { criteria: { V: 0.3, D: 0.2, S: 0.15, T: 0.1, Q: 0.1, R: 0.1 }, elicitation: 'direct' },
    },
    right: {
      '/weights': { criteria: { V: 0.3, D: 0.25, S: 0.15, T: 0.1, Q: 0.1, R: 0.1 }, elicitation: 'direct' },
    },
    pointer: '/weights/criteria',
    other: '/weights/criteria/V',
    severity: 'error',
  },
  {
    code: 'C02',
    name: 'drivers of a use case',
    wrong: { [`${wanted}/drivers`]: { revenue: 0.5, cost: 0.4 } },
    right: { [`${wanted}/drivers`]: { revenue: 0.5, cost: 0.5 } },
    pointer: `${wanted}/drivers`,
    other: `${wanted}/drivers/revenue`,
    severity: 'error',
  },
  {
    code: 'C03',
    name: 'more history than the company is old',
    wrong: { [`${shop}/objects/0/historyMonths/value`]: 97 },
    right: { [`${shop}/objects/0/historyMonths/value`]: 96 },
    pointer: `${shop}/objects/0/historyMonths/value`,
    other: '/company/ageMonths',
    severity: 'warning',
  },
  {
    code: 'C04',
    name: 'customers without personal data',
    wrong: { [`${shop}/pii`]: 'none' },
    right: { [`${shop}/pii`]: 'pseudonymous' },
    pointer: `${shop}/objects/1/kind`,
    other: `${shop}/pii`,
    severity: 'warning',
  },
  {
    code: 'C05',
    name: 'BigQuery without Google Cloud',
    wrong: { '/infra/warehouse': 'bigquery', '/infra/clouds': ['aws'] },
    right: { '/infra/warehouse': 'bigquery', '/infra/clouds': ['aws', 'gcp'] },
    pointer: '/infra/warehouse',
    other: '/infra/clouds',
    severity: 'error',
  },
  {
    code: 'C05',
    name: 'BigQuery with Google Cloud forbidden',
    wrong: { '/infra/warehouse': 'bigquery', '/infra/forbidden': ['aws', 'gcp'] },
    right: { '/infra/warehouse': 'bigquery', '/infra/forbidden': ['aws'] },
    pointer: '/infra/warehouse',
    other: '/infra/forbidden/1',
    severity: 'error',
  },
  {
    code: 'C06',
    name: 'automation without an engineer',
    wrong: { '/maturity': { axes: { automation: answer(4) } } },
    right: {
      '/maturity': { axes: { automation: answer(4) } },
      '/team/headcount/devops': 1,
      '/infra/ci': 'github',
    },
    pointer: '/maturity/axes/automation',
    other: '/team/headcount',
    severity: 'warning',
  },
  {
    code: 'C06',
    name: 'automation without continuous integration',
    wrong: { '/maturity': { axes: { automation: answer(4) } }, '/team/headcount/devops': 1 },
    right: { '/maturity': { axes: { automation: answer(3.5) } }, '/team/headcount/devops': 1 },
    pointer: '/maturity/axes/automation',
    other: '/infra/ci',
    severity: 'warning',
  },
  {
    code: 'C07',
    name: 'a team larger than the company',
    wrong: { '/team/headcount': { analyst: 30, devops: 10.5 } },
    right: { '/team/headcount': { analyst: 30, devops: 10 } },
    pointer: '/team/headcount',
    other: '/company/employees',
    severity: 'error',
  },
  {
    code: 'C08',
    name: 'a real-time need on a weekly source',
    wrong: {
      [`${wanted}/freshness`]: 'realtime',
      [`${wanted}/sources`]: ['shop'],
      [`${shop}/refresh`]: 'weekly',
    },
    right: {
      [`${wanted}/freshness`]: 'realtime',
      [`${wanted}/sources`]: ['shop'],
      [`${shop}/refresh`]: 'realtime',
    },
    pointer: `${wanted}/freshness`,
    other: `${shop}/refresh`,
    severity: 'warning',
  },
  {
    code: 'C08',
    name: 'a need that no source at all meets',
    wrong: { [`${wanted}/freshness`]: 'hourly' },
    right: { [`${wanted}/freshness`]: 'daily' },
    pointer: `${wanted}/freshness`,
    other: `${shop}/refresh`,
    severity: 'warning',
  },
  {
    code: 'C09',
    name: 'European data and no European provider',
    wrong: { '/constraints/modelProviders': { allowed: ['deepseek', 'cohere'] } },
    right: { '/constraints/modelProviders': { allowed: ['deepseek', 'mistral'] } },
    pointer: '/constraints/residency',
    other: '/constraints/modelProviders/allowed',
    severity: 'error',
  },
  {
    code: 'C10',
    name: 'wanted and excluded',
    wrong: { '/strategy/exclusions': ['pricing', 'DF '] },
    right: { '/strategy/exclusions': ['pricing', 'DF '], [`${wanted}/clientInterest`]: 0 },
    pointer: `${wanted}/id`,
    other: '/strategy/exclusions/1',
    severity: 'error',
  },
  {
    code: 'C11',
    name: 'benefits above a fifth of the revenue',
    wrong: { '/company/revenueEUR': { low: 900000, high: 1100000 } },
    right: { '/company/revenueEUR': { low: 1000000, high: 1200000 } },
    pointer: '/useCases',
    other: '/company/revenueEUR',
    severity: 'warning',
  },
  {
    code: 'C12',
    name: 'target and baseline in different units',
    wrong: {
      [`${wanted}/baselineKpi`]: { name: 'Stock-outs', unit: '%', value: 7 },
      [`${wanted}/targetKpi`]: { unit: 'days', low: 6, mid: 5, high: 4 },
    },
    right: {
      [`${wanted}/baselineKpi`]: { name: 'Stock-outs', unit: 'Days', value: 7 },
      [`${wanted}/targetKpi`]: { unit: 'days ', low: 6, mid: 5, high: 4 },
    },
    pointer: `${wanted}/targetKpi/unit`,
    other: `${wanted}/baselineKpi/unit`,
    severity: 'error',
  },
  {
    code: 'C13',
    name: 'well available, and all by hand',
    wrong: {
      '/maturity': { axes: { dataAvailability: answer(4) } },
      [`${shop}/access`]: 'manual',
      '/dataSources/1/access': 'none',
      '/dataSources/2/access': 'manual',
    },
    right: {
      '/maturity': { axes: { dataAvailability: answer(4) } },
      [`${shop}/access`]: 'file_export',
      '/dataSources/1/access': 'none',
      '/dataSources/2/access': 'manual',
    },
    pointer: '/maturity/axes/dataAvailability',
    other: `${shop}/access`,
    severity: 'warning',
  },
  {
    code: 'C14',
    name: 'sensitive data on no known basis',
    wrong: { [`${shop}/pii`]: 'special_category', [`${shop}/legalBasis`]: 'unknown' },
    right: { [`${shop}/pii`]: 'special_category', [`${shop}/legalBasis`]: 'consent' },
    pointer: `${shop}/pii`,
    other: `${shop}/legalBasis`,
    severity: 'error',
  },
  {
    code: 'C15',
    name: 'two sources of one name',
    wrong: { '/dataSources/3/id': 'cms' },
    right: { '/dataSources/3/id': 'cms-2' },
    pointer: '/dataSources/3/id',
    other: '/dataSources/2/id',
    severity: 'error',
  },
  {
    code: 'C15',
    name: 'an owner nobody knows',
    wrong: { [`${shop}/owner`]: 'ana', '/team/people': [{ id: 'anna', role: 'Head of web' }] },
    right: { [`${shop}/owner`]: 'anna', '/team/people': [{ id: 'anna', role: 'Head of web' }] },
    pointer: `${shop}/owner`,
    other: '/team/people',
    severity: 'error',
  },
  {
    code: 'C15',
    name: 'a use case that reads a source that is not there',
    wrong: { [`${wanted}/sources`]: ['shop', 'till'] },
    right: { [`${wanted}/sources`]: ['shop', 'cms'] },
    pointer: `${wanted}/sources/1`,
    other: '/dataSources',
    severity: 'error',
  },
  {
    code: 'C15',
    name: 'an impact assessment of a use case that is not there',
    wrong: { '/compliance': { dpiaDone: ['ca-churn'] } },
    right: { '/compliance': { dpiaDone: ['cp'] } },
    pointer: '/compliance/dpiaDone/0',
    other: '/useCases',
    severity: 'error',
  },
  {
    code: 'C16',
    name: 'no such data, but in the inventory',
    wrong: { '/infra/dataNotHeld': ['hr', 'sales'] },
    right: { '/infra/dataNotHeld': ['hr'] },
    pointer: '/infra/dataNotHeld/1',
    other: `${shop}/objects/0/kind`,
    severity: 'error',
  },
  {
    code: 'C16',
    name: 'no warehouse, but a warehouse share',
    wrong: { [`${shop}/access`]: 'warehouse_share' },
    right: { [`${shop}/access`]: 'warehouse_share', '/infra/warehouse': 'snowflake' },
    pointer: '/infra/warehouse',
    other: `${shop}/access`,
    severity: 'error',
  },
  {
    code: 'C16',
    name: 'no warehouse, but tables were scanned in it',
    wrong: {
      '/infra/scan': { kind: 'bigquery', collectedAt: '2026-10-20', tables: [{ name: 'sales.orders' }] },
    },
    right: { '/infra/scan': { kind: 'bigquery', collectedAt: '2026-10-20', tables: [] } },
    pointer: '/infra/warehouse',
    other: '/infra/scan/tables',
    severity: 'error',
  },
  {
    code: 'C16',
    name: 'no cloud, and one',
    wrong: { '/infra/clouds': ['gcp', 'none'] },
    right: { '/infra/clouds': ['none'] },
    pointer: '/infra/clouds/1',
    other: '/infra/clouds/0',
    severity: 'error',
  },
  {
    code: 'C16',
    name: 'no transformation, but dbt models',
    wrong: { '/infra/scan': { kind: 'dbt_manifest', collectedAt: '2026-10-20', dbt: { models: 12 } } },
    right: {
      '/infra/scan': { kind: 'dbt_manifest', collectedAt: '2026-10-20', dbt: { models: 12 } },
      '/infra/transform': 'dbt',
    },
    pointer: '/infra/transform',
    other: '/infra/scan/dbt/models',
    severity: 'error',
  },
  {
    code: 'C16',
    name: 'no data protection officer, but one in the team',
    wrong: { '/compliance': { dpo: false }, '/team/headcount/dpo': 0.5 },
    right: { '/compliance': { dpo: true }, '/team/headcount/dpo': 0.5 },
    pointer: '/compliance/dpo',
    other: '/team/headcount/dpo',
    severity: 'error',
  },
  {
    code: 'C17',
    name: 'unknown, with a value',
    wrong: { '/team/levels/ml': { value: 2, status: 'unknown', confidence: 'D', evidence: [] } },
    right: {
      '/team/levels/ml': { value: null, low: 0, high: 2, status: 'unknown', confidence: 'D', evidence: [] },
    },
    pointer: '/team/levels/ml/status',
    other: '/team/levels/ml/value',
    severity: 'warning',
  },
  {
    code: 'C17',
    name: 'answered, without a value',
    wrong: { '/team/levels/ml': { value: null, low: 1, status: 'answered', confidence: 'B', evidence: [] } },
    right: {
      '/team/levels/ml': { value: null, low: 1, high: 3, status: 'answered', confidence: 'B', evidence: [] },
    },
    pointer: '/team/levels/ml/status',
    other: '/team/levels/ml/value',
    severity: 'warning',
  },
];

function found(diagnostic: Diagnostic, code: FindingCode): readonly Finding[] {
  return checkDiagnostic(diagnostic).filter((finding) => finding.code === code);
}

describe('contradictions', () => {
  test.each(cases)('$code $name', ({ code, wrong, right, pointer, other, severity }) => {
    const broken = withValues(client('a'), wrong);
    const [finding, ...more] = found(broken, code);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code, pointer, other, severity });
    expect(finding?.question.en).toMatch(/\?$/);
    expect(finding?.question.fr).toMatch(/\?$/);
    expect(finding?.expected).toBeTruthy();
    // Both places are in the document (a missing field has its parent there).
    for (const place of [pointer, other]) {
      const parent = place.slice(0, place.lastIndexOf('/'));
      expect(pointerValue(broken, parent)).toBeDefined();
    }
    expect(found(withValues(client('a'), right), code)).toEqual([]);
  });

  test('every code has a case', () => {
    expect(new Set(cases.map(({ code }) => code))).toEqual(new Set(Object.keys(checks)));
  });

  test.each(['a', 'b', 'c'] as const)('client %s has none', (name) => {
    expect(checkDiagnostic(client(name))).toEqual([]);
  });

  test.each(['p1-online-retailer', 'p4-food-manufacturer', 'p6-craft-firm'])(
    'example %s has none',
    (name) => {
      expect(checkDiagnostic(readDiagnostic(`examples/${name}/diagnostic.json`))).toEqual([]);
    },
  );

  test('all are reported, not the first', () => {
    const codes = checkDiagnostic(
      withValues(client('a'), {
        '/strategy/objectives/0/weight': 0.9,
        '/company/ageMonths': 3,
        '/infra/warehouse': 'bigquery',
        '/infra/clouds': ['none'],
        '/company/employees': 1,
        '/team/headcount/analyst': 4,
      }),
    ).map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(['C02', 'C03', 'C05', 'C07']));
  });

  test('an unknown answer is no contradiction', () => {
    const unknown = { value: null, status: 'unknown', confidence: 'D', evidence: [] };
    const nothing = { low: null, mid: null, high: null, status: 'unknown' };
    const data = withValues(client('a'), {
      [`${shop}/objects/0/historyMonths`]: unknown,
      [`${shop}/objects/0/quality`]: unknown,
      [`${shop}/pii`]: 'unknown',
      [`${wanted}/benefitEURPerYear`]: nothing,
      '/team/levels/ml': unknown,
      '/constraints/capexEUR/max': null,
    });
    expect(checkDiagnostic(data)).toEqual([]);
  });

  test('a person without a cloud is not asked who pays for BigQuery', () => {
    const { infra, ...rest } = withValue(client('a'), '/infra', { warehouse: 'bigquery' });
    expect(infra).toBeDefined();
    expect(checkDiagnostic({ ...rest, infra: { warehouse: 'bigquery' } })).toEqual([]);
  });
});
