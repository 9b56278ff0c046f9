import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { validateDiagnostic } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { itemIds, sameAdvice } from '#catalog/selection/decide.ts';
import {
  accessQuestions,
  applyEdits,
  benefitQuestion,
  qualityQuestions,
  replayEdits,
  teamQuestions,
} from '#catalog/selection/edits.ts';
import type { Edit } from '#catalog/selection/edits.ts';
import type { Catalog } from '#catalog/selection/select.ts';
import { laddersOf } from '#catalog/selection/sensitivity.ts';
import { unlocks } from '#catalog/selection/unlock.ts';
import { counterfactuals, decidingUnknowns, oneLevelFlips } from '#catalog/selection/whatif.ts';
import { explore } from '#catalog/selection/world.ts';
import type { World } from '#catalog/selection/world.ts';
import { syntheticCatalog, syntheticDiagnostic } from '../../bench/synthetic-catalog.ts';
import { client, withValue, withValues } from '../../tools/diagnostics.ts';
import { miniCatalog } from '../fixtures/mini-catalog.ts';

function world(diagnostic: Diagnostic, catalog: Catalog = miniCatalog): World {
  return explore(diagnostic, catalog, {}, () => true);
}

/** The edit one step smaller; undefined where there is none between it and the answer given. */
function smaller(edit: Edit): Edit | undefined {
  const { field, from, to } = edit;
  const access = ['none', 'manual', 'file_export', 'api'];
  if (field === 'access') {
    const known = from === 'db' || from === 'warehouse_share' ? 'api' : String(from);
    const place = access.findIndex((each) => each === to);
    const less = access[place + Math.sign(access.indexOf(known) - place)];
    return less === undefined || less === known ? undefined : { ...edit, to: less };
  }
  const steps: Partial<Record<Edit['field'], number>> = {
    capex: 1000,
    opex: 50,
    weeks: 1,
    benefit: 1000,
    quality: 1,
    team: 1,
    history: 1,
  };
  const step = steps[field];
  if (step === undefined || typeof to !== 'number' || typeof from !== 'number') return undefined;
  const less = to + Math.sign(from - to) * step;
  return Math.sign(from - less) === Math.sign(from - to) ? { ...edit, to: less } : undefined;
}

function expectProven(of: World, catalog: Catalog): number {
  const found = counterfactuals(of, laddersOf(of));
  for (const { edits, decision } of found) {
    const edited = applyEdits(of.profile.diagnostic, edits);
    expect(schemaProblems(validateDiagnostic, edited)).toEqual([]);
    const afresh = world(edited, catalog).decision;
    expect(sameAdvice(afresh, decision)).toBe(true);
    expect(sameAdvice(afresh, of.decision)).toBe(false);
    const [edit] = edits;
    const less = edit && smaller(edit);
    if (less !== undefined) {
      const nearer = world(applyEdits(of.profile.diagnostic, [less]), catalog).decision;
      expect([edit?.pointer, less.to, itemIds(nearer)]).toEqual([
        edit?.pointer,
        less.to,
        itemIds(of.decision),
      ]);
    }
  }
  return found.length;
}

describe('counterfactuals', () => {
  test.each(['a', 'b', 'c'] as const)(
    'of client %s hold when the whole diagnostic is asked again',
    (name) => {
      expect(expectProven(world(client(name)), miniCatalog)).toBeGreaterThan(5);
    },
  );

  test('hold on any catalog', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 10 }), fc.integer({ min: 1, max: 9999 }), (count, seed) => {
        const catalog = syntheticCatalog(count, seed);
        expectProven(world(syntheticDiagnostic(catalog, count, seed + 1), catalog), catalog);
      }),
      { numRuns: 25 },
    );
  });

  test('come nearest first', () => {
    const of = world(client('c'));
    const [first] = counterfactuals(of, laddersOf(of));
    expect(first?.edits[0]).toMatchObject({ field: 'capex', from: 60000, to: 59000 });
  });

  test('move the range of a benefit with its middle', () => {
    const { diagnostic } = world(client('a')).profile;
    const edit: Edit = {
      field: 'benefit',
      pointer: '/useCases/0/benefitEURPerYear/mid',
      from: 75000,
      to: 37500,
      subject: 'df',
      named: { en: 'Forecasting', fr: 'Prévision' },
      touches: () => true,
    };
    expect(applyEdits(diagnostic, [edit]).useCases[0]?.benefitEURPerYear).toMatchObject({
      low: 22500,
      mid: 37500,
      high: 52500,
    });
    expect(diagnostic.useCases[0]?.benefitEURPerYear.mid).toBe(75000);
  });
});

describe('a replay', () => {
  test('finds what assessing everything afresh finds, the legal side included', () => {
    const health = {
      id: 'loyalty',
      name: 'Loyalty cards',
      system: 'crm',
      access: 'none',
      objects: [
        {
          kind: 'customers',
          historyMonths: { value: 36, status: 'answered', confidence: 'B', evidence: [] },
          quality: { value: 4, status: 'answered', confidence: 'B', evidence: [] },
        },
      ],
      pii: 'special_category',
      legalBasis: 'consent',
    };
    const of = world(withValues(client('a'), { '/useCases/1/sources': [], '/dataSources/-': health }));
    const { profile } = of;
    const edits = [
      ...accessQuestions(profile).map((question) => question.edit('api')),
      ...qualityQuestions(profile).map((question) => question.edit(1)),
      ...teamQuestions(profile).map((question) => question.edit(0)),
      ...of.candidates.map((candidate) => benefitQuestion(candidate).edit(1000)),
    ];
    const summary = ({ candidates }: World): unknown =>
      candidates.map(({ id, low, mid, high, gates }) => [id, low, mid, high, gates]);
    for (const edit of edits) {
      const afresh = world(applyEdits(profile.diagnostic, [edit]));
      expect(summary(replayEdits(of, [edit]))).toEqual(summary(afresh));
    }
    // Opening the cards brings sensitive data in: an impact assessment falls due.
    const [cards] = accessQuestions(profile).slice(-1);
    const opened = cards && replayEdits(of, [cards.edit('api')]);
    const easeOf = (found: World | undefined): number | undefined =>
      found?.candidates.find(({ id }) => id === 'cs')?.mid.R;
    expect([easeOf(of), easeOf(opened)]).toEqual([1, 0.7]);
  });
});

describe('one-level changes', () => {
  test('of C: only the quality of customers flips the choice', () => {
    const { flips } = oneLevelFlips(world(client('c')));
    expect(
      flips.map(({ edits: [edit], decision }) => [edit?.subject, edit?.from, edit?.to, itemIds(decision)]),
    ).toEqual([['app-db: customers', 3, 2, ['cg', 'sb']]]);
  });

  test('of B: none', () => {
    expect(oneLevelFlips(world(client('b'))).flips).toEqual([]);
  });

  test('an interface, a database and a share are one step', () => {
    const shared = withValue(client('c'), '/dataSources/0/access', 'warehouse_share');
    const { tried } = oneLevelFlips(world(shared));
    expect(tried).toBe(oneLevelFlips(world(client('c'))).tried);
  });
});

describe('unknown answers', () => {
  const unknown = { value: null, status: 'unknown', confidence: 'D', evidence: [] };

  test('that decide are listed with both ends', () => {
    const of = world(withValue(client('a'), '/dataSources/0/objects/1/quality', unknown));
    expect(
      decidingUnknowns(of).map(({ pointer, low, high }) => [
        pointer,
        itemIds(low.decision),
        itemIds(high.decision),
      ]),
    ).toEqual([['/dataSources/0/objects/1/quality/value', ['cg', 'df'], ['cs', 'df']]]);
  });

  test('that do not decide are not', () => {
    const of = world(withValue(client('b'), '/dataSources/0/objects/0/quality', unknown));
    expect(decidingUnknowns(of)).toEqual([]);
  });
});

describe('ways out where nothing fits', () => {
  const broke = withValues(client('a'), { '/constraints/capexEUR/max': 20000 });

  test('are proven and name nothing that is not needed', () => {
    const of = world(broke);
    expect(of.decision.answer).toBe('foundation');
    const found = unlocks(of);
    expect(found.some(({ decision }) => decision.answer === 'package')).toBe(true);
    expect(found.some(({ decision }) => decision.answer === 'single')).toBe(true);
    for (const { edits, decision } of found) {
      expect(sameAdvice(world(applyEdits(broke, edits)).decision, decision)).toBe(true);
      for (const edit of edits) {
        const fewer = edits.filter((each) => each !== edit);
        expect(itemIds(world(applyEdits(broke, fewer)).decision)).not.toEqual(itemIds(decision));
      }
    }
  });

  test('digitise what is on paper, and find what nobody keeps', () => {
    const paper = withValues(broke, {
      '/dataSources/0/access': 'none',
      '/dataSources/2/access': 'none',
      '/dataSources/3/access': 'none',
    });
    const edits = unlocks(world(paper)).flatMap((each) => each.edits);
    expect(edits).toContainEqual(expect.objectContaining({ field: 'access', from: 'none', to: 'manual' }));
    const nothing = world({ ...paper, dataSources: [] });
    const sources = unlocks(nothing).flatMap((each) => each.edits.filter(({ field }) => field === 'source'));
    expect(sources.length).toBeGreaterThan(0);
    const edited = applyEdits(nothing.profile.diagnostic, sources.slice(0, 1));
    expect(schemaProblems(validateDiagnostic, edited)).toEqual([]);
  });

  test('name budgets a person would name', () => {
    const entries = miniCatalog.entries.map((entry) =>
      entry.cost === undefined
        ? entry
        : { ...entry, cost: { ...entry.cost, deliveryEUR: { low: 20250, mid: 20250, high: 20250 } } },
    );
    const budgets = unlocks(world(broke, { ...miniCatalog, entries })).flatMap(({ edits }) =>
      edits.flatMap(({ field, to }) => (field === 'capex' ? [to] : [])),
    );
    expect(budgets).toContain(29000);
    expect(budgets.every((budget) => Number(budget) % 1000 === 0)).toBe(true);
  });

  test('ask one answer once, as much of it as the items need', () => {
    const young = withValues(client('a'), {
      '/dataSources/0/objects/1/historyMonths/value': 1,
      '/strategy/exclusions': ['df', 'cg', 'di', 'sb'],
    });
    const both = unlocks(world(young)).find(({ decision }) => itemIds(decision).join() === 'cp,cs');
    // Churn needs 18 months and segmentation 12: a quarter of the longer is enough for both.
    expect(both?.edits.filter(({ field }) => field === 'history').map(({ to }) => to)).toEqual([5]);
  });

  test('do not offer what the client excluded', () => {
    const excluded = withValue(broke, '/strategy/exclusions', ['df', 'cs', 'cp', 'cg', 'di', 'sb']);
    expect(unlocks(world(excluded))).toEqual([]);
  });
});
