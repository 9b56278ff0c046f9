import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { entitiesOfKind } from '#catalog/entities.ts';

const contract = path.resolve(
  import.meta.dirname,
  '../../../templates/stacks/warehouse-contract/files/contract',
);
const names = readdirSync(path.join(contract, 'entities')).map((file) => file.replace('.schema.json', ''));

function schema(name: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(
    readFileSync(path.join(contract, 'entities', `${name}.schema.json`), 'utf8'),
  );
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${name} is no object`);
  return { ...parsed };
}

test('clients and the planner read the same table of what records can give', () => {
  const written: unknown = parse(readFileSync(path.join(contract, 'object-kinds.yaml'), 'utf8'));
  const planned = Object.entries(entitiesOfKind).filter(([, entities]) => entities.length > 0);
  expect(written).toEqual(Object.fromEntries(planned));
  for (const [, entities] of planned) expect(names).toEqual(expect.arrayContaining([...entities]));
});

test.each(names)('%s says its grain, key, version and how personal it and each column is', (name) => {
  const entity = schema(name);
  expect(entity).toMatchObject({
    $id: `${name}.schema.json`,
    'x-grain': expect.stringMatching(/^One row per/u),
    'x-version': expect.stringMatching(/^\d+\.\d+\.\d+$/u),
    'x-personal-data': expect.stringMatching(/^(none|pseudonymous|direct)$/u),
    additionalProperties: false,
  });
  const properties = new Map(Object.entries(entity['properties'] ?? {}));
  expect(entity['required']).toEqual(expect.arrayContaining([...asList(entity['x-key'])]));
  for (const [column, definition] of properties)
    expect({ column, ...definition }).toMatchObject({
      column: expect.stringMatching(/^[a-z][a-z_]*$/u),
      description: expect.stringMatching(/\.$/u),
      'x-personal-data': expect.any(String),
    });
});

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
