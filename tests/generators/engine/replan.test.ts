import { describe, expect, test } from '@jest/globals';
import type { Lock, Plan, Template } from '#catalog/schema/generated/types.ts';
import { validateLock } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { makeRepository } from '#generators/engine/repository.ts';
import { droppedAnswers, rememberedProviders, replan } from '#generators/engine/update/replan.ts';
import { toyPrices } from '../../tools/prices.ts';
import { problemsOf } from '../../tools/problems.ts';
import { toyDiagnostic, toyPlan, toyRepositoryInput, toyTemplate, toyTemplates } from '../fixtures/toy.ts';

const toolbox = { version: '0.0.0', catalogDigest: '0'.repeat(64) };

/** The lock of a repository that was generated from the toy templates, read as from a file. */
function lockOf(change: Parameters<typeof toyRepositoryInput>[0] = {}): Lock {
  const file = makeRepository(toyRepositoryInput(change)).get('.toltek/lock.json');
  return parseWithSchema(validateLock, JSON.parse(new TextDecoder().decode(file?.bytes)) as unknown, 'lock');
}

const withBase = (inputs: Template['inputs']): Template[] => [
  ...toyTemplates().filter(({ id }) => id !== 'base'),
  toyTemplate('base', { ...(inputs && { inputs }) }),
];

const again = (templates: readonly Template[], given: Readonly<Record<string, unknown>> = {}): Plan =>
  replan({ lock: lockOf(), templates, given, toolbox, prices: toyPrices });

describe('a plan made again from a lock', () => {
  test('is the plan it was made from, to the order of keys', () => {
    expect(JSON.stringify(again(toyTemplates()))).toBe(JSON.stringify(toyPlan()));
  });

  test('keeps who gave a capability, and why, against the default', () => {
    const onPremises = toyDiagnostic({ infra: { clouds: ['onprem'] } });
    const lock = lockOf({ diagnostic: onPremises });
    const plan = replan({ lock, templates: toyTemplates(), given: {}, toolbox, prices: toyPrices });
    expect(plan.capabilities).toEqual(toyPlan({ diagnostic: onPremises }).capabilities);
    expect(plan.capabilities[0]?.template).toBe('stacks/toy-lake');
    const withoutLake = toyTemplates().filter(({ id }) => id !== 'stacks/toy-lake');
    expect(
      problemsOf(() => replan({ lock, templates: withoutLake, given: {}, toolbox, prices: toyPrices })),
    ).toMatchObject([{ code: 'LOST_PROVIDER', pointer: '/capabilities/warehouse' }]);
  });

  test('asks only what is new: default, given, or exit with what to type', () => {
    const contact = toyTemplate('base').inputs?.properties['contact'];
    const owner = { type: 'string' as const, title: 'Owner', examples: ['ada'] };
    const level = { type: 'integer', title: 'Level', default: 3 } as const;
    if (contact === undefined) throw new Error('no contact');
    const templates = withBase({
      type: 'object',
      required: ['owner'],
      properties: { contact, owner, level },
    });
    expect(problemsOf(() => again(templates))).toMatchObject([
      { code: 'MISSING_INPUT', action: 'Give it with --set owner=ada.' },
    ]);
    const plan = again(templates, { owner: 'grace', contact: 'new@client.example' });
    expect(plan.inputs).toEqual({ contact: 'new@client.example', level: 3, owner: 'grace', replicas: 2 });
    expect(droppedAnswers(lockOf(), plan)).toEqual([
      "The answer to 'cloud' is dropped: no template asks for it any more.",
    ]);
    expect(problemsOf(() => again(templates, { owner: 'grace', ownr: 'x' }))).toMatchObject([
      { code: 'UNKNOWN_INPUT', action: "Did you mean 'owner'?" },
    ]);
  });

  test('names the lock where its answer no longer fits', () => {
    const narrower = toyTemplates().map((template) => {
      const replicas = template.inputs?.properties['replicas'];
      if (template.inputs === undefined || replicas === undefined) return template;
      const properties = { ...template.inputs.properties, replicas: { ...replicas, minimum: 3, default: 3 } };
      return { ...template, inputs: { ...template.inputs, properties } };
    });
    expect(problemsOf(() => again(narrower))).toMatchObject([
      { code: 'INPUT', file: '.toltek/lock.json', pointer: '/answers/replicas', expected: 'at least 3' },
    ]);
  });

  test('takes a secret back as the name of its variable', () => {
    const token = { type: 'string', title: 'Token', 'x-secret': true } as const;
    const properties = { ...toyTemplate('base').inputs?.properties, token };
    const templates = withBase({ type: 'object', properties });
    const answers = { token: 'API_TOKEN', contact: 'data@client.example' };
    const lock = lockOf({ templates, answers });
    expect(lock.answers['token']).toEqual({ $env: 'API_TOKEN' });
    expect(replan({ lock, templates, given: {}, toolbox, prices: toyPrices }).inputs['token']).toBe(
      'API_TOKEN',
    );
  });
});

test('a provider that nothing needs is remembered only where it may hold data', () => {
  const { capabilities } = lockOf();
  const nothing = { ...toyPlan(), capabilities: [] };
  expect(rememberedProviders(capabilities, nothing, toyTemplates())).toEqual({});
  const holding = toyTemplates().map((template) =>
    template.id === 'stacks/toy-warehouse' ? { ...template, stateful: [{ address: 'toy.table' }] } : template,
  );
  expect(Object.keys(rememberedProviders(capabilities, nothing, holding))).toEqual(['warehouse']);
  expect(rememberedProviders(capabilities, toyPlan(), holding)).toEqual({});
});
