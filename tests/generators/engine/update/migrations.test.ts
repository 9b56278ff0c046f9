import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Template } from '#catalog/schema/generated/types.ts';
import { sha256 } from '#generators/engine/digest.ts';
import {
  applyMigrations,
  dueMigrations,
  migrationPaths,
  settledMigrations,
} from '#generators/engine/update/migrations.ts';
import type { AppliedMigration, Migration } from '#generators/engine/update/migrations.ts';
import type { BaseFile, BaseTree, WorkFile, WorkTree } from '#generators/engine/update/types.ts';
import { toyManifest } from './toy-manifest.ts';

type Step = Migration['steps'][number];

const anyStep: Step = { do: 'replace', files: '**', find: 'a', with: 'b' };

function migration(id: string, version: string, when?: Migration['when']): Migration {
  return { id, version, description: `Do ${id}.`, steps: [anyStep], ...(when && { when }) };
}

const engineInput: Template['inputs'] = {
  type: 'object',
  properties: { engine: { type: 'string', title: 'Engine', enum: ['old', 'new'], default: 'old' } },
};

describe('migrations that are due', () => {
  const lake = toyManifest('stacks/lake', '0.3.0', {
    inputs: engineInput,
    migrations: [
      migration('third', '0.3.0'),
      migration('second', '0.2.0'),
      migration('to-new', '0.2.0', { input: 'engine', equals: 'new' }),
      migration('to-old', '0.2.0', { input: 'engine', equals: 'old' }),
      migration('future', '0.4.0'),
    ],
  });
  const due = (
    from: string | undefined,
    answers: object,
    applied: string[],
    former: object,
  ): readonly string[] =>
    dueMigrations(
      [lake],
      new Map(from === undefined ? [] : [['stacks/lake', from]]),
      { ...answers },
      applied,
      { ...former },
    ).map(({ id }) => id.replace('stacks/lake#', ''));

  test('run when an update crosses their version, oldest first, once', () => {
    expect(due('0.1.0', { engine: 'old' }, [], {})).toEqual(['second', 'third']);
    expect(due('0.2.0', { engine: 'old' }, [], { engine: 'old' })).toEqual(['third']);
    expect(due('0.1.0', { engine: 'old' }, ['stacks/lake#second'], {})).toEqual(['third']);
    expect(due('0.3.0', { engine: 'old' }, [], { engine: 'old' })).toEqual([]);
  });

  test('that depend on an answer run when it changes to theirs, there and back, whatever the version', () => {
    const settled = (engine: string) => settledMigrations([lake], { engine });
    expect(due('0.3.0', { engine: 'new' }, settled('old'), { engine: 'old' })).toEqual(['to-new']);
    expect(due('0.3.0', { engine: 'new' }, settled('new'), { engine: 'new' })).toEqual([]);
    expect(due('0.3.0', { engine: 'old' }, settled('new'), { engine: 'new' })).toEqual(['to-old']);
    expect(due('0.3.0', { engine: 'new' }, settled('old'), { engine: 'old' })).toEqual(['to-new']);
  });

  test('that depend on an answer run for those who gave it before the migration existed', () => {
    expect(due('0.1.0', { engine: 'new' }, [], { engine: 'new' })).toEqual(['second', 'to-new', 'third']);
  });

  test('are not brought about by a default that nobody chose', () => {
    expect(due('0.1.0', { engine: 'old' }, [], {})).not.toContain('to-old');
    expect(due('0.1.0', { engine: 'new' }, [], {})).toContain('to-new');
  });

  test('a template that the repository did not have brings none', () => {
    expect(due(undefined, { engine: 'new' }, [], {})).toEqual([]);
  });

  test('a new repository needs none of those whose version it has and whose answer it gave', () => {
    expect(settledMigrations([lake], { engine: 'old' })).toEqual([
      'stacks/lake#second',
      'stacks/lake#third',
      'stacks/lake#to-old',
    ]);
  });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (text: string): WorkFile => ({ kind: 'file', bytes: bytes(text), executable: false });

function textAt(tree: WorkTree, path: string): string | undefined {
  const found = tree.get(path);
  return found?.kind === 'file'
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(found.bytes)
    : undefined;
}

function generated(text: string, fileClass: BaseFile['class'] = 'merged'): BaseFile {
  return { bytes: bytes(text), sha256: sha256(text), executable: false, class: fileClass, template: 'base' };
}

function apply(
  steps: readonly Step[],
  files: Readonly<Record<string, string | WorkFile>>,
  base: BaseTree = new Map(),
): { readonly ours: WorkTree; readonly applied: AppliedMigration } {
  const [first] = steps;
  if (first === undefined) throw new Error('A migration has steps.');
  const ours = new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === 'string' ? file(content) : content,
    ]),
  );
  const due = [
    { id: 'base#m', migration: { ...migration('m', '1.0.0'), steps: [first, ...steps.slice(1)] } },
  ];
  const { ours: after, applied } = applyMigrations(due, ours, base);
  const [only] = applied;
  if (only === undefined) throw new Error('One migration was given.');
  return { ours: after, applied: only };
}

const setA: Step = { do: 'set', files: '**/*.json', pointer: '/a', value: 2 };

describe('running migrations', () => {
  test('edits whatever file fits, also one no template wrote, and says which', () => {
    const { ours, applied } = apply([setA], {
      'x.json': '{"a": 1}\n',
      'deep/y.json': '{"b": 1}',
      'z.yaml': 'a: 1\n',
    });
    expect(textAt(ours, 'x.json')).toBe('{"a": 2}\n');
    expect(textAt(ours, 'deep/y.json')).toBe('{"b": 1}');
    expect(textAt(ours, 'z.yaml')).toBe('a: 1\n');
    expect(applied).toEqual({
      id: 'base#m',
      description: 'Do m.',
      paths: ['x.json'],
      skipped: [{ path: 'deep/y.json', step: 'set /a', kind: 'absent', reason: 'It does not have that.' }],
    });
  });

  test('adds a value only in files that hold what it belongs to', () => {
    const add: Step = { do: 'add', files: '*.json', where: '/a', pointer: '/b/c', value: '$a' };
    const { ours, applied } = apply([add], {
      'x.json': '{"a": 1}',
      'y.json': '{}',
      'z.json': '{"a": 1, "b": {"c": 3}}',
    });
    expect(JSON.parse(textAt(ours, 'x.json') ?? '')).toEqual({ a: 1, b: { c: '$a' } });
    expect(textAt(ours, 'y.json')).toBe('{}');
    expect(textAt(ours, 'z.json')).toBe('{"a": 1, "b": {"c": 3}}');
    expect(applied.paths).toEqual(['x.json']);
  });

  test('removes a key with what held only it', () => {
    const remove: Step = { do: 'remove', files: '*', pointer: '/o/p/q' };
    const { ours } = apply([remove], {
      'x.json': '{"a": 1, "o": {"p": {"q": 1}}}',
      'y.yaml': 'o:\n  r: 1\n  p:\n    q: 1\n',
      'z.json': '{"o": {"p": {"q": 1}}}',
    });
    expect(JSON.parse(textAt(ours, 'x.json') ?? '')).toEqual({ a: 1 });
    expect(textAt(ours, 'y.yaml')).toBe('o:\n  r: 1\n');
    expect(JSON.parse(textAt(ours, 'z.json') ?? '')).toEqual({});
  });

  test('renames a key unless the new name is taken', () => {
    const rename: Step = { do: 'rename-key', files: '*.yaml', pointer: '/old', to: 'new' };
    const { ours, applied } = apply([rename], { 'x.yaml': 'old: 1 # kept\n', 'y.yaml': 'old: 1\nnew: 2\n' });
    expect(textAt(ours, 'x.yaml')).toBe('new: 1 # kept\n');
    expect(textAt(ours, 'y.yaml')).toBe('old: 1\nnew: 2\n');
    expect(applied.skipped).toMatchObject([{ path: 'y.yaml', kind: 'occupied' }]);
  });

  test('replaces text wherever it stands, once, also where the new text holds the old', () => {
    const step: Step = { do: 'replace', files: 'docs/**', find: 'tool', with: 'new tool' };
    const once = apply([step], { 'docs/a.md': 'tool, new tool and tools', 'b.md': 'tool' });
    expect(textAt(once.ours, 'docs/a.md')).toBe('new tool, new tool and new tools');
    expect(textAt(once.ours, 'b.md')).toBe('tool');
  });

  test('keeps line ends and byte order mark', () => {
    const { ours } = apply([setA], { 'x.json': '\ufeff{\r\n  "a": 1,\r\n  "b": 1\r\n}\r\n' });
    expect(textAt(ours, 'x.json')).toBe('\ufeff{\r\n  "a": 2,\r\n  "b": 1\r\n}\r\n');
  });

  test('leaves a file that does not parse as it is, and says so', () => {
    const { ours, applied } = apply([setA], {
      'x.json': '{"a": 1',
      'y.json': { kind: 'file', bytes: Uint8Array.of(0, 255), executable: false },
    });
    expect(textAt(ours, 'x.json')).toBe('{"a": 1');
    expect(applied).toMatchObject({
      paths: [],
      skipped: [
        {
          path: 'x.json',
          step: 'set /a',
          kind: 'unreadable',
          reason: 'It was left alone: it is not valid JSON.',
        },
        { path: 'y.json', step: 'set /a', kind: 'unreadable', reason: 'It is no text.' },
      ],
    });
  });

  test('never touches links, git, our own folder, or a secret', () => {
    const link: WorkFile = { kind: 'link', target: '/etc/passwd' };
    const files = {
      'link.json': link,
      '.git/x.json': '{"a": 1}',
      'vendor/.git/x.json': '{"a": 1}',
      '.toltek/lock.json': '{"a": 1}',
      'secret.json': '{"a": 1}',
    };
    const { ours, applied } = apply([setA], files, new Map([['secret.json', generated('other', 'secret')]]));
    expect(applied).toMatchObject({ paths: [], skipped: [] });
    expect(ours.get('link.json')).toEqual(link);
    const due = [{ id: 'base#m', migration: { ...migration('m', '1.0.0'), steps: [setA] as [Step] } }];
    expect(migrationPaths(due, [...Object.keys(files), 'x.yaml'])).toEqual(['link.json', 'secret.json']);
  });

  test('leaves what nobody edited to the new render', () => {
    const base = new Map([
      ['x.json', generated('{"a": 1}')],
      ['y.json', generated('{"a": 1}')],
    ]);
    const { ours, applied } = apply([setA], { 'x.json': '{"a": 1}', 'y.json': '{"a": 1, "mine": 1}' }, base);
    expect(textAt(ours, 'x.json')).toBe('{"a": 1}');
    expect(textAt(ours, 'y.json')).toBe('{"a": 2, "mine": 1}');
    expect(applied.paths).toEqual(['y.json']);
  });

  const key = fc.constantFrom('a', 'b', 'c d', '__proto__', '0');
  const scalar = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constantFrom('', 'x', 'yes', '# no', 'a: b', "it's", 'l\nm'),
  );
  const data = fc.letrec<{ map: object; value: unknown }>((tie) => ({
    map: fc
      .array(fc.tuple(key, tie('value')), { maxLength: 3 })
      .map((entries) => Object.fromEntries(entries)),
    value: fc.oneof({ maxDepth: 3 }, scalar, tie('map'), fc.array(scalar, { maxLength: 3 })),
  })).map;
  const pointer = fc
    .array(key, { minLength: 1, maxLength: 3 })
    .map((keys) => keys.map((part) => `/${part}`).join(''));
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('set' as const), files: fc.constant('*'), pointer, value: scalar }),
    fc.record({
      do: fc.constant('add' as const),
      files: fc.constant('*'),
      where: pointer,
      pointer,
      value: scalar,
    }),
    fc.record({ do: fc.constant('remove' as const), files: fc.constant('*'), pointer }),
    fc.record({ do: fc.constant('rename-key' as const), files: fc.constant('*'), pointer, to: key }),
    fc.record({
      do: fc.constant('replace' as const),
      files: fc.constant('*'),
      find: key,
      with: fc.constantFrom('z', 'aa'),
    }),
  );

  test('a step run again changes nothing more, in every format', async () => {
    const { stringify } = await import('yaml');
    const { stringify: toml } = await import('smol-toml');
    fc.assert(
      fc.property(data, step, (document, only) => {
        // A key that gets the name of the one it is in could be found again.
        fc.pre(only.do !== 'rename-key' || !only.pointer.endsWith(`/${only.to}`));
        const files = {
          'x.json': JSON.stringify(document, null, 2),
          'x.yaml': stringify(document),
          'x.toml': toml(document),
        };
        const first = apply([only], files).ours;
        const second = apply([only], Object.fromEntries(first)).ours;
        for (const path of Object.keys(files)) expect(textAt(second, path)).toBe(textAt(first, path));
      }),
      { numRuns: 1000 },
    );
  });
});
