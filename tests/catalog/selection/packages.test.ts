import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candidate } from '#catalog/selection/candidate.ts';
import { decide, eligibleOf } from '#catalog/selection/decide.ts';
import type { Rules } from '#catalog/selection/decide.ts';
import type { Module } from '#catalog/selection/modules.ts';
import { bestPairs, prune } from '#catalog/selection/packages.ts';
import type { Limits } from '#catalog/selection/profile.ts';
import { explore } from '#catalog/selection/world.ts';
import { client } from '../../tools/diagnostics.ts';
import { miniCatalog } from '../fixtures/mini-catalog.ts';

const [template] = explore(client('a'), miniCatalog, {}, () => true).candidates;
if (template === undefined) throw new Error('The mini catalog is empty.');
const model: Candidate = template;

const modules: readonly Module[] = ['m1', 'm2', 'm3'].map((id, index) => ({
  id,
  name: { en: id, fr: id },
  cost: { low: 0, mid: 4 + 2 * index, high: 0 },
  run: { low: 0, mid: index, high: 0 },
  weeks: index,
}));

/** What a candidate of the oracle is made of; coarse figures, so that ties are common. */
interface Raw {
  readonly U: number;
  readonly doubt: number;
  readonly cost: number;
  readonly run: number;
  readonly weeks: number;
  readonly uses: readonly boolean[];
  readonly family: number;
  readonly sold: number;
  readonly needs: number;
  readonly conflict: number;
}

/** Another candidate by its place, mostly none. */
const none = 9999;
function place(rarity: number): fc.Arbitrary<number> {
  return fc.oneof(
    { weight: rarity, arbitrary: fc.constant(none) },
    { weight: 1, arbitrary: fc.nat({ max: 13 }) },
  );
}

const raw: fc.Arbitrary<Raw> = fc.record({
  U: fc.integer({ min: 30, max: 60 }).map((n) => n / 100),
  doubt: fc.integer({ min: 0, max: 2 }).map((n) => n / 100),
  cost: fc.integer({ min: 10, max: 20 }),
  run: fc.integer({ min: 1, max: 5 }),
  weeks: fc.integer({ min: 1, max: 6 }),
  uses: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  family: fc.integer({ min: 0, max: 2 }),
  sold: fc.integer({ min: 0, max: 9 }),
  needs: place(10),
  conflict: place(6),
});

const families = ['demand-forecasting', 'customer-analytics', 'content-generation'] as const;

/** Candidates of the engine from the oracle's figures. `needs` and `conflict` point to another by place. */
function candidatesFrom(raws: readonly Raw[]): Candidate[] {
  const id = (index: number): string => `e${String(index).padStart(3, '0')}`;
  return raws.map((each, index) => {
    const toBuild = modules.filter((_, place) => each.uses[place]);
    const other = (place: number): string[] => (place < raws.length && place !== index ? [id(place)] : []);
    return {
      ...model,
      id: id(index),
      entry: {
        ...model.entry,
        id: id(index),
        family: families[each.family] ?? 'reservoir',
        packages:
          each.sold === 0 ? ['analytics', 'custom'] : each.sold === 1 ? ['genai', 'custom'] : ['custom'],
      },
      modules: toBuild,
      toBuild,
      U: each.U,
      ULow: Math.round((each.U - each.doubt) * 100) / 100,
      UHigh: each.U,
      delivery: each.cost,
      alone: each.cost + toBuild.reduce((sum, { cost }) => sum + cost.mid, 0),
      run: each.run + toBuild.reduce((sum, module) => sum + module.run.mid, 0),
      weeks: each.weeks,
      path: each.weeks + Math.max(0, ...toBuild.map((module) => module.weeks)),
      needs: other(each.needs),
      conflicts: new Set(other(each.conflict)),
      gates: [],
    };
  });
}

interface Found {
  readonly ids: string;
  readonly name: string;
  readonly Z: number;
  readonly low: number;
  readonly cost: number;
}

const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** Every feasible pair, best first: the definition, written without the engine. */
function enumerate(candidates: readonly Candidate[], limits: Limits): Found[] {
  const found: Found[] = [];
  for (const a of candidates) {
    for (const b of candidates) {
      if (a.id >= b.id) continue;
      if (a.conflicts.has(b.id) || b.conflicts.has(a.id)) continue;
      if (a.needs.some((id) => id !== b.id) || b.needs.some((id) => id !== a.id)) continue;
      const union = modules.filter((module) => a.toBuild.includes(module) || b.toBuild.includes(module));
      const both = modules.filter((module) => a.toBuild.includes(module) && b.toBuild.includes(module));
      const cost = a.delivery + b.delivery + union.reduce((sum, module) => sum + module.cost.mid, 0);
      const ownRun = (item: Candidate): number =>
        item.run - item.toBuild.reduce((sum, module) => sum + module.run.mid, 0);
      const run = ownRun(a) + ownRun(b) + union.reduce((sum, module) => sum + module.run.mid, 0);
      const start = (item: Candidate): number => item.path - item.weeks;
      const weeks = a.needs.includes(b.id)
        ? Math.max(b.path, start(a)) + a.weeks
        : b.needs.includes(a.id)
          ? Math.max(a.path, start(b)) + b.weeks
          : Math.max(a.path, b.path);
      if (cost > limits.capex || run > limits.opex || weeks > limits.weeks) continue;
      const bonus = Math.min(0.1, both.length * 0.05);
      const share = (name: 'analytics' | 'genai'): boolean =>
        a.entry.family !== b.entry.family &&
        a.entry.packages.includes(name) &&
        b.entry.packages.includes(name);
      found.push({
        ids: `${a.id} ${b.id}`,
        name: share('analytics') ? 'analytics' : share('genai') ? 'genai' : 'custom',
        Z: hundredth(a.U + b.U + bonus),
        low: hundredth(a.ULow + b.ULow + bonus),
        cost,
      });
    }
  }
  return found.sort((x, y) => y.Z - x.Z || y.low - x.low || x.cost - y.cost || (x.ids < y.ids ? -1 : 1));
}

function oracle(candidates: readonly Candidate[], limits: Limits, { force }: Rules): string | undefined {
  const pairs = enumerate(eligibleOf(candidates, limits), limits).filter(
    ({ name }) => force === undefined || name === force,
  );
  const named = pairs.find(({ name }) => name !== 'custom');
  const custom = pairs.find(({ name }) => name === 'custom');
  if (named !== undefined && named.Z >= hundredth((custom?.Z ?? 0) - 0.02)) return named.ids;
  return custom?.ids;
}

const limits: fc.Arbitrary<Limits> = fc.record({
  capex: fc.integer({ min: 25, max: 70 }),
  opex: fc.integer({ min: 4, max: 20 }),
  weeks: fc.integer({ min: 3, max: 15 }),
});
const force: fc.Arbitrary<Rules> = fc.constantFrom(
  {},
  {},
  { force: 'custom' },
  { force: 'analytics' },
  { force: 'genai' },
);

function chosenIds(candidates: readonly Candidate[], within: Limits, rules: Rules): string | undefined {
  const { answer, chosen } = decide(candidates, within, rules);
  return answer === 'package' ? chosen?.items.map(({ id }) => id).join(' ') : undefined;
}

describe('the package chosen is the one brute force finds', () => {
  test('among few, with conflicts, dependencies and ties', () => {
    fc.assert(
      fc.property(fc.array(raw, { minLength: 0, maxLength: 14 }), limits, force, (raws, within, rules) => {
        const candidates = candidatesFrom(raws);
        expect(chosenIds(candidates, within, rules)).toBe(oracle(candidates, within, rules));
      }),
      { numRuns: 1500 },
    );
  });

  test('among so many that dominated ones are dropped', () => {
    fc.assert(
      fc.property(fc.array(raw, { minLength: 200, maxLength: 260 }), limits, force, (raws, within, rules) => {
        const candidates = candidatesFrom(raws);
        expect(chosenIds(candidates, within, rules)).toBe(oracle(candidates, within, rules));
      }),
      { numRuns: 40 },
    );
  });

  test('and so are the next best, pruned or not', () => {
    fc.assert(
      fc.property(fc.array(raw, { minLength: 5, maxLength: 60 }), limits, (raws, within) => {
        const candidates = eligibleOf(candidatesFrom(raws), within);
        const expected = enumerate(candidates, within)
          .slice(0, 4)
          .map(({ ids }) => ids);
        const ids = (among: readonly Candidate[]): string[] =>
          bestPairs(among, within, 4).map(({ items }) => items.map(({ id }) => id).join(' '));
        expect(ids(candidates)).toEqual(expected);
        expect(ids(prune(candidates, 4))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

describe('dropping dominated candidates', () => {
  // One set of modules and few distinct figures, so that nearly everything is dominated or tied.
  const alike = raw.map((each) => ({
    ...each,
    U: Math.round(each.U * 20) / 20,
    cost: 10 + (each.cost % 3),
    run: 1 + (each.run % 2),
    weeks: 2 + (each.weeks % 3),
    uses: [true, false, false],
  }));
  const plain = alike.map((each) => ({ ...each, sold: 9, needs: none, conflict: none }));

  test('never drops one of the best pairs, ties included', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(plain, { minLength: 2, maxLength: 9 }),
          fc.array(alike, { minLength: 4, maxLength: 14 }),
        ),
        limits,
        fc.constantFrom(1, 2, 3),
        fc.constantFrom(undefined, 'custom', 'analytics'),
        (raws, within, keep, name) => {
          const candidates = candidatesFrom(raws);
          const ids = (among: readonly Candidate[]): string[] =>
            bestPairs(among, within, keep, (each) => name === undefined || each.name === name).map(
              ({ items }) => items.map(({ id }) => id).join(' '),
            );
          expect(ids(prune(candidates, keep))).toEqual(ids(candidates));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each(['the better ones rule out the best', 'the best rules out the better ones'] as const)(
    'keeps what only looks dominated: %s',
    (who) => {
      const item = {
        doubt: 0,
        cost: 10,
        run: 1,
        weeks: 1,
        uses: [],
        family: 0,
        sold: 9,
        needs: none,
        conflict: none,
      };
      const [best, ...rest] = candidatesFrom([
        { ...item, U: 0.6, cost: 11 },
        { ...item, U: 0.4 },
        { ...item, U: 0.4 },
        { ...item, U: 0.35 },
      ]);
      const torn =
        who === 'the best rules out the better ones'
          ? [{ ...(best ?? model), conflicts: new Set(['e001', 'e002']) }, ...rest]
          : [
              best ?? model,
              ...rest.map((each, index) => (index < 2 ? { ...each, conflicts: new Set(['e000']) } : each)),
            ];
      const within: Limits = { capex: 100, opex: 100, weeks: 100 };
      const [found] = bestPairs(prune(torn, 1), within, 1);
      expect(found?.items.map(({ id }) => id)).toEqual(['e000', 'e003']);
    },
  );

  test('drops most of a long list', () => {
    const candidates = candidatesFrom(fc.sample(plain, { numRuns: 300, seed: 5 }));
    expect(prune(candidates, 1).length).toBeLessThan(60);
  });
});

describe('the order of candidates does not matter', () => {
  test('to what is chosen', () => {
    fc.assert(
      fc.property(
        fc
          .array(raw, { minLength: 2, maxLength: 12 })
          .chain((raws) =>
            fc.tuple(
              fc.constant(candidatesFrom(raws)),
              fc.shuffledSubarray(candidatesFrom(raws), { minLength: raws.length }),
            ),
          ),
        limits,
        ([candidates, shuffled], within) => {
          expect(chosenIds(shuffled, within, {})).toBe(chosenIds(candidates, within, {}));
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('foundations', () => {
  const item = (id: string, uses: readonly boolean[], U = 0.5): Candidate => ({
    ...(candidatesFrom([
      { U, doubt: 0, cost: 10, run: 1, weeks: 2, uses, family: 0, sold: 9, needs: none, conflict: none },
    ])[0] ?? model),
    id,
  });
  const enough: Limits = { capex: 100, opex: 100, weeks: 100 };

  test('shared ones are paid once and earn .05 each, .10 at most', () => {
    const [best] = bestPairs([item('a', [true, true, true]), item('b', [true, true, true])], enough, 1);
    expect(best).toMatchObject({ bonus: 0.1, Z: 1.1, cost: 10 + 10 + 4 + 6 + 8 });
  });

  test('one that the client already has costs nothing and earns nothing', () => {
    const owned = (id: string): Candidate => ({ ...item(id, [false, false, false]), modules });
    expect(bestPairs([owned('a'), owned('b')], enough, 1)[0]).toMatchObject({ bonus: 0, cost: 20 });
  });
});

describe('fallbacks', () => {
  const within: Limits = { capex: 30, opex: 10, weeks: 10 };
  const one = candidatesFrom([
    {
      U: 0.5,
      doubt: 0,
      cost: 20,
      run: 1,
      weeks: 2,
      uses: [true, false, false],
      family: 0,
      sold: 9,
      needs: none,
      conflict: none,
    },
  ]);

  test('the best single use case where no pair fits', () => {
    expect(decide(one, within)).toMatchObject({ answer: 'single', chosen: { name: null, cost: 24 } });
  });

  test('a single use case may not lack what it depends on', () => {
    const lacking = one.map((each) => ({ ...each, needs: ['elsewhere'] }));
    expect(decide(lacking, within)).toMatchObject({ answer: 'foundation', foundation: { id: 'm1' } });
  });

  test('the cheapest affordable foundation where none fits, if what fails can be cured', () => {
    expect(decide(one, { ...within, capex: 10 })).toMatchObject({
      answer: 'foundation',
      foundation: { id: 'm1' },
    });
    const excluded = one.map((each): Candidate => ({
      ...each,
      gates: [{ code: 'EXCLUDED', status: 'fail', because: { en: '', fr: '' }, evidence: [] }],
    }));
    expect(decide(excluded, within).answer).toBe('not_yet');
  });

  test('not yet where not even a foundation is affordable, or nothing was asked', () => {
    expect(decide(one, { ...within, capex: 3 }).answer).toBe('not_yet');
    expect(decide([], within).answer).toBe('not_yet');
  });
});

describe('a named package', () => {
  // Two forecasting leaves (the second a custom partner only), one segmentation leaf.
  const trio = (lead: number): Candidate[] =>
    candidatesFrom([
      {
        U: 0.5,
        doubt: 0,
        cost: 10,
        run: 1,
        weeks: 2,
        uses: [],
        family: 0,
        sold: 0,
        needs: none,
        conflict: none,
      },
      {
        U: 0.5,
        doubt: 0,
        cost: 10,
        run: 1,
        weeks: 2,
        uses: [],
        family: 1,
        sold: 0,
        needs: none,
        conflict: none,
      },
      {
        U: 0.5 + lead,
        doubt: 0,
        cost: 10,
        run: 1,
        weeks: 2,
        uses: [],
        family: 2,
        sold: 9,
        needs: none,
        conflict: none,
      },
    ]);
  const within: Limits = { capex: 100, opex: 100, weeks: 100 };

  test('wins .02 behind, inclusive, and that is said', () => {
    expect(decide(trio(0.02), within)).toMatchObject({ byTolerance: true, chosen: { name: 'analytics' } });
    expect(decide(trio(0.03), within)).toMatchObject({ byTolerance: false, chosen: { name: 'custom' } });
    expect(decide(trio(0), within)).toMatchObject({ byTolerance: false, chosen: { name: 'analytics' } });
  });

  test('is never two leaves of one family', () => {
    const family = trio(0).map((each) => ({
      ...each,
      entry: { ...each.entry, family: 'demand-forecasting' as const },
    }));
    expect(decide(family, within).chosen?.name).toBe('custom');
  });
});
