import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Template } from '#catalog/schema/generated/types.ts';
import { filesLeftOut, templatesTogether, wholeTemplate } from '#catalog/template-parts.ts';
import { holds } from '#generators/engine/plan/condition.ts';
import { manifestsOf } from '#generators/engine/repository.ts';
import { render } from '#generators/engine/render/render.ts';
import { statefulResources } from '#generators/engine/state/resources.ts';
import { toyPlan, toyReader, toyTemplate, toyTemplates } from '../fixtures/toy.ts';

const parts: NonNullable<Template['parts']> = [
  {
    with: 'toy-warehouse',
    files: ['README.md'],
    stateful: [{ address: 'toy_table.here' }],
    contributes: { documents: [{ title: 'Here', path: 'README.md' }], settings: { dev: { toy: { a: 1 } } } },
  },
  {
    with: 'toy-lake',
    files: ['Makefile', 'scripts/**'],
    stateful: [{ address: 'toy_table.there' }],
    contributes: { documents: [{ title: 'There', path: 'Makefile' }], settings: { dev: { toy: { b: 2 } } } },
  },
];

/** The toy templates, the base with parts for two warehouses of which the plan has one. */
function withParts(provides: string): Template[] {
  const base = toyTemplate('base', { parts, contributes: { settings: { dev: { toy: { own: 0 } } } } });
  return toyTemplates()
    .filter(({ id }) => id !== 'base')
    .map((template) =>
      template.provides === undefined
        ? template
        : { ...template, provides: [...template.provides, provides] },
    )
    .concat(base);
}

describe('parts of a template', () => {
  test('are its own where a template of the plan gives the capability, and nowhere else', () => {
    const templates = withParts('toy-warehouse');
    const plan = toyPlan({ templates });
    expect(plan.contributions.documents).toContainEqual({ title: 'Here', path: 'README.md' });
    expect(plan.contributions.documents).not.toContainEqual({ title: 'There', path: 'Makefile' });
    expect(plan.settings.dev['toy']).toEqual({ own: 0, a: 1 });
    const manifests = manifestsOf(plan, templates);
    expect(Object.keys(statefulResources(plan, manifests))).toContain('toy_table.here');
    expect(Object.keys(statefulResources(plan, manifests))).not.toContain('toy_table.there');
  });

  test('say which files are not written without them', () => {
    const all = [...render(toyPlan(), toyTemplates(), toyReader()).keys()];
    const templates = withParts('toy-warehouse');
    const written = [...render(toyPlan({ templates }), templates, toyReader()).keys()];
    expect(all).toContain('Makefile');
    expect(written).toContain('README.md');
    expect(written).not.toContain('Makefile');
  });

  test('change nothing when a plan is read twice', () => {
    fc.assert(
      fc.property(fc.subarray(['toy-warehouse', 'toy-lake', 'other']), (provides) => {
        const templates = [toyTemplate('base', { parts }), toyTemplate('stacks/toy-contract', { provides })];
        const once = templatesTogether(templates);
        expect(templatesTogether(once)).toEqual(once);
        const left = once.flatMap(filesLeftOut);
        expect(left.includes('README.md')).toBe(!provides.includes('toy-warehouse'));
      }),
    );
  });

  test('are all there for whoever asks what a template may bring', () => {
    const { stateful, parts: left } = wholeTemplate(toyTemplate('base', { parts }));
    expect(stateful?.map(({ address }) => address)).toEqual(['toy_table.here', 'toy_table.there']);
    expect(left).toBeUndefined();
  });
});

describe('a condition', () => {
  const diagnostic = {
    infra: { kubernetes: { value: 'managed', status: 'answered' }, forbidden: ['aws', 'gcp'] },
    dataSources: [{ volumeGB: { mid: 20 } }, { volumeGB: { mid: 100 } }, { volumeGB: null }],
  };

  test.each([
    [{ pointer: '/infra/kubernetes', in: ['managed', 'selfhosted'] }, true],
    [{ pointer: '/infra/kubernetes', equals: 'none' }, false],
    [{ pointer: '/infra/forbidden/*', equals: 'gcp' }, true],
    [{ pointer: '/infra/forbidden/*', differs: 'gcp' }, false],
    [{ pointer: '/infra/warehouse', differs: 'bigquery' }, true],
    [{ pointer: '/infra/warehouse', in: ['bigquery'] }, false],
    [{ pointer: '/dataSources/*/volumeGB/mid', atLeast: 100 }, true],
    [{ pointer: '/dataSources/*/volumeGB/mid', atLeast: 101 }, false],
    [{ pointer: '/dataSources/*/volumeGB/mid' }, true],
    [{ pointer: '/nothing' }, false],
  ])('%j: %s', (condition, expected) => {
    expect(holds(condition, diagnostic)).toBe(expected);
  });
});
