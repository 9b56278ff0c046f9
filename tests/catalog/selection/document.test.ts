import { describe, expect, test } from '@jest/globals';
import { InputError } from '#catalog/problem.ts';
import type { Diagnostic, Selection } from '#catalog/schema/generated/types.ts';
import { validateSelection } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { select } from '#catalog/selection/select.ts';
import { syntheticCatalog, syntheticDiagnostic } from '../../bench/synthetic-catalog.ts';
import { client, without, withValue, withValues } from '../../tools/diagnostics.ts';
import { miniCatalog, miniEntries } from '../fixtures/mini-catalog.ts';

function ids({ package: { items } }: Selection): string[] {
  return items.map(({ entryId }) => entryId);
}

/** The mini catalog with the forecast and the bot built. */
const halfBuilt = {
  ...miniCatalog,
  entries: miniEntries.map((entry) =>
    ['df', 'cg'].includes(entry.id)
      ? { ...entry, implementedBy: { template: `use-cases/${entry.id}`, option: 'main' } }
      : entry,
  ),
};

describe('what was considered', () => {
  test('an entry the client was never asked about is not assessed and not ranked', () => {
    const { ranked, notAssessed } = select(without(client('a'), '/useCases/1'), miniCatalog);
    expect(notAssessed).toEqual(['cs']);
    expect(ranked.map(({ id }) => id)).not.toContain('cs');
  });

  test('a use case the catalog does not hold is said, and a prohibited one called so', () => {
    const gifts = { ...client('a').useCases[0], id: 'custom:gift-cards' };
    const mood = { ...gifts, id: 'custom:mood-of-staff', contextFlags: ['emotion_at_work'] };
    const { unmatched, ranked } = select(
      withValue(withValue(client('a'), '/useCases/-', mood), '/useCases/-', gifts),
      miniCatalog,
    );
    expect(unmatched).toEqual([
      { id: 'custom:gift-cards', aiActClass: 'minimal', because: [] },
      { id: 'custom:mood-of-staff', aiActClass: 'prohibited', because: [expect.anything()] },
    ]);
    expect(ranked).toHaveLength(6);
  });

  test('--only-built chooses among what can be generated and lists what it left out', () => {
    const selection = select(client('a'), halfBuilt, { onlyBuilt: true });
    expect(ids(selection)).toEqual(['cg', 'df']);
    expect(selection.package.items[1]).toMatchObject({
      entryId: 'df',
      built: true,
      template: 'use-cases/df',
      option: 'main',
    });
    expect(selection.leftOut).toEqual(['cp', 'cs', 'di', 'sb']);
    expect(selection.request.onlyBuilt).toBe(true);
  });

  test('what is planned says so', () => {
    const { package: bought, explanation } = select(client('a'), halfBuilt);
    expect(bought.items.map(({ built }) => built)).toEqual([false, true]);
    expect(explanation.text.en).toContain('Still planned, so it cannot be generated today: Segmentation.');
  });

  test('a package that was asked for is the only one considered', () => {
    const selection = select(client('a'), miniCatalog, { package: 'genai' });
    expect([selection.package.name, ids(selection), selection.request.package]).toEqual([
      'genai',
      ['cg', 'di'],
      'genai',
    ]);
    expect(selection.package.runnersUp).toEqual([]);
    const custom = select(client('a'), miniCatalog, { package: 'custom' });
    expect([custom.package.name, ids(custom)]).toEqual(['custom', ['cg', 'df']]);
  });
});

describe('dates', () => {
  test('the advice is dated by the diagnostic, or as asked', () => {
    expect(select(client('a'), miniCatalog).asOf).toBe('2026-11-02');
    expect(select(client('a'), miniCatalog, { asOf: '2027-01-04' }).asOf).toBe('2027-01-04');
  });

  test('a diagnostic without a day says what to do', () => {
    expect(() => select(without(client('a'), '/meta/completedOn'), miniCatalog)).toThrow(InputError);
  });
});

describe('roadmap', () => {
  test('foundation first, then items by priority, from the day the client can start', () => {
    const { roadmap } = select(client('a'), miniCatalog);
    expect(
      roadmap.map(({ order, kind, id, startsOn, endsOn }) => [order, kind, id, startsOn, endsOn]),
    ).toEqual([
      [1, 'foundation', 'warehouse', '2026-12-01', '2026-12-01'],
      [2, 'item', 'cs', '2026-12-01', '2027-01-26'],
      [3, 'item', 'df', '2026-12-01', '2027-02-09'],
    ]);
  });

  test('a team without the days takes one item after the other, if there is time', () => {
    const slow = withValues(client('a'), {
      '/team/capacityDaysPerMonth': 4,
      '/constraints/weeksAvailable': 18,
    });
    expect(select(slow, miniCatalog).roadmap[2]).toMatchObject({ id: 'df', startsOn: '2027-01-26' });
    const hurried = withValue(slow, '/constraints/weeksAvailable', 17);
    expect(select(hurried, miniCatalog).roadmap[2]).toMatchObject({ id: 'df', startsOn: '2026-12-01' });
  });

  test('what an item depends on comes before it, and weak data is work', () => {
    const entries = miniEntries.map((entry) =>
      entry.id === 'cs' ? { ...entry, requires: { ...entry.requires, dependsOn: ['df'] } } : entry,
    );
    const weak = withValues(client('a'), {
      '/constraints/weeksAvailable': 30,
      '/dataSources/0/objects/0/quality/value': 1,
      '/dataSources/2/access': 'none',
    });
    const { roadmap, package: bought } = select(weak, { ...miniCatalog, entries }, { package: 'analytics' });
    expect(bought.costs.weeks).toBe(18);
    expect(roadmap.map(({ kind, id }) => [kind, id])).toEqual([
      ['foundation', 'warehouse'],
      ['data', '/dataSources/0/objects/0/quality'],
      ['item', 'df'],
      ['item', 'cs'],
    ]);
    expect(roadmap[3]?.startsOn).toBe(roadmap[2]?.endsOn);
  });
});

describe('foundations the client has', () => {
  test('cost nothing, earn nothing, and are said to be there', () => {
    const equipped = withValue(client('a'), '/infra/warehouse', 'bigquery');
    const { package: bought } = select(equipped, miniCatalog, { package: 'analytics' });
    expect(bought.foundations).toEqual([
      expect.objectContaining({ id: 'warehouse', owned: true, costEUR: { low: 0, mid: 0, high: 0 } }),
    ]);
    expect([bought.bonus, bought.costs.foundationsEUR.mid]).toEqual([0, 0]);
  });
});

describe('obligations', () => {
  test('come with law, date and source, and are marked as not reviewed', () => {
    const { obligations, package: bought } = select(client('a'), miniCatalog);
    expect(bought.items.map(({ entryId, dpia }) => [entryId, dpia])).toEqual([
      ['cs', 'required'],
      ['df', 'not_required'],
    ]);
    const assessment = obligations.find(({ provision }) => provision.includes('35'));
    expect(assessment).toMatchObject({ law: 'GDPR', entries: ['cs'], reviewedBy: null, inForce: true });
  });
});

describe('nothing fits', () => {
  const broke = withValue(client('a'), '/constraints/capexEUR/max', 20000);

  test('a foundation, under an honest headline, with ways out', () => {
    const selection = select(broke, miniCatalog);
    expect(selection.answer).toBe('foundation');
    expect(selection.headline).toEqual({ en: 'Not yet a use case', fr: "Pas encore de cas d'usage" });
    expect(selection.package).toMatchObject({
      items: [],
      foundations: [{ id: 'llm-gateway' }],
      costs: { totalEUR: { mid: 8000 } },
    });
    expect(selection.explanation.counterfactuals.length).toBeGreaterThan(2);
    expect([selection.roi, selection.sensitivity]).toEqual([null, null]);
    expect(selection.roadmap.map(({ kind, id }) => [kind, id])).toEqual([['foundation', 'llm-gateway']]);
    expect(schemaProblems(validateSelection, selection)).toEqual([]);
  });

  test('no money at all', () => {
    const selection = select(withValue(client('a'), '/constraints/capexEUR/max', 0), miniCatalog);
    expect([selection.answer, selection.package.items, selection.package.foundations]).toEqual([
      'not_yet',
      [],
      [],
    ]);
    expect(schemaProblems(validateSelection, selection)).toEqual([]);
  });

  test('nothing was asked', () => {
    const selection = select({ ...client('a'), useCases: [] }, miniCatalog);
    expect([selection.answer, selection.ranked]).toEqual(['not_yet', []]);
    expect(selection.explanation.text.en).toContain('No use case of the catalog was assessed.');
  });

  test('one use case alone is tested against the others', () => {
    const selection = select(withValue(client('c'), '/constraints/capexEUR/max', 50000), miniCatalog);
    expect([selection.answer, ids(selection), selection.package.name]).toEqual(['single', ['sb'], null]);
    expect(selection.package.runnersUp[0]?.items).toHaveLength(1);
    expect(selection.package.outOfReach[0]?.items).toHaveLength(2);
    expect(selection.sensitivity?.weightChanges.of).toBe(24);
    expect(schemaProblems(validateSelection, selection)).toEqual([]);
  });
});

describe('contradicting answers', () => {
  const wanted = withValue(client('a'), '/strategy/exclusions', ['cs']);

  test('that change the choice leave only what holds either way', () => {
    const selection = select(wanted, miniCatalog);
    expect(selection.conflicts).toEqual([
      expect.objectContaining({
        code: 'C10',
        agrees: false,
        readings: [
          expect.objectContaining({ items: ['cs', 'df'] }),
          expect.objectContaining({ items: ['cg', 'df'] }),
        ],
      }),
    ]);
    expect([selection.answer, ids(selection), selection.package.provisional]).toEqual([
      'single',
      ['df'],
      true,
    ]);
    expect(selection.headline.en).toContain('provisional');
    expect(selection.explanation.text.fr).toContain('se contredisent');
    expect(schemaProblems(validateSelection, selection)).toEqual([]);
  });

  test('that change nothing are listed and the choice stands', () => {
    const selection = select(withValue(client('a'), '/strategy/exclusions', ['sb']), miniCatalog);
    expect(selection.conflicts).toEqual([expect.objectContaining({ code: 'C10', agrees: true })]);
    expect([ids(selection), selection.package.provisional]).toEqual([['cs', 'df'], false]);
    expect(selection.sensitivity).not.toBeNull();
  });
});

describe('provenance', () => {
  test('the hash follows the inputs', () => {
    const { inputsHash, catalogVersion, priceBookDate, engineVersion } = select(client('a'), miniCatalog);
    expect(inputsHash).toMatch(/^[0-9a-f]{64}$/);
    expect([catalogVersion, priceBookDate, engineVersion]).toEqual(['mini', '2026-11-01', '1.0.0']);
    const other = (diagnostic: Diagnostic, version = 'mini'): string =>
      select(diagnostic, { ...miniCatalog, version }).inputsHash;
    expect(other(client('a'))).toBe(inputsHash);
    expect(other(withValue(client('a'), '/company/employees', 41))).not.toBe(inputsHash);
    expect(other(client('a'), 'next')).not.toBe(inputsHash);
  });

  test('texts are whole in both languages', () => {
    for (const name of ['a', 'b', 'c'] as const) {
      const text = JSON.stringify(select(client(name), miniCatalog));
      expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
    }
  });
});

describe('a long list', () => {
  test('is tested on its 60 best entries, which is said, and the choice is among them', () => {
    const catalog = syntheticCatalog(400, 11);
    const selection = select(syntheticDiagnostic(catalog), catalog);
    expect(selection.sensitivity?.scope).toEqual({ entries: 60, of: 400 });
    expect(selection.explanation.text.en).toContain('Tested on the 60 best of 400 entries.');
    expect(selection.ranked).toHaveLength(400);
    const changes = selection.sensitivity?.weightChanges.changes ?? [];
    expect(changes.some(({ winner }) => winner.join() === ids(selection).join())).toBe(true);
  });
});
