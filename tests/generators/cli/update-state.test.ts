// What holds data in the cloud survives every change of a client repository: it moves, is left alone, or the change is
// refused.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { validateLock } from '#catalog/schema/generated/validators.js';
import type { Lock } from '#catalog/schema/generated/types.ts';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const warehouse = 'stacks/toy-warehouse';
const perSource = { over: '/sources', as: 'source' };
const stateMoves = 'infra/gcp/state-moves.json';
const bucket = 'google_storage_bucket.segments';

jest.setTimeout(60_000);

let toy: ToyVersions;

beforeAll(async () => {
  const template = path.join('templates/stacks/gcp-foundation/files', `${stateMoves}.hbs`);
  toy = await makeToyVersions({
    first: {
      // The real one.
      write: {
        [`templates/${warehouse}/files/${stateMoves}.hbs`]: readFileSync(path.join(root, template)),
      },
      manifests: {
        [warehouse]: {
          stateful: [
            { address: 'google_bigquery_dataset.landing' },
            { address: 'google_bigquery_dataset.raw___source.snake__', ...perSource },
          ],
        },
        'use-cases/toy-segments': { stateful: [{ address: bucket }] },
      },
    },
    // The author of 0.2.0 declared where the raw datasets went, and forgot the other one.
    evolution: {
      manifests: {
        [warehouse]: {
          version: '1.3.0',
          stateful: [
            { address: 'google_bigquery_dataset.canonical' },
            { address: 'google_bigquery_dataset.loaded___source.snake__', ...perSource },
          ],
          moved: {
            '1.3.0': {
              'google_bigquery_dataset.raw___source.snake__':
                'google_bigquery_dataset.loaded___source.snake__',
            },
          },
        },
      },
    },
  });
});
afterAll(() => {
  toy.remove();
});

function lockOf(folder: string): Lock {
  const lock: unknown = JSON.parse(readFileSync(path.join(folder, '.toltek/lock.json'), 'utf8'));
  return parseWithSchema(validateLock, lock);
}

/** What the infrastructure of a repository is told. */
function movesOf(folder: string): string {
  return readFileSync(path.join(folder, stateMoves), 'utf8');
}

test('a new repository notes what holds data, and which template declares it', () => {
  expect(lockOf(toy.newClient()).resources).toEqual({
    'google_bigquery_dataset.landing': warehouse,
    'google_bigquery_dataset.raw_erp': warehouse,
    'google_bigquery_dataset.raw_web_shop': warehouse,
    [bucket]: 'use-cases/toy-segments',
  });
});

describe('an update that would replace a resource', () => {
  test.each([[[]], [['--branch', 'update']]])('is refused with 4, and nothing is written %j', (words) => {
    const client = toy.newClient();
    const { status, stderr } = toy.v2.runIn(client, ['update', '--yes', ...words]);
    expect(stderr).toContain(`google_bigquery_dataset.landing of ${warehouse} would be destroyed`);
    expect(stderr).toContain(`Ask for a corrected version of ${warehouse}`);
    expect(stderr).toContain('--accept-replace google_bigquery_dataset.landing');
    expect(stderr).not.toContain('raw_erp');
    expect(status).toBe(4);
    expect(git(client, 'status', '--porcelain')).toBe('');
    expect(git(client, 'branch', '--list', 'update')).toBe('');
  });

  test('shows beforehand what becomes of each', () => {
    const client = toy.newClient();
    const { stdout } = toy.v2.runIn(client, ['update', '--dry-run', '--json']);
    const report: unknown = JSON.parse(stdout);
    expect(report).toMatchObject({
      state: [
        { kind: 'would-be-replaced', address: 'google_bigquery_dataset.landing' },
        {
          kind: 'moved',
          address: 'google_bigquery_dataset.raw_erp',
          to: 'google_bigquery_dataset.loaded_erp',
        },
        { kind: 'moved', address: 'google_bigquery_dataset.raw_web_shop' },
      ],
    });
  });

  test('is said beforehand to be refused', () => {
    const { status, stdout } = toy.v2.runIn(toy.newClient(), ['update', '--dry-run']);
    expect(stdout).toContain('toltek update would refuse this, with exit code 4:');
    expect(stdout).toContain('--accept-replace google_bigquery_dataset.landing');
    expect(status).toBe(0);
  });

  test('is made once a person accepts the loss of that resource by its address', () => {
    const client = toy.newClient();
    const accepted = ['--accept-replace', 'google_bigquery_dataset.landing'];
    expect(toy.v2.runIn(client, ['update', '--yes', ...accepted])).toMatchObject({ status: 0 });
    expect(Object.keys(lockOf(client).resources)).toEqual([
      'google_bigquery_dataset.canonical',
      'google_bigquery_dataset.loaded_erp',
      'google_bigquery_dataset.loaded_web_shop',
      bucket,
    ]);
    expect(movesOf(client)).toBe(`{
  "moved": [
    { "from": "google_bigquery_dataset.raw_web_shop", "to": "google_bigquery_dataset.loaded_web_shop" },
    { "from": "google_bigquery_dataset.raw_erp", "to": "google_bigquery_dataset.loaded_erp" }
  ],
  "forgotten": []
}
`);
  });

  test('accepts no address that the repository does not have', () => {
    const { status, stderr } = toy.v2.runIn(toy.newClient(), ['update', '--yes', '--accept-replace', 'a.b']);
    expect(stderr).toContain("no stateful resource 'a.b'");
    expect(status).toBe(2);
  });
});

describe('what is removed', () => {
  test('stays in the cloud, forgotten, until it is added again', () => {
    const client = toy.newClient();
    const removed = toy.v1.runIn(client, ['remove', 'toy-segments', '--yes']);
    expect(removed.stdout).toContain(`${bucket} stays in the cloud`);
    expect(removed.status).toBe(0);
    expect(lockOf(client).resources).not.toHaveProperty([bucket]);
    expect(movesOf(client)).toContain(`"forgotten": [\n    "${bucket}"\n  ]`);
    commitAll(client, 'Remove');

    expect(toy.v1.runIn(client, ['add', 'toy-segments', '--yes'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`${bucket} is managed again.`),
    });
    expect(lockOf(client).resources).toHaveProperty([bucket]);
    expect(movesOf(client)).toContain('"forgotten": []');
  });

  test('is forgotten as well where it is a data source', () => {
    const client = toy.newClient();
    expect(toy.v1.runIn(client, ['remove', 'web-shop', '--yes'])).toMatchObject({ status: 0 });
    expect(movesOf(client)).toContain('"forgotten": [\n    "google_bigquery_dataset.raw_web_shop"\n  ]');
  });
});
