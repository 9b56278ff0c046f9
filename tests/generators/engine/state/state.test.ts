import { describe, expect, test } from '@jest/globals';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { checkState, replacements } from '#generators/engine/state/check.ts';
import { forgottenAfter } from '#generators/engine/state/forgotten.ts';
import { movesOf } from '#generators/engine/state/moves.ts';
import { statefulResources, typeOf } from '#generators/engine/state/resources.ts';
import { problemsOf } from '../../../tools/problems.ts';
import { toyPlan, toyTemplate } from '../../fixtures/toy.ts';

/** A template that makes datasets, as it is at some version. */
function lake(change: Partial<Template>, id = 'stacks/toy-lake'): Template {
  return { ...toyTemplate('stacks/toy-lake', change), id };
}

const plan: Plan = toyPlan();
const perSource = { over: '/sources', as: 'source' };
const codes = (call: () => unknown): readonly string[] => problemsOf(call).map(({ code }) => code);

describe('stateful resources', () => {
  test('are one per declaration, or one per item of a list of the plan, with their template', () => {
    const stateful = [
      { address: 'google_bigquery_dataset.marts' },
      { address: 'google_bigquery_dataset.raw___source.snake___staging', ...perSource },
    ];
    expect(statefulResources(plan, [lake({ stateful })])).toEqual({
      'google_bigquery_dataset.marts': 'stacks/toy-lake',
      'google_bigquery_dataset.raw_erp_staging': 'stacks/toy-lake',
      'google_bigquery_dataset.raw_web_shop_staging': 'stacks/toy-lake',
    });
  });

  test('may belong to any infrastructure engine', () => {
    const address = 'kubernetes:apps/v1:StatefulSet.clickhouse';
    expect(Object.keys(statefulResources(plan, [lake({ stateful: [{ address }] })]))).toEqual([address]);
    expect(typeOf(address)).toBe('kubernetes:apps/v1:StatefulSet');
  });

  test.each<[string, NonNullable<Template['stateful']>, string]>([
    ['a token that nothing fills', [{ address: 'a.raw___source.snake__' }], 'STATE_ADDRESS'],
    ['a list that is none', [{ address: 'a.b', over: '/client', as: 'source' }], 'STATE_ADDRESS'],
    ['a value that is no slug', [{ address: 'a.b___source.name__', ...perSource }], 'STATE_ADDRESS'],
    ['one address for all items', [{ address: 'a.b', ...perSource }], 'STATE_ADDRESS_TWICE'],
  ])('refuse %s, naming the manifest and the place', (_, stateful, code) => {
    const problems = problemsOf(() => statefulResources(plan, [lake({ stateful })]));
    expect(problems[0]).toMatchObject({
      code,
      file: 'templates/stacks/toy-lake/template.yaml',
      pointer: '/stateful/0',
    });
  });
});

describe('moves', () => {
  const moves = (moved: NonNullable<Template['moved']>, ...addresses: readonly string[]) =>
    movesOf(plan, [lake({ stateful: addresses.map((address) => ({ address })), moved })]);

  test('of all versions are kept, in their order, so that a state of any age is understood', () => {
    const moved = { '0.10.0': { 'a.y': 'a.z' }, '0.9.0': { 'a.x': 'a.y' } };
    expect(moves(moved, 'a.z')).toEqual([
      { from: 'a.x', to: 'a.y' },
      { from: 'a.y', to: 'a.z' },
    ]);
  });

  test('are filled for every item of the list that the declaration names', () => {
    const template = lake({
      stateful: [{ address: 'd.raw___source.snake__', ...perSource }],
      moved: { '0.2.0': { 'd.__source.snake__': 'd.raw___source.snake__' } },
    });
    expect(movesOf(plan, [template])).toEqual([
      { from: 'd.web_shop', to: 'd.raw_web_shop' },
      { from: 'd.erp', to: 'd.raw_erp' },
    ]);
  });

  test('that come back end at the last address, without a circle', () => {
    expect(moves({ '0.2.0': { 'a.x': 'a.y' }, '0.3.0': { 'a.y': 'a.x' } }, 'a.x')).toEqual([
      { from: 'a.y', to: 'a.x' },
    ]);
    const away = { '0.2.0': { 'a.x': 'a.y' }, '0.3.0': { 'a.y': 'a.z' }, '0.4.0': { 'a.z': 'a.y' } };
    expect(moves(away, 'a.y')).toEqual([
      { from: 'a.x', to: 'a.z' },
      { from: 'a.z', to: 'a.y' },
    ]);
  });

  test('that lead to nothing in this plan are left out', () => {
    expect(moves({ '0.2.0': { 'a.x': 'a.y' } })).toEqual([]);
  });

  test.each<[string, NonNullable<Template['moved']>, readonly string[], string]>([
    ['two resources into one', { '0.2.0': { 'a.x': 'a.z', 'a.y': 'a.z' } }, ['a.z'], 'STATE_MOVE'],
    [
      'one resource in two directions',
      { '0.2.0': { 'a.x': 'a.y' }, '0.3.0': { 'a.x': 'a.z' } },
      ['a.z'],
      'STATE_MOVE',
    ],
    ['a change of type', { '0.2.0': { 'a.x': 'b.x' } }, ['b.x'], 'STATE_MOVE'],
    ['an address taken again', { '0.2.0': { 'a.x': 'a.y' } }, ['a.x', 'a.y'], 'STATE_ADDRESS_REUSED'],
    ['a token without a list', { '0.2.0': { 'a.x___site.id__': 'a.y' } }, ['a.y'], 'STATE_ADDRESS'],
  ])('refuse %s', (_, moved, addresses, code) => {
    expect(codes(() => moves(moved, ...addresses))).toEqual([code]);
  });
});

describe('the state check', () => {
  const old = {
    resources: { 'a.x': 'stacks/toy-lake', 'a.other': 'stacks/toy-lake' },
    facts: { forgotten: [] },
  };
  const next = { 'a.other': 'stacks/toy-lake', 'a.z': 'stacks/toy-lake' };
  const nothing = { old, next, moved: [], forgotten: [], accepted: [] };

  test('says nothing of what stays', () => {
    expect(checkState({ ...nothing, next: { ...old.resources, 'a.new': 'stacks/toy-lake' } })).toEqual([]);
  });

  test('stops what would be destroyed, naming address, template and what to do', () => {
    const findings = checkState(nothing);
    expect(findings).toMatchObject([
      { kind: 'would-be-replaced', address: 'a.x', type: 'a', template: 'stacks/toy-lake' },
    ]);
    expect(replacements(findings)).toMatchObject([
      { value: 'a.x', action: expect.stringMatching(/stacks\/toy-lake; or, .*--accept-replace a\.x\./) },
    ]);
  });

  test('follows a move over several versions', () => {
    const moved = [
      { from: 'a.x', to: 'a.y' },
      { from: 'a.y', to: 'a.z' },
    ];
    expect(checkState({ ...nothing, moved })).toMatchObject([
      { kind: 'moved', address: 'a.x', to: 'a.z', message: 'a.x stays, as a.z.' },
    ]);
  });

  test('does not take a move onto a resource that is there already for one', () => {
    const moved = [{ from: 'a.x', to: 'a.other' }];
    expect(checkState({ ...nothing, moved })).toMatchObject([{ kind: 'would-be-replaced', address: 'a.x' }]);
  });

  test('lets pass what is forgotten or accepted, and nothing else', () => {
    expect(checkState({ ...nothing, forgotten: ['a.x'] })).toMatchObject([{ kind: 'forgotten' }]);
    const findings = checkState({ ...nothing, accepted: ['a.x'] });
    expect(findings).toMatchObject([{ kind: 'accepted', address: 'a.x' }]);
    expect(replacements(findings)).toEqual([]);
    expect(codes(() => checkState({ ...nothing, accepted: ['a.typo'] }))).toEqual(['UNKNOWN_RESOURCE']);
  });
});

describe('what is declared again after it was forgotten', () => {
  test('has to be imported, whatever its address was then', () => {
    const findings = checkState({
      old: { resources: {}, facts: { forgotten: ['a.was', 'a.else'] } },
      next: { 'a.now': 'stacks/toy-lake', 'a.new': 'stacks/toy-lake' },
      moved: [{ from: 'a.was', to: 'a.now' }],
      forgotten: ['a.else'],
      accepted: [],
    });
    expect(findings).toMatchObject([
      { kind: 'managed-again', address: 'a.now', message: expect.stringContaining('import it there') },
    ]);
  });
});

describe('what is forgotten', () => {
  const moved = [{ from: 'a.was', to: 'a.gone' }];

  test('is what a removal leaves behind, under every address it has had', () => {
    const change = { forgotten: ['a.earlier'], before: { 'a.gone': 't', 'a.stays': 't' }, moved };
    expect(forgottenAfter({ ...change, next: { 'a.stays': 't' } })).toEqual(['a.earlier', 'a.gone', 'a.was']);
  });

  test('is managed again, under every address, once it is added again', () => {
    const change = { forgotten: ['a.earlier', 'a.gone', 'a.was'], before: {}, moved };
    expect(forgottenAfter({ ...change, next: { 'a.gone': 't' } })).toEqual(['a.earlier']);
  });

  test('does not change where nothing was removed or added', () => {
    expect(forgottenAfter({ forgotten: [], before: { 'a.x': 't' }, next: { 'a.x': 't' }, moved })).toEqual(
      [],
    );
  });
});
