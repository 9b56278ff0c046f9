import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { validateDiagnostic } from '#catalog/schema/generated/validators.js';
import { schemaProblems } from '#catalog/schema/validate.ts';
import type { Problem } from '#catalog/problem.ts';
import { recordHistories } from '#generators/cli/adapters/history.ts';
import { isDiagnosticPointer } from '#generators/cli/commands/catalog-manifest-checks.ts';
import { sampleDiagnostic } from '#generators/cli/commands/catalog-sample.ts';
import * as validate from '#generators/cli/commands/catalog-validate.ts';
import { call } from './catalog-call.ts';

/** A sound set of templates: each test breaks one file of it. */
const sound: Readonly<Record<string, string>> = {
  'base/template.yaml': `
schemaVersion: 1
id: base
name: Base
summary: Every repository has it.
version: 1.0.0
kind: base
lifecycle: stable
owner: toltek
licence: Apache-2.0
inputs:
  type: object
  required: [team]
  properties:
    team: { type: string, title: Who owns it, examples: [data] }
    country: { type: string, title: Country, x-fromDiagnostic: /company/country }
contributes:
  documents:
    - { title: Runbook, path: docs/runbook.md }
`,
  'base/files/docs/runbook.md.hbs': '# {{md client.name}} ({{md inputs.team}}, {{md inputs.country}})\n',
  'base/files/settings.json.hbs': '{ "name": {{json client.name}} }\n',
  'base/files/ingestion/README.md': 'Sources.\n',
  'stacks/lake/template.yaml': `
schemaVersion: 1
id: stacks/lake
name: Lake
summary: Keeps files.
version: 1.0.0
kind: stack
lifecycle: stable
owner: toltek
licence: Apache-2.0
provides: [warehouse]
chosenWhen:
  - { pointer: /infra/warehouse, equals: clickhouse, because: The client has it. }
`,
  'stacks/lake/files/store.txt': 'lake\n',
  'stacks/warehouse/template.yaml': `
schemaVersion: 1
id: stacks/warehouse
name: Warehouse
summary: Keeps tables.
version: 1.0.0
kind: stack
lifecycle: stable
owner: toltek
licence: Apache-2.0
provides: [warehouse]
defaultFor: [warehouse]
cost:
  - component: queries
    name: { en: Queries, fr: Requêtes }
    usage:
      - { item: gcp-bigquery-queries, low: 1, mid: 2, high: 3, of: { en: TiB, fr: Tio } }
forEach:
  - { folder: ingestion/__source.id__, over: /sources, as: source }
`,
  'stacks/warehouse/files/store.txt': 'warehouse\n',
  'stacks/warehouse/files/ingestion/__source.id__/mapping.yaml.hbs': 'name: {{yaml source.name}}\n',
  'use-cases/forecast/template.yaml': `
schemaVersion: 1
id: use-cases/forecast
name: Forecast
summary: Forecasts.
version: 1.0.0
kind: use-case
lifecycle: stable
owner: toltek
licence: Apache-2.0
requires: [warehouse]
`,
  'use-cases/forecast/files/services/forecast/app.yaml.hbs': 'client: {{yaml client.name}}\n',
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'validate-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  const target = path.join(root, 'templates', file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** The sound templates, some files changed: by another text, by a replacement in it, or left out. */
function templates(
  changes: Readonly<Record<string, string | readonly [string, string] | undefined>> = {},
): string {
  for (const [file, text] of Object.entries(sound)) write(file, text.trimStart());
  for (const [file, change] of Object.entries(changes)) {
    if (change === undefined) rmSync(path.join(root, 'templates', file));
    else if (typeof change === 'string') write(file, change);
    else write(file, (sound[file] ?? '').trimStart().replace(...change));
  }
  return path.join(root, 'templates');
}

async function problemsIn(folder: string): Promise<readonly Problem[]> {
  const { stdout } = await call(validate, [folder], { json: true });
  const { problems } = JSON.parse(stdout) as { problems: readonly Problem[] };
  return problems.filter(({ code }) => code !== 'HISTORY_ABSENT');
}

/** Code, file below templates/ and place of every problem. */
async function found(changes: Parameters<typeof templates>[0]): Promise<readonly (readonly unknown[])[]> {
  const folder = templates(changes);
  return (await problemsIn(folder)).map(({ code, file, pointer }) => [
    code,
    file === undefined ? undefined : path.relative(folder, file),
    pointer,
  ]);
}

const place = (pointer: string) => expect.stringMatching(new RegExp(`^line \\d+, column \\d+, ${pointer}$`));

describe('catalog validate', () => {
  test('sound templates pass, every one rendered', async () => {
    const folder = templates();
    await recordHistories(root);
    const { code, stdout, stderr } = await call(validate, [folder]);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^4 templates and \d+ entries: all is well\.\n$/);
    expect(code).toBe(0);
  });

  test('an author is told of their own template only', async () => {
    const folder = templates({
      'stacks/lake/template.yaml': ['kind: stack', 'kind: use-case'],
      'use-cases/forecast/template.yaml': ['requires: [warehouse]', 'requires: [warehose]'],
    });
    const { code, stderr, stdout } = await call(validate, [path.join(folder, 'stacks/lake')]);
    expect(code).toBe(1);
    expect(stderr).toContain('TEMPLATE_KIND');
    expect(stderr).not.toContain('warehose');
    expect(stdout).toBe('1 template: 1 error, 1 warning.\n');
  });

  test('a manifest that breaks its schema is named with its line', async () => {
    expect(await found({ 'stacks/lake/template.yaml': ['lifecycle: stable', 'lifecycle: solid'] })).toEqual([
      ['SCHEMA', 'stacks/lake/template.yaml', 'line 7, column 1, /lifecycle'],
    ]);
  });

  test('a template stands where its id and kind say', async () => {
    expect(await found({ 'stacks/lake/template.yaml': ['id: stacks/lake', 'id: stacks/sea'] })).toEqual([
      ['TEMPLATE_ID', 'stacks/lake/template.yaml', place('/id')],
    ]);
    expect(await found({ 'stacks/lake/template.yaml': ['kind: stack', 'kind: base'] })).toContainEqual([
      'TEMPLATE_KIND',
      'stacks/lake/template.yaml',
      place('/kind'),
    ]);
  });

  test('a capability nobody provides is named once, with the near one', async () => {
    const folder = templates({
      'use-cases/forecast/template.yaml': ['requires: [warehouse]', 'requires: [warehose]'],
    });
    const problems = await problemsIn(folder);
    expect(problems).toMatchObject([{ code: 'UNKNOWN_CAPABILITY', action: "Did you mean 'warehouse'?" }]);
  });

  test('several providers and nothing to decide between them', async () => {
    expect(
      await found({ 'stacks/warehouse/template.yaml': ['defaultFor: [warehouse]\n', ''] }),
    ).toContainEqual(['UNDECIDED_CAPABILITY', 'use-cases/forecast/template.yaml', place('/requires')]);
  });

  test('templates that require each other in a circle', async () => {
    const changes = {
      'stacks/warehouse/template.yaml': [
        'defaultFor: [warehouse]',
        'defaultFor: [warehouse]\nrequires: [forecast]',
      ],
      'use-cases/forecast/template.yaml': [
        'requires: [warehouse]',
        'requires: [warehouse]\nprovides: [forecast]',
      ],
    } as const;
    expect((await found(changes)).map(([code]) => code)).toContain('TEMPLATE_CYCLE');
  });

  test('a path that two templates write, told once', async () => {
    expect(await found({ 'stacks/lake/files/docs/Runbook.md': 'mine' })).toEqual([
      ['TEMPLATE_COLLISION', 'stacks/lake/files/docs/Runbook.md', undefined],
    ]);
  });

  test('a path that two templates would write for another client than the sample', async () => {
    expect(await found({ 'stacks/lake/files/services/forecast/app.yaml': 'mine' })).toEqual([
      ['TEMPLATE_COLLISION', 'use-cases/forecast/files/services/forecast/app.yaml.hbs', undefined],
    ]);
  });

  test('alternatives may write the same path', async () => {
    expect(await found({})).toEqual([]);
  });

  test('an input that no file reads, and one that is not declared', async () => {
    expect(await found({ 'base/template.yaml': ['    country:', '    land:'] })).toEqual([
      ['INPUT_UNUSED', 'base/template.yaml', place('/inputs/properties/land')],
      ['TEMPLATE_FIELD', 'base/files/docs/runbook.md.hbs', 'line 1, column 48'],
    ]);
  });

  test('an unknown field and a syntax error in a file', async () => {
    expect(
      await found({
        'base/files/settings.json.hbs': '{{json client.nom}}',
        'use-cases/forecast/files/services/forecast/app.yaml.hbs': '{{#if client.name}}',
      }),
    ).toEqual([
      ['TEMPLATE_FIELD', 'base/files/settings.json.hbs', 'line 1, column 8'],
      ['TEMPLATE_SYNTAX', 'use-cases/forecast/files/services/forecast/app.yaml.hbs', expect.any(String)],
    ]);
  });

  test('a value written without the helper of its format', async () => {
    expect(
      await found({
        'base/files/settings.json.hbs': '{ "name": "{{md client.name}}" }',
        'use-cases/forecast/files/services/forecast/app.yaml.hbs': 'client: {{md client.name}}',
      }),
    ).toEqual([
      ['RENDERED_SYNTAX', 'base/files/settings.json.hbs', undefined],
      ['RENDERED_SYNTAX', 'use-cases/forecast/files/services/forecast/app.yaml.hbs', undefined],
    ]);
  });

  test('a file may hold several YAML documents', async () => {
    const text = 'a: {{yaml client.name}}\n---\nb: {{yaml client.id}}\n';
    expect(await found({ 'use-cases/forecast/files/services/forecast/app.yaml.hbs': text })).toEqual([]);
  });

  test('a version that is not pinned exactly, or in words nobody can list', async () => {
    expect(
      await found({
        'base/files/requirements/dev.txt': '# tools\nsix>=1.0\n',
        'use-cases/forecast/files/services/forecast/Dockerfile': 'FROM python\n',
      }),
    ).toEqual([
      ['PIN_UNREADABLE', 'base/files/requirements/dev.txt', 'line 2'],
      ['PIN_UNREADABLE', 'use-cases/forecast/files/services/forecast/Dockerfile', 'line 1'],
    ]);
  });

  test('what a manifest promises has to be written', async () => {
    expect(
      await found({ 'base/template.yaml': ['path: docs/runbook.md', 'path: docs/run-book.md'] }),
    ).toEqual([['PROMISE', 'base/template.yaml', place('/contributes/documents/0/path')]]);
  });

  test('references of a manifest: price, capability, forEach folder, construct', async () => {
    expect(
      await found({
        'stacks/lake/template.yaml': [
          'provides: [warehouse]',
          'provides: [warehouse]\ndefaultFor: [warehose]\nconstructs: [gcp/no-such-construct]',
        ],
        'stacks/warehouse/template.yaml': ['item: gcp-bigquery-queries', 'item: gcp-bigquery-querys'],
        'stacks/warehouse/files/ingestion/__source.id__/mapping.yaml.hbs': undefined,
      }),
    ).toEqual([
      ['MANIFEST_REFERENCE', 'stacks/lake/template.yaml', place('/defaultFor/0')],
      ['MANIFEST_REFERENCE', 'stacks/warehouse/template.yaml', place('/cost/0/usage/0/item')],
      ['FOR_EACH_EMPTY', 'stacks/warehouse/template.yaml', place('/forEach/0/folder')],
      ['UNKNOWN_CONSTRUCT', 'stacks/lake/template.yaml', place('/constructs')],
      // The trial render finds that it cannot be priced.
      ['PRICE_UNKNOWN', undefined, '/items'],
    ]);
  });

  test('migrations that could never run, or run on nothing', async () => {
    const migrations = `provides: [warehouse]
inputs:
  type: object
  properties: { size: { type: string, title: Size, enum: [s, l] } }
migrations:
  - { id: a, version: 1.0.0, description: A., when: { input: size, equals: l }, steps: [{ do: remove, files: x, pointer: / }] }
  - { id: a, version: 1.0.0, description: B., when: { input: size, equals: m }, steps: [{ do: set, files: x, pointer: k, value: 1 }] }
  - { id: c, version: 1.0.0, description: C., when: { input: sise, equals: s }, steps: [{ do: replace, files: x, find: a, with: b }] }
`;
    const problems = await found({
      'stacks/lake/template.yaml': ['provides: [warehouse]\n', migrations],
      'stacks/lake/files/size.txt.hbs': '{{plain inputs.size}}',
    });
    expect(problems.filter(([code]) => String(code).startsWith('MIGRATION'))).toEqual([
      ['MIGRATION_POINTER', 'stacks/lake/template.yaml', place('/migrations/0/steps/0/pointer')],
      ['MIGRATION_ID', 'stacks/lake/template.yaml', place('/migrations/1/id')],
      ['MIGRATION_WHEN', 'stacks/lake/template.yaml', place('/migrations/1/when/equals')],
      ['MIGRATION_POINTER', 'stacks/lake/template.yaml', place('/migrations/1/steps/0/pointer')],
      ['MIGRATION_WHEN', 'stacks/lake/template.yaml', place('/migrations/2/when/input')],
    ]);
  });

  test('a pointer that leads nowhere in the diagnostic', async () => {
    expect(await found({ 'base/template.yaml': ['/company/country', '/company/land'] })).toContainEqual([
      'DIAGNOSTIC_POINTER',
      'base/template.yaml',
      place('/inputs/properties/country/x-fromDiagnostic'),
    ]);
  });

  test('links and names that npm or git would interpret are no part of a template', async () => {
    const folder = templates({ 'base/files/.gitignore': 'x' });
    symlinkSync('/etc/hostname', path.join(folder, 'stacks/lake/files/link'));
    const codes = (await problemsIn(folder)).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['TEMPLATE_NAME', 'TEMPLATE_LINK']));
  });

  test('an option nobody names is a warning, and warnings are no findings', async () => {
    const folder = templates({
      'use-cases/forecast/template.yaml': [
        'requires: [warehouse]',
        'requires: [warehouse]\noptions: [{ id: fast, name: Fast }]',
      ],
    });
    const { code, stderr } = await call(validate, [folder]);
    expect(stderr).toContain('warning [OPTION_UNUSED]');
    expect(code).toBe(0);
  });

  test('entries beside the templates are checked with them', async () => {
    const folder = templates();
    const entries = path.join(root, 'catalog/entries');
    mkdirSync(entries, { recursive: true });
    writeFileSync(path.join(entries, 'broken.yaml'), 'schemaVersion: 1\nid: broken\nkinde: use-case\n');
    const problems = await problemsIn(folder);
    expect(problems.length).toBeGreaterThan(5);
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'SCHEMA', pointer: 'line 3, column 1, /kinde' }),
    );
  });

  test('a folder with nothing to check is refused', async () => {
    const { code, refused } = await call(validate, [root]);
    expect([code, refused[0]?.code]).toEqual([2, 'VALIDATE_TARGET']);
    expect((await call(validate, [], { catalog: root })).refused[0]?.code).toBe('VALIDATE_TARGET');
  });
});

describe('the sample client', () => {
  test('has a valid diagnostic', () => {
    expect(schemaProblems(validateDiagnostic, sampleDiagnostic)).toEqual([]);
  });
});

describe('isDiagnosticPointer', () => {
  test.each([
    '/company/country',
    '/constraints/residency',
    '/dataSources/0/system',
    '/dataSources/*/objects/*/kind',
    '/team/levels/sql/value',
    '/infra/warehouse',
  ])('%s leads to a field', (pointer) => {
    expect(isDiagnosticPointer(pointer)).toBe(true);
  });

  test.each(['company/country', '/company/land', '/dataSources/system', '/meta/clientId/x'])(
    '%s leads nowhere',
    (pointer) => {
      expect(isDiagnosticPointer(pointer)).toBe(false);
    },
  );
});
