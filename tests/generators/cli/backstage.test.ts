import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { toltekNew } from '#generators/backstage/index.ts';
import type { ToltekNewAction } from '#generators/backstage/index.ts';
import type { BackstageEntity } from '#generators/cli/backstage/entities.ts';
import { run } from '#generators/cli/commands/catalog-backstage.ts';
import { generate, prepare } from '#generators/cli/generation.ts';
import { call } from './catalog-call.ts';

const diagnosticFile = path.resolve(
  import.meta.dirname,
  '../../../examples/p1-online-retailer/diagnostic.json',
);
const work = mkdtempSync(path.join(tmpdir(), 'toltek-backstage-test-'));
const out = path.join(work, 'export');
let entities: readonly BackstageEntity[];
let templates: readonly BackstageEntity[];

beforeAll(async () => {
  expect(await call({ run }, [], { out })).toMatchObject({ code: 0, refused: [] });
  const text = readFileSync(path.join(out, 'catalog-info.yaml'), 'utf8');
  entities = parseAllDocuments(text).map((document) => document.toJS() as BackstageEntity);
  const folder = path.join(out, 'templates');
  templates = readdirSync(folder).map(
    (file) => parse(readFileSync(path.join(folder, file), 'utf8')) as BackstageEntity,
  );
});
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

const referenceOf = ({ kind, metadata }: BackstageEntity): string =>
  `${kind.toLowerCase()}:${metadata.namespace}/${metadata.name}`;

describe('entities', () => {
  test('have names and tags that Backstage takes, each once', () => {
    const all = [...entities, ...templates];
    for (const { metadata } of all) {
      expect(metadata.name).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
      for (const tag of metadata.tags ?? []) expect(tag).toMatch(/^[a-z0-9+#]+(-[a-z0-9+#]+)*$/);
    }
    expect(new Set(all.map(referenceOf)).size).toBe(all.length);
  });

  test('name only what is there', () => {
    const known = new Set(entities.map(referenceOf));
    const named = entities.flatMap(({ spec }) => [
      ...(Array.isArray(spec['dependsOn']) ? (spec['dependsOn'] as string[]) : []),
      ...(typeof spec['owner'] === 'string' ? [spec['owner']] : []),
    ]);
    expect(named.filter((reference) => !known.has(reference))).toEqual([]);
  });

  test('tell built and planned apart', () => {
    const tagsOf = (name: string): readonly string[] =>
      entities.find(({ metadata }) => metadata.name === name)?.metadata.tags ?? [];
    expect(tagsOf('df-forecast')).toContain('built');
    expect(tagsOf('ca-churn')).toContain('planned');
  });

  test('lead to every software template', () => {
    const location = entities.find(({ kind }) => kind === 'Location');
    expect(new Set(location?.spec['targets'] as string[])).toEqual(
      new Set(templates.map(({ metadata }) => `./templates/${metadata.name}.yaml`)),
    );
  });
});

test('software templates pass on only what they ask', () => {
  expect(templates.length).toBeGreaterThan(1);
  for (const { spec } of templates) {
    const pages = spec['parameters'] as readonly { properties: Record<string, unknown> }[];
    const asked = pages.flatMap(({ properties }) => Object.keys(properties));
    const used = [...JSON.stringify(spec['steps']).matchAll(/parameters\.(\w+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(asked));
  }
});

test('an export that somebody edited is not replaced', async () => {
  const edited = path.join(work, 'edited');
  await call({ run }, [], { out: edited });
  writeFileSync(path.join(edited, 'catalog-info.yaml'), 'mine');
  expect((await call({ run }, [], { out: edited })).refused).toMatchObject([{ code: 'SITE_CHANGED' }]);
  expect(readFileSync(path.join(edited, 'catalog-info.yaml'), 'utf8')).toBe('mine');
});

describe('the action', () => {
  const action = toltekNew((options: ToltekNewAction) => options);

  async function runIn(
    name: string,
    input: Parameters<ToltekNewAction['handler']>[0]['input'],
  ): Promise<string> {
    const workspacePath = path.join(work, name);
    mkdirSync(workspacePath);
    await action.handler({
      input,
      workspacePath,
      logger: { info: () => undefined },
      output: () => undefined,
    });
    return workspacePath;
  }

  test('writes what toltek new writes', async () => {
    const folder = await runIn('repository', {
      diagnostic: readFileSync(diagnosticFile, 'utf8'),
      useCases: ['ca-segment'],
      answers: { githubRepository: '' },
    });
    const request = { diagnosticFile, useCases: ['ca-segment'], onlyBuilt: true };
    const { files } = generate(await prepare(request), {});
    const different = [...files].filter(
      ([file, { bytes }]) => !readFileSync(path.join(folder, file)).equals(bytes),
    );
    expect(different.map(([file]) => file)).toEqual([]);
  });

  test('says where a diagnostic is wrong, and writes nothing', async () => {
    await expect(runIn('broken', { diagnostic: '{ "company": 1 }' })).rejects.toThrow(
      /meta.*do|required|Add/s,
    );
    expect(readdirSync(path.join(work, 'broken'))).toEqual([]);
  });
});
