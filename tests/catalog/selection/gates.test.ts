import { describe, expect, test } from '@jest/globals';
import type { Diagnostic, Entry, Selection } from '#catalog/schema/generated/types.ts';
import { rank } from '#catalog/selection/ranked.ts';
import { select } from '#catalog/selection/select.ts';
import { isExcluded } from '#catalog/selection/topics.ts';
import { explore } from '#catalog/selection/world.ts';
import { client, without, withValue, withValues } from '../../tools/diagnostics.ts';
import { miniCatalog, miniEntries } from '../fixtures/mini-catalog.ts';

type Gate = Selection['ranked'][number]['gates'][number];

/** The gates of the forecast of client A, with answers and the entry changed. */
function gates(answers: Record<string, unknown>, entry: object = {}, id = 'df'): readonly Gate[] {
  return gatesOf(withValues(client('a'), answers), entry, id);
}

function gatesOf(diagnostic: Diagnostic, entry: object = {}, id = 'df'): readonly Gate[] {
  const entries = miniEntries.map((each) => (each.id === id ? merge(each, entry) : each));
  const found = rankedOf(diagnostic, entries).find((each) => each.id === id);
  if (found === undefined) throw new Error(`${id} was not assessed.`);
  return found.gates;
}

function rankedOf(diagnostic: Diagnostic, entries = miniEntries): Selection['ranked'] {
  return rank(explore(diagnostic, { ...miniCatalog, entries }, {}, () => true));
}

function merge(entry: Entry, changes: object): Entry {
  const requires = 'requires' in changes && typeof changes.requires === 'object' ? changes.requires : {};
  return { ...entry, ...changes, requires: { ...entry.requires, ...requires } };
}

function brief(found: readonly Gate[]): string[] {
  return found.map(({ code, status }) => `${code} ${status}`);
}

const unknown = { value: null, status: 'unknown', confidence: 'D', evidence: [] };
const level = (value: number): object => ({ value, status: 'answered', confidence: 'B', evidence: [] });
const sales = '/dataSources/0/objects/0';

test('an entry that passes everything has no gate to show', () => {
  expect(gates({})).toEqual([]);
});

describe('each gate', () => {
  test.each<[string, Record<string, unknown>, object, string[]]>([
    ['prohibited practice', { '/useCases/0/contextFlags': ['social_scoring'] }, {}, ['PROHIBITED_USE fail']],
    ['high risk', { '/useCases/0/contextFlags': ['credit_scoring'] }, {}, ['HIGH_RISK conditional']],
    [
      'high risk, cautious client',
      { '/useCases/0/contextFlags': ['credit_scoring'], '/strategy/appetite': 'cautious' },
      {},
      ['HIGH_RISK fail'],
    ],
    [
      'high risk without review',
      { '/useCases/0/contextFlags': ['credit_scoring'], '/useCases/0/decisionEffect': 'automatic' },
      {},
      ['HIGH_RISK fail'],
    ],
    [
      'high risk, half automatic, nobody has to review',
      {
        '/useCases/0/contextFlags': ['credit_scoring'],
        '/useCases/0/decisionEffect': 'semi_auto',
        '/constraints/humanReviewRequired': false,
      },
      {},
      ['HIGH_RISK fail'],
    ],
    ['data hardly there', { [`${sales}/quality`]: level(1) }, {}, ['DATA_MISSING conditional']],
    ['data not there', { [`${sales}/quality`]: level(0) }, {}, ['DATA_MISSING fail']],
    ['data nobody can reach', { '/dataSources/0/access': 'none' }, {}, ['DATA_MISSING fail']],
    ['short history', { [`${sales}/historyMonths`]: level(5) }, {}, ['DATA_MISSING fail']],
    [
      'exactly a quarter of the history',
      { [`${sales}/historyMonths`]: level(6) },
      {},
      ['DATA_MISSING conditional'],
    ],
    ['needs real time', {}, { requires: { realtime: true } }, ['DATA_MISSING conditional']],
    ['has real time', { '/dataSources/0/refresh': 'realtime' }, { requires: { realtime: true } }, []],
    ['unknown legal basis', { '/dataSources/0/legalBasis': 'unknown' }, {}, ['LEGAL_BASIS conditional']],
    ['special data on a contract', { '/dataSources/0/pii': 'special_category' }, {}, ['LEGAL_BASIS fail']],
    [
      'special data on consent',
      { '/dataSources/0/pii': 'special_category', '/dataSources/0/legalBasis': 'consent' },
      {},
      [],
    ],
    [
      'no provider left at all',
      { '/constraints/modelProviders': { allowed: ['openai'], forbidden: ['openai'] } },
      { requires: { modelProvider: true } },
      ['MODEL_PROVIDER fail'],
    ],
    [
      'no provider where data has to stay',
      {
        '/constraints/modelProviders': { allowed: ['deepseek'] },
        '/constraints/residency': 'none',
        '/constraints/transferOutsideEEA': false,
      },
      { requires: { modelProvider: true } },
      ['RESIDENCY fail'],
    ],
    ['stored outside the EEA', { '/dataSources/0/location': 'US' }, {}, ['RESIDENCY conditional']],
    [
      'certification the cloud lacks',
      { '/constraints/certifications': ['secnumcloud'] },
      {},
      ['CERTIFICATION fail'],
    ],
    [
      'the same for an entry that can run elsewhere',
      { '/constraints/certifications': ['secnumcloud'] },
      { requires: { clouds: [] } },
      ['CERTIFICATION conditional'],
    ],
    ['health hosting', { '/constraints/certifications': ['hds'] }, {}, ['CERTIFICATION conditional']],
    ['forbidden cloud', { '/infra/clouds': [], '/infra/forbidden': ['gcp'] }, {}, ['CLOUD fail']],
    ['another cloud required', { '/infra/mandated': 'aws' }, {}, ['CLOUD fail']],
    ['any hosting will do', { '/infra/mandated': 'aws' }, { requires: { clouds: [] } }, []],
    ['on the premises', { '/constraints/residency': 'onprem' }, {}, ['CLOUD fail']],
    ['on the premises, and it can', { '/constraints/residency': 'onprem' }, { requires: { clouds: [] } }, []],
    ['country without a region', { '/constraints/residency': 'country:LU' }, {}, ['CLOUD fail']],
    ['budget', { '/constraints/capexEUR/max': 39999 }, {}, ['CAPEX fail']],
    ['budget to the euro', { '/constraints/capexEUR/max': 40000 }, {}, []],
    ['unknown budget', { '/constraints/capexEUR/max': null }, {}, ['CAPEX conditional']],
    ['running budget', { '/constraints/opexEURPerMonth/max': 299 }, {}, ['OPEX fail']],
    ['unknown running budget', { '/constraints/opexEURPerMonth/max': null }, {}, ['OPEX conditional']],
    ['time', { '/constraints/weeksAvailable': 9 }, {}, ['TIME fail']],
    ['unknown time', { '/constraints/weeksAvailable': null }, {}, ['TIME conditional']],
    ['skill one level short', { '/team/levels/ml': level(1) }, {}, ['SKILL conditional']],
    ['skill two levels short', { '/team/levels/ml': level(0) }, {}, ['SKILL fail']],
    [
      'skill two levels short, run for the client',
      { '/team/levels/ml': level(0), '/team/managedServicesWanted': true },
      {},
      ['SKILL conditional'],
    ],
    ['unknown skill', { '/team/levels/ml': unknown }, {}, ['SKILL conditional']],
    ['withdrawn', {}, { lifecycle: 'deprecated' }, ['LIFECYCLE fail']],
    ['on the roadmap only', {}, { lifecycle: 'planned' }, ['LIFECYCLE fail']],
    ['experimental', {}, { lifecycle: 'experimental' }, ['LIFECYCLE conditional']],
    [
      'experimental, accepted',
      { '/constraints/maxLifecycle': 'experimental' },
      { lifecycle: 'experimental' },
      [],
    ],
    [
      'less settled than accepted',
      { '/constraints/maxLifecycle': 'stable' },
      { lifecycle: 'beta' },
      ['LIFECYCLE fail'],
    ],
    ['terms forbid it', { '/dataSources/0/licenceOrToS': 'prohibited' }, {}, ['LICENCE fail']],
    ['terms unclear', { '/dataSources/0/licenceOrToS': 'third_party_unclear' }, {}, ['LICENCE conditional']],
    [
      "needs the client's own data",
      { '/dataSources/0/licenceOrToS': 'third_party_allowed' },
      { requires: { licence: 'own' } },
      ['LICENCE fail'],
    ],
    ['ruled out by name', { '/strategy/exclusions': ['Demand FORECAST'] }, {}, ['EXCLUDED fail']],
    ['conflicting entry', {}, { requires: { conflictsWith: ['cg'] } }, ['CONFLICT conditional']],
    ['needs what was not asked', {}, { requires: { dependsOn: ['nowhere'] } }, ['DEPENDENCY fail']],
    ['needs what can be chosen', {}, { requires: { dependsOn: ['cs'] } }, ['DEPENDENCY conditional']],
    ['needs what fails', {}, { requires: { dependsOn: ['sb'] } }, ['DEPENDENCY fail']],
    ['another sector', {}, { sectors: ['fintech'] }, ['OUT_OF_ICP warning']],
    ['far too small a company', { '/company/employees': 2 }, {}, ['OUT_OF_ICP warning']],
  ])('%s', (_name, answers, entry, expected) => {
    expect(brief(gates(answers, entry))).toEqual(expected);
  });

  test('says why in both languages and points to answers', () => {
    const [gate] = gates({ [`${sales}/quality`]: level(0) });
    expect(gate).toEqual({
      code: 'DATA_MISSING',
      status: 'fail',
      because: {
        en: 'Data not ready: sales lines (Web shop: 0.00).',
        fr: 'Données insuffisantes : lignes de vente (Web shop : 0,00).',
      },
      evidence: [`${sales}/quality`],
    });
  });

  test('all failing gates are told, not the first', () => {
    const found = gates({
      '/constraints/capexEUR/max': 100,
      '/constraints/opexEURPerMonth/max': 1,
      '/constraints/weeksAvailable': 1,
      '/infra/forbidden': ['gcp'],
      '/infra/clouds': [],
      '/team/levels/ml': level(0),
    });
    expect(brief(found)).toEqual(['CLOUD fail', 'SKILL fail', 'CAPEX fail', 'OPEX fail', 'TIME fail']);
  });

  test('health data in France asks for certified hosting unasked', () => {
    const health = withValues(client('a'), {
      '/company/sector': 'healthcare',
      '/dataSources/0/pii': 'special_category',
      '/dataSources/0/legalBasis': 'consent',
    });
    expect(brief(gatesOf(health))).toEqual(['CERTIFICATION conditional']);
  });
});

describe('several sources', () => {
  const second = {
    id: 'export',
    name: 'Export',
    system: 'files',
    access: 'file_export',
    objects: [{ kind: 'sales', historyMonths: level(36), quality: level(2) }],
    pii: 'none',
  };

  test('the best one counts', () => {
    const spoilt = withValues(client('a'), { [`${sales}/quality`]: level(0), '/dataSources/-': second });
    expect(gatesOf(spoilt)).toEqual([]);
  });

  test('one that may not be used does not stand in for one that may', () => {
    const forbidden = withValues(client('a'), {
      '/dataSources/0/licenceOrToS': 'prohibited',
      '/dataSources/-': second,
    });
    expect(gatesOf(forbidden)).toEqual([]);
  });

  test('only those the use case names are read', () => {
    const named = withValues(client('a'), { '/dataSources/-': second, '/useCases/0/sources': ['cms'] });
    expect(brief(gatesOf(named))).toEqual(['DATA_MISSING fail']);
  });
});

describe('unknown answers', () => {
  const entryOf = (diagnostic: Diagnostic): Selection['ranked'][number] | undefined =>
    rankedOf(diagnostic).find(({ id }) => id === 'df');

  test.each([
    ['quality', { [`${sales}/quality`]: unknown }, 'D', 0, 0.5, 1],
    ['history', { [`${sales}/historyMonths`]: unknown }, 'D', 0, 0.5, 0.75],
    ['access', { '/dataSources/0/access': 'unknown' }, 'D', 0, 0.5, 0.75],
    ['skill', { '/team/levels/ml': unknown }, 'T', 0, 0.5, 1],
    ['benefit', { '/useCases/0/benefitEURPerYear': { low: null, mid: null, high: null } }, 'V', 0, 0.5, 1],
    ['range of quality', { [`${sales}/quality`]: { ...unknown, low: 2, high: 4 } }, 'D', 0.5, 0.75, 1],
    [
      'range of history',
      { [`${sales}/historyMonths`]: { ...unknown, low: 12, high: 24 } },
      'D',
      0.5,
      0.75,
      0.75,
    ],
    ['least quality', { [`${sales}/quality`]: { ...unknown, low: 2 } }, 'D', 0.5, 0.75, 1],
  ] as const)('%s: an interval, never zero', (_name, answers, criterion, low, mid, high) => {
    const entry = entryOf(withValues(client('a'), answers));
    expect([entry?.vLow[criterion], entry?.v[criterion], entry?.vHigh[criterion]]).toEqual([low, mid, high]);
    expect(entry?.ULow).toBeLessThan(entry?.UHigh ?? 0);
    expect(entry?.eligible).toBe(true);
  });

  test('make a gate conditional, not failed', () => {
    expect(brief(gates({ [`${sales}/quality`]: unknown }))).toEqual(['DATA_MISSING conditional']);
    expect(brief(gates({ '/dataSources/0/access': 'unknown' }))).toEqual(['DATA_MISSING conditional']);
  });

  test('a refused answer is as unknown as one nobody gave', () => {
    const refused = entryOf(withValue(client('a'), `${sales}/quality`, { ...unknown, status: 'refused' }));
    expect([refused?.vLow.D, refused?.v.D, refused?.vHigh.D]).toEqual([0, 0.5, 1]);
    expect(brief(gatesOf(without(client('a'), '/team/levels/ml')))).toEqual(['SKILL conditional']);
  });

  test('an unknown benefit leaves the return uncomputed, and says so', () => {
    const blank = withValue(client('a'), '/useCases/0/benefitEURPerYear', {
      low: null,
      mid: null,
      high: null,
    });
    const { package: bought, roi, explanation } = select(blank, miniCatalog, { package: 'analytics' });
    expect(bought.items.map(({ entryId }) => entryId)).toEqual(['cs', 'df']);
    expect(roi).toBeNull();
    expect(explanation.text.en).toContain('What it earns cannot be computed');
  });

  test('an impact assessment that may be due lowers the lowest score only', () => {
    const open = withValues(client('a'), {
      '/useCases/1/sources': [],
      '/useCases/1/decisionEffect': 'unknown',
    });
    const entry = rankedOf(open).find(({ id }) => id === 'cs');
    expect([entry?.dpia, entry?.vLow.R, entry?.v.R]).toEqual(['unclear', 0.7, 1]);
  });
});

describe('topics the client ruled out', () => {
  const entry = miniEntries[5];
  test.each([
    ['support', true],
    ['Support-BOT', true],
    ['sb', true],
    ['conversational', true],
    ['bot for sales', false],
    ['', false],
    ['!!', false],
  ])('%j', (topic, expected) => {
    expect(entry !== undefined && isExcluded(entry, topic)).toBe(expected);
  });
});
