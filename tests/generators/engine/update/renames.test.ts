import { describe, expect, test } from '@jest/globals';
import type { Template } from '#catalog/schema/generated/types.ts';
import { renamesBetween } from '#generators/engine/update/renames.ts';
import { toyPlan } from '../../fixtures/toy.ts';
import { toyManifest } from './toy-manifest.ts';

const plan = toyPlan();

function renames(version: string, more: Partial<Template>, from = '0.1.0'): readonly string[] {
  return renamesBetween([toyManifest('base', version, more)], new Map([['base', from]]), plan).map(
    (rename) => `${rename.from} > ${rename.to}`,
  );
}

describe('renames between two versions', () => {
  test('are those after the one a repository has, up to the new one, oldest first', () => {
    const declared = {
      '0.10.0': { c: 'd' },
      '0.1.0': { a: 'b' },
      '0.2.0': { b: 'c' },
      '0.11.0': { d: 'e' },
    };
    expect(renames('0.10.0', { renames: declared })).toEqual(['b > c', 'c > d']);
    expect(renames('0.10.0', { renames: declared }, '0.10.0')).toEqual([]);
  });

  test('of one version happen at once: a path is left before another takes it', () => {
    expect(renames('0.2.0', { renames: { '0.2.0': { a: 'b', b: 'c' } } })).toEqual(['b > c', 'a > b']);
  });

  test('hold for each item of the list that their token stands for', () => {
    const ids = plan.sources.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    expect(
      renames('0.2.0', {
        forEach: [{ folder: 'ingestion/__source.id__', over: '/sources', as: 'source' }],
        renames: {
          '0.2.0': { 'ingestion/__source.id__/a.py': 'ingestion/__source.id__/__source.snake__.py' },
        },
      }),
    ).toEqual(plan.sources.map(({ id, snake }) => `ingestion/${id}/a.py > ingestion/${id}/${snake}.py`));
  });

  test('of a template the repository does not have yet concern nobody', () => {
    const manifest = toyManifest('base', '0.2.0', { renames: { '0.2.0': { a: 'b' } } });
    expect(renamesBetween([manifest], new Map(), plan)).toEqual([]);
  });
});
