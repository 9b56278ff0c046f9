import { describe, expect, test } from '@jest/globals';
import type { Template } from '#catalog/schema/generated/types.ts';
import { changesBetween } from '#generators/engine/update/changes.ts';
import { toyManifest } from './toy-manifest.ts';

function template(id: string, version: string, ...changes: readonly string[]): Template {
  return toyManifest(id, version, {
    changes: changes.map((change) => {
      const [at = '', kind = '', description = ''] = change.split(' ');
      return { version: at, kind: kind as 'added', description };
    }),
  });
}

describe('changes between two versions', () => {
  test('are those after the one a repository has, up to the new one', () => {
    const manifest = template(
      'base',
      '0.10.0',
      '0.2.0 added a',
      '0.9.0 added b',
      '0.10.0 added c',
      '0.11.0 added d',
    );
    const found = changesBetween([manifest], new Map([['base', '0.2.0']]));
    expect(found.map(({ description }) => description)).toEqual(['c', 'b']);
    expect(changesBetween([manifest], new Map([['base', '0.10.0']]))).toEqual([]);
  });

  test('tell first what breaks and what is about security, of whatever template', () => {
    const manifests = [
      template('base', '0.3.0', '0.2.0 added a', '0.3.0 security b'),
      template('stacks/lake', '0.2.0', '0.2.0 breaking c', '0.2.0 fixed d'),
    ];
    const found = changesBetween(manifests, new Map(manifests.map(({ id }) => [id, '0.1.0'])));
    expect(found.map(({ template: id, version, kind }) => `${id} ${version} ${kind}`)).toEqual([
      'stacks/lake 0.2.0 breaking',
      'base 0.3.0 security',
      'stacks/lake 0.2.0 fixed',
      'base 0.2.0 added',
    ]);
  });

  test('of a template the repository does not have yet are no news', () => {
    expect(changesBetween([template('base', '0.2.0', '0.2.0 added a')], new Map())).toEqual([]);
  });
});
