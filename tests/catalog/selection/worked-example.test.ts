import { describe, expect, test } from '@jest/globals';
import type { Selection } from '#catalog/schema/generated/types.ts';
import { validateSelection } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { select } from '#catalog/selection/select.ts';
import { client, withValue } from '../../tools/diagnostics.ts';
import { miniCatalog } from '../fixtures/mini-catalog.ts';

const chosen = {
  a: select(client('a'), miniCatalog),
  b: select(client('b'), miniCatalog),
  c: select(client('c'), miniCatalog),
};
type Name = keyof typeof chosen;

/** Scores of the eligible entries, to 4 digits, in the order of the table: df, cs, cp, cg, di, sb. */
function scores({ ranked }: Selection): (number | undefined)[] {
  return ['df', 'cs', 'cp', 'cg', 'di', 'sb'].map((id) => {
    const entry = ranked.find((each) => each.id === id);
    return entry?.eligible === true ? Number(entry.U.toFixed(4)) : undefined;
  });
}

function ids({ package: { items } }: Selection): string[] {
  return items.map(({ entryId }) => entryId);
}

/** The advice with one answer of the diagnostic set. */
function adviceWith(name: Name, pointer: string, value: unknown): string[] {
  const selection = select(withValue(client(name), pointer, value), miniCatalog);
  return [selection.answer, ...ids(selection)];
}

describe('scores and packages to the printed digits', () => {
  test.each([
    ['a', [0.8742, 0.8623, 0.7856, 0.8842, 0.4904, undefined]],
    ['b', [0.4583, 0.489, 0.41, 0.8553, 0.8513, 0.5344]],
    ['c', [0.6833, 0.8189, 0.8802, 0.7111, 0.5594, 0.9243]],
  ] as const)('client %s', (name, expected) => {
    expect(scores(chosen[name])).toEqual(expected);
    expect(schemaProblems(validateSelection, chosen[name])).toEqual([]);
  });

  test.each([
    ['a', 'analytics', ['cs', 'df'], 1.7865, 62000],
    ['b', 'genai', ['cg', 'di'], 1.7566, 56000],
    ['c', 'custom', ['cp', 'cs'], 1.7491, 60000],
  ] as const)('package of client %s', (name, label, items, Z, cost) => {
    const { answer, package: bought } = chosen[name];
    expect([answer, bought.name, ids(chosen[name])]).toEqual(['package', label, items]);
    expect(bought.Z).toBeCloseTo(Z, 4);
    expect(bought.costs.totalEUR.mid).toBe(cost);
  });

  test('the next best of A, and what C cannot pay', () => {
    const rivals = (list: Selection['package']['runnersUp']): unknown[] =>
      list.map(({ items, Z, costEUR }) => [items.join('+'), Number(Z.toFixed(4)), costEUR]);
    expect(rivals(chosen.a.package.runnersUp).slice(0, 2)).toEqual([
      ['cg+df', 1.7584, 68000],
      ['cg+cs', 1.7465, 60000],
    ]);
    expect(rivals(chosen.b.package.runnersUp)[0]).toEqual(['cg+sb', 1.4397, 54000]);
    expect(rivals(chosen.c.package.outOfReach)).toEqual([['cp+sb', 1.8045, 72000]]);
    expect(chosen.c.package.outOfReach[0]?.over).toEqual([{ limit: 'capex', by: 12000 }]);
    expect(chosen.c.package.runnersUp.map(({ items }) => items.join('+'))).toContain('cg+sb');
  });

  test('support bot of A fails for want of articles, with the place to look at', () => {
    const bot = chosen.a.ranked.find(({ id }) => id === 'sb');
    expect(bot).toMatchObject({
      rank: null,
      eligible: false,
      gates: [{ code: 'DATA_MISSING', status: 'fail', evidence: ['/dataSources'] }],
    });
  });

  test('one line in full: A, content', () => {
    const content = chosen.a.ranked.find(({ id }) => id === 'cg');
    expect(content?.v).toEqual({ V: 0.810811, D: 1, S: 0.8, T: 1, Q: 0.909091, R: 0.8 });
    expect(content?.contributions).toMatchObject({ V: 0.243243, D: 0.25, S: 0.12, T: 0.1, R: 0.08 });
    expect(content?.matrix.y).toBeCloseTo((0.25 + 0.1 + 0.1 * (20 / 22)) / 0.45, 6);
  });
});

describe('sensitivity', () => {
  test.each([
    ['a', 22, 0.749, 'sensitive'],
    ['b', 24, 1, 'robust'],
    ['c', 24, 0.932, 'sensitive'],
  ] as const)(
    'client %s holds under so many weight changes and random weights',
    (name, held, share, label) => {
      const { sensitivity } = chosen[name];
      expect(sensitivity?.weightChanges).toMatchObject({ held, of: 24 });
      expect(Math.abs((sensitivity?.acceptability.share ?? 0) - share)).toBeLessThanOrEqual(0.02);
      expect(sensitivity?.label).toBe(label);
    },
  );

  test('A is stable while V weighs .207 at least and D .343 at most', () => {
    const range = (criterion: string): unknown =>
      chosen.a.sensitivity?.stableWeights.find((each) => each.criterion === criterion);
    expect(range('V')).toMatchObject({ low: expect.closeTo(0.207, 3), high: 1 });
    expect(range('D')).toMatchObject({ low: 0, high: expect.closeTo(0.343, 3) });
  });

  test('C is bound by its budget alone', () => {
    expect(chosen.c.sensitivity?.boundBy).toEqual(['capex']);
    expect(chosen.a.sensitivity?.boundBy).toEqual([]);
  });

  test('the budget ladder of C', () => {
    const steps = chosen.c.sensitivity?.ladders.capex.map(({ from, result }) => [
      from,
      result.items.join('+'),
    ]);
    expect(steps?.slice(-4)).toEqual([
      [34000, 'sb'],
      [54000, 'cg+sb'],
      [60000, 'cp+cs'],
      [72000, 'cp+sb'],
    ]);
  });
});

describe('counterfactuals, asked of the diagnostic itself', () => {
  const quality = (source: number, object: number): string =>
    `/dataSources/${source}/objects/${object}/quality/value`;
  test.each<[Name, string, string, number, string[]]>([
    ['a', 'quality of customers 3 → 2', quality(0, 1), 2, ['package', 'cg', 'df']],
    ['a', 'quality of sales 3 → 2', quality(0, 0), 2, ['package', 'cg', 'cs']],
    ['c', 'quality of customers 3 → 2', quality(0, 1), 2, ['package', 'cg', 'sb']],
    ['a', 'budget 61', '/constraints/capexEUR/max', 61000, ['package', 'cg', 'cs']],
    ['b', 'running budget 550', '/constraints/opexEURPerMonth/max', 550, ['package', 'cg', 'cs']],
    ['b', 'budget 55', '/constraints/capexEUR/max', 55000, ['package', 'cg', 'sb']],
    ['c', 'budget 72', '/constraints/capexEUR/max', 72000, ['package', 'cp', 'sb']],
    ['c', 'budget 59', '/constraints/capexEUR/max', 59000, ['package', 'cg', 'sb']],
    ['c', 'budget 53', '/constraints/capexEUR/max', 53000, ['single', 'sb']],
  ])('%s: %s', (name, _what, pointer, value, expected) => {
    expect(adviceWith(name, pointer, value)).toEqual(expected);
    // Budget 53 is a step further than the nearest change, so it is on the ladder, not among the changes.
    if (expected[0] === 'single') return;
    const told = chosen[name].explanation.counterfactuals.find(
      ({ edits: [edit] }) => edit?.pointer === pointer && edit.to === value,
    );
    expect(told?.result.items).toEqual(expected.slice(1));
  });

  test('with customers at 2, A earns 1.7584 against 1.7240', () => {
    const { package: bought } = select(withValue(client('a'), quality(0, 1), 2), miniCatalog);
    expect(bought.Z).toBeCloseTo(1.7584, 4);
    expect(bought.runnersUp[0]).toMatchObject({ items: ['cs', 'df'], Z: expect.closeTo(1.724, 4) });
  });
});

describe('why A prefers segmentation to content beside the forecast', () => {
  test('term by term', () => {
    const { contrast } = chosen.a.explanation;
    expect(contrast?.rival).toEqual(['cg', 'df']);
    expect(contrast?.total).toBeCloseTo(0.0282, 4);
    expect(contrast?.terms.map(({ criterion, lead }) => [criterion, Number(lead.toFixed(4))])).toEqual([
      ['V', 0.0568],
      ['shared', 0.05],
      ['S', 0.003],
      ['Q', -0.0091],
      ['R', -0.01],
      ['D', -0.0625],
    ]);
    expect(contrast?.dominatingSet).toEqual(['V', 'shared']);
  });
});

describe('what A earns', () => {
  const roi = chosen.a.roi;
  const thousands = (amount: number | undefined): number => Math.round((amount ?? 0) / 100) / 10;

  test('without a retainer', () => {
    const [bare] = roi?.scenarios ?? [];
    expect(roi?.benefitEURPerYear).toEqual({ mean: 111000, sd: expect.closeTo(11661.9, 1) });
    expect(roi?.investmentEUR).toMatchObject({
      low: 55000,
      mid: 62000,
      high: 75000,
      mean: 63000,
      sd: expect.closeTo(3333.3, 1),
    });
    expect(roi?.annuityFactor).toBe(2.486852);
    const { npvEUR } = bare ?? {};
    expect([npvEUR?.mean, npvEUR?.sd, npvEUR?.p10, npvEUR?.p90].map(thousands)).toEqual([
      198.1, 29.2, 160.7, 235.5,
    ]);
    expect(bare?.paybackMonths).toBeCloseTo(7.2, 1);
    expect(bare?.bcr3).toBeCloseTo(4.11, 2);
    expect(bare?.meetsThreefold).toBe(true);
    expect(roi?.monteCarlo.agrees).toBe(true);
  });

  test('with the smallest retainer it misses the threefold return', () => {
    const retained = roi?.scenarios[1];
    expect(retained?.retainerEURPerMonth).toBe(5000);
    expect(thousands(retained?.npvEUR.mean)).toBe(48.9);
    expect(retained?.paybackMonths).toBeCloseTo(16.8, 1);
    expect(retained?.bcr3).toBeCloseTo(1.28, 2);
    expect(retained?.breakEvenEURPerYear.threefold).toBeCloseTo(261000, 0);
    expect(retained?.meetsThreefold).toBe(false);
  });

  test('a success fee comes off the benefit', () => {
    const fee = { offer: 'package', retainerEURPerMonth: 5000, successFeePct: 20 };
    const selection = select(withValue(client('a'), '/commercial', fee), miniCatalog);
    const last = selection.roi?.scenarios[2];
    expect(last).toMatchObject({ id: 'retainer_and_success_fee', successFeePct: 20 });
    expect(last?.npvEUR.mean).toBeCloseTo(2.48685199 * (111000 * 0.8 - 66000) - 63000, 0);
  });
});
