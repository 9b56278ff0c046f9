import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { criteria } from '#catalog/selection/criteria.ts';
import { eligibleOf, itemIds } from '#catalog/selection/decide.ts';
import { bestPairs } from '#catalog/selection/packages.ts';
import { compareCandidates } from '#catalog/selection/ranked.ts';
import { select } from '#catalog/selection/select.ts';
import type { Catalog } from '#catalog/selection/select.ts';
import { explore } from '#catalog/selection/world.ts';
import type { World } from '#catalog/selection/world.ts';
import { syntheticCatalog, syntheticDiagnostic } from '../../bench/synthetic-catalog.ts';
import { withValue } from '../../tools/diagnostics.ts';

/** A random catalog and a client that was asked about all of it. */
const situation = fc
  .tuple(fc.integer({ min: 2, max: 16 }), fc.integer({ min: 1, max: 1_000_000 }))
  .map(([count, seed]) => {
    const catalog = syntheticCatalog(count, seed);
    return { catalog, diagnostic: syntheticDiagnostic(catalog, count, seed + 1) };
  });

function world(diagnostic: Diagnostic, catalog: Catalog): World {
  return explore(diagnostic, catalog, {}, () => true);
}

function scoreOf(diagnostic: Diagnostic, catalog: Catalog, id: string): number {
  const found = world(diagnostic, catalog).candidates.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`${id} was not assessed.`);
  return found.U;
}

/** One answer made better: pointer and value. */
function improvement(diagnostic: Diagnostic, place: number, field: string): [string, unknown] {
  const source = place % diagnostic.dataSources.length;
  const object = diagnostic.dataSources[source]?.objects[0];
  const useCase = place % diagnostic.useCases.length;
  switch (field) {
    case 'quality':
      return [
        `/dataSources/${source}/objects/0/quality/value`,
        Math.min(4, (object?.quality.value ?? 0) + 1),
      ];
    case 'history':
      return [`/dataSources/${source}/objects/0/historyMonths/value`, (object?.historyMonths.value ?? 0) + 6];
    case 'access':
      return [`/dataSources/${source}/access`, 'api'];
    case 'team':
      return ['/team/levels/ml/value', 4];
    default:
      return [
        `/useCases/${useCase}/benefitEURPerYear/mid`,
        (diagnostic.useCases[useCase]?.benefitEURPerYear.mid ?? 0) + 5000,
      ];
  }
}

const field = fc.constantFrom('quality', 'history', 'access', 'team', 'benefit');

describe('properties of the ranking', () => {
  test('a better answer never lowers a score', () => {
    fc.assert(
      fc.property(situation, fc.nat({ max: 50 }), field, ({ catalog, diagnostic }, place, name) => {
        const better = withValue(diagnostic, ...improvement(diagnostic, place, name));
        for (const { id } of catalog.entries) {
          expect(scoreOf(better, catalog, id)).toBeGreaterThanOrEqual(scoreOf(diagnostic, catalog, id));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('another entry never reorders the others', () => {
    fc.assert(
      fc.property(situation, ({ catalog, diagnostic }) => {
        const ids = (of: World): string[] => [...of.candidates].sort(compareCandidates).map(({ id }) => id);
        const all = ids(world(diagnostic, catalog));
        const fewer = { ...catalog, entries: catalog.entries.slice(0, -1) };
        const last = catalog.entries.at(-1)?.id;
        expect(ids(world(diagnostic, fewer))).toEqual(all.filter((id) => id !== last));
      }),
    );
  });

  test('the order of use cases, sources, objectives and entries does not matter', () => {
    fc.assert(
      fc.property(situation, ({ catalog, diagnostic }) => {
        const turned: Diagnostic = {
          ...diagnostic,
          dataSources: [...diagnostic.dataSources].reverse(),
          useCases: [...diagnostic.useCases].reverse(),
          strategy: { ...diagnostic.strategy, objectives: [...diagnostic.strategy.objectives].reverse() },
        };
        const shuffled = { ...catalog, entries: [...catalog.entries].reverse() };
        const summary = (of: World): unknown => [
          of.decision.answer,
          itemIds(of.decision),
          of.decision.chosen?.Z,
          of.candidates.map(({ id, U, ULow, UHigh }) => [id, U, ULow, UHigh]),
        ];
        expect(summary(world(turned, shuffled))).toEqual(summary(world(diagnostic, catalog)));
      }),
    );
  });
});

describe('properties of the choice', () => {
  test('nothing that fails a gate is chosen, and no limit is broken', () => {
    fc.assert(
      fc.property(situation, ({ catalog, diagnostic }) => {
        const { decision, profile } = world(diagnostic, catalog);
        for (const { gates } of decision.chosen?.items ?? []) {
          expect(gates.filter(({ status }) => status === 'fail')).toEqual([]);
        }
        expect(decision.chosen?.cost ?? 0).toBeLessThanOrEqual(profile.limits.capex);
        expect(decision.chosen?.opex ?? 0).toBeLessThanOrEqual(profile.limits.opex);
        expect(decision.chosen?.path ?? 0).toBeLessThanOrEqual(profile.limits.weeks);
      }),
    );
  });

  test('a wider limit never lowers the highest Z', () => {
    const highest = (diagnostic: Diagnostic, catalog: Catalog): number => {
      const { candidates, profile } = world(diagnostic, catalog);
      return bestPairs(eligibleOf(candidates, profile.limits), profile.limits, 1)[0]?.Z ?? 0;
    };
    const wider = fc.constantFrom<[string, number]>(
      ['/constraints/capexEUR/max', 90000],
      ['/constraints/opexEURPerMonth/max', 1200],
      ['/constraints/weeksAvailable', 30],
    );
    fc.assert(
      fc.property(situation, wider, ({ catalog, diagnostic }, [pointer, value]) => {
        expect(highest(withValue(diagnostic, pointer, value), catalog)).toBeGreaterThanOrEqual(
          highest(diagnostic, catalog),
        );
      }),
    );
  });

  test('all money times one factor leaves value and choice as they are', () => {
    fc.assert(
      fc.property(situation, fc.constantFrom(0.5, 2, 10, 3.7), ({ catalog, diagnostic }, factor) => {
        const times = (amount: { low: number; mid: number; high: number }): typeof amount => ({
          low: amount.low * factor,
          mid: amount.mid * factor,
          high: amount.high * factor,
        });
        const { constraints } = diagnostic;
        const richer: Diagnostic = {
          ...diagnostic,
          useCases: diagnostic.useCases.map((useCase) => {
            const { low, mid, high } = useCase.benefitEURPerYear;
            return {
              ...useCase,
              benefitEURPerYear: times({ low: low ?? 0, mid: mid ?? 0, high: high ?? 0 }),
            };
          }),
          constraints: {
            ...constraints,
            capexEUR: { max: (constraints.capexEUR.max ?? 0) * factor },
            opexEURPerMonth: { max: (constraints.opexEURPerMonth.max ?? 0) * factor },
          },
        };
        const dearer = {
          ...catalog,
          entries: catalog.entries.map((entry) => ({
            ...entry,
            ...(entry.cost && {
              cost: {
                deliveryEUR: times(entry.cost.deliveryEUR),
                runEURPerMonth: times(entry.cost.runEURPerMonth),
              },
            }),
          })),
          foundations: catalog.foundations.map((each) => ({ ...each, costEUR: times(each.costEUR) })),
        };
        const before = world(diagnostic, catalog);
        const after = world(richer, dearer);
        expect(itemIds(after.decision)).toEqual(itemIds(before.decision));
        after.candidates.forEach(({ mid }, index) => {
          expect(mid.V).toBeCloseTo(before.candidates[index]?.mid.V ?? -1, 9);
        });
      }),
    );
  });
});

describe('properties of the document', () => {
  test('contributions add up to the score, contrast terms to the lead', () => {
    fc.assert(
      fc.property(situation, ({ catalog, diagnostic }) => {
        const { ranked, explanation } = select(diagnostic, catalog);
        for (const { contributions, U } of ranked) {
          const sum = criteria.reduce((total, criterion) => total + contributions[criterion], 0);
          expect(Math.abs(sum - U)).toBeLessThan(1e-9);
        }
        const { contrast } = explanation;
        const leads = contrast?.terms.reduce((total, { lead }) => total + lead, 0) ?? 0;
        expect(Math.abs(leads - (contrast?.total ?? 0))).toBeLessThan(1e-9);
      }),
      { numRuns: 25 },
    );
  });

  test('same inputs, same bytes; the order of keys does not matter', () => {
    fc.assert(
      fc.property(situation, ({ catalog, diagnostic }) => {
        const reversed = (value: unknown): unknown => {
          if (Array.isArray(value)) return value.map(reversed);
          if (typeof value !== 'object' || value === null) return value;
          return Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, member]) => [key, reversed(member)]),
          );
        };
        const text = JSON.stringify(select(diagnostic, catalog));
        expect(JSON.stringify(select(structuredClone(diagnostic), catalog))).toBe(text);
        expect(JSON.stringify(select(reversed(diagnostic) as Diagnostic, catalog))).toBe(text);
      }),
      { numRuns: 10 },
    );
  });
});
