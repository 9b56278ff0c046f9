import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Lock, UpdateReport } from '#catalog/schema/generated/types.ts';
import { validateLock, validateUpdateReport } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { snapshotOf } from '../../tools/files.ts';
import type { CliResult } from '../../tools/toy-package.ts';
import { commitAll, git, makeToyVersions } from '../../tools/toy-versions.ts';
import type { ToyVersions } from '../../tools/toy-versions.ts';
import { toyDiagnostic } from '../fixtures/toy.ts';

// Two toolboxes are bundled, and every case starts processes.
jest.setTimeout(60_000);

let toy: ToyVersions;
let diagnostic: string;

beforeAll(async () => {
  toy = await makeToyVersions({
    first: {
      manifests: {
        'use-cases/toy-segments': { stateful: [{ address: 'toy_table.segments' }] },
        'stacks/toy-warehouse': {
          stateful: [{ address: 'toy_dataset.raw___source.snake__', over: '/sources', as: 'source' }],
        },
      },
    },
  });
  diagnostic = path.join(toy.work, 'diagnostic.json');
});
afterAll(() => {
  toy.remove();
});

const read = (folder: string, name: string): string => readFileSync(path.join(folder, name), 'utf8');
const lockOf = (folder: string): Lock =>
  parseWithSchema(validateLock, JSON.parse(read(folder, '.toltek/lock.json')) as unknown, 'lock');
const reportOf = ({ stdout }: CliResult): UpdateReport =>
  parseWithSchema(validateUpdateReport, JSON.parse(stdout) as unknown, 'report');
const toltek = (folder: string, ...words: string[]): CliResult => toy.v1.runIn(folder, words);

/** Runs a command that has to end with 0, and commits what it did. */
function done(folder: string, ...words: string[]): CliResult {
  const result = toltek(folder, ...words);
  expect(`${result.status} ${result.stderr}`).toMatch(/^0/);
  if (git(folder, 'status', '--porcelain') !== '') commitAll(folder, words.join(' '));
  return result;
}

function expectRefusal({ status, stderr }: CliResult, code: string, text: string): void {
  expect(`${status} ${stderr}`).toContain(`2 error [${code}]`);
  expect(stderr).toContain(text);
}

/** A tree without what a removal leaves on purpose: data in the cloud that the lock and the plan remember. */
function withoutForgotten(folder: string): unknown {
  const remembering = ['.toltek/lock.json', '.toltek/provenance.json'];
  const files = Object.entries(snapshotOf(folder)).filter(([name]) => !remembering.includes(name));
  const { facts, ...lock } = lockOf(folder);
  return { files, lock: { ...lock, facts: { ...facts, forgotten: [] } } };
}

describe('a use case', () => {
  test('removed and added again with the diagnostic gives back the same files', () => {
    const folder = toy.newClient();
    const before = snapshotOf(folder);
    const removed = done(folder, 'remove', 'toy-forecast');
    expect(removed.stdout).toContain('deleted  services/toy-forecast/config.json');
    expect(existsSync(path.join(folder, 'services'))).toBe(false);
    expect(lockOf(folder).facts.useCases.map(({ id }) => id)).toEqual(['toy-segments']);
    expect(read(folder, 'README.md')).toContain('Chosen by request: Name of toy-segments');
    done(folder, 'add', 'toy-forecast', '--diagnostic', diagnostic);
    expect(snapshotOf(folder)).toEqual(before);
  });

  test('added and removed leaves the repository as it was, but for data in the cloud', () => {
    const folder = toy.newClient(['--use-case', 'toy-forecast']);
    const before = withoutForgotten(folder);
    const added = done(folder, 'add', 'toy-segments');
    expect(read(folder, 'segments.txt')).toBe('segments\n');
    expect(added.stdout).toContain('toltek add toy-segments --diagnostic FILE');
    const removed = done(folder, 'remove', 'toy-segments');
    expect(removed.stdout).toContain('toy_table.segments stays in the cloud');
    expect(lockOf(folder).facts.forgotten).toEqual(['toy_table.segments']);
    expect(withoutForgotten(folder)).toEqual(before);
    done(folder, 'add', 'toy-segments');
    expect(lockOf(folder).facts.forgotten).toEqual([]);
  });

  test('is known by the catalog alone, until a diagnostic says more', () => {
    const folder = toy.newClient(['--use-case', 'toy-forecast']);
    done(folder, 'add', 'toy-segments');
    const added = lockOf(folder).facts.useCases[1];
    expect(added).toMatchObject({
      id: 'toy-segments',
      aiActClass: 'minimal',
      kpis: [{ id: 'wape', baseline: null }],
      obligations: expect.arrayContaining([expect.stringContaining('Train the people')]),
    });
    expect(toltek(folder, 'add', 'toy-segments').stdout).toBe(
      'toy-segments is part of the repository already: nothing to do.\n',
    );
    const measured = toyDiagnostic().useCases.map((useCase) => ({
      ...useCase,
      baselineKpi: { name: 'Waste', unit: '%', value: 9 },
    }));
    const file = path.join(toy.work, 'measured.json');
    writeFileSync(file, JSON.stringify(toyDiagnostic({ useCases: measured })));
    done(folder, 'add', 'toy-segments', '--diagnostic', file);
    expect(lockOf(folder).facts.useCases[1]?.kpis[0]).toMatchObject({ id: 'client', baseline: 9 });
  });

  test('leaves behind what people changed, and says so', () => {
    const folder = toy.newClient();
    writeFileSync(path.join(folder, 'segments.txt'), 'ours\n');
    commitAll(folder, 'Our own work');
    const report = reportOf(done(folder, 'remove', 'toy-segments', '--json'));
    expect(report.pending).toEqual([]);
    expect(report.files).toContainEqual(
      expect.objectContaining({
        path: 'segments.txt',
        status: 'kept',
        note: expect.stringContaining('as your own file'),
      }),
    );
    expect(report.state).toEqual([
      expect.objectContaining({ kind: 'forgotten', address: 'toy_table.segments' }),
    ]);
    expect(read(folder, 'segments.txt')).toBe('ours\n');
    expect(Object.keys(lockOf(folder).files)).not.toContain('segments.txt');
    const again = toltek(folder, 'add', 'toy-segments');
    expect(again.status).toBe(3);
    expect(read(folder, 'segments.txt')).toMatch(/<<<<<<< yours\nours\n=======\nsegments\n>>>>>>> toltek/);
  });

  test('can be the last, with a word on what is left', () => {
    const folder = toy.newClient(['--use-case', 'toy-segments']);
    expect(done(folder, 'remove', 'toy-segments').stdout).toContain('It was the last use case');
    expect(lockOf(folder).selection.map(({ template }) => template)).toEqual(['base']);
    expect(Object.keys(lockOf(folder).capabilities)).toEqual(['warehouse']);
  });
});

describe('a stack and a data source', () => {
  test('come and go by name', () => {
    const folder = toy.newClient();
    const before = snapshotOf(folder);
    done(folder, 'add', 'stacks/toy-lake');
    expect(read(folder, 'lake.txt')).toBe('A lake.\n');
    expect(lockOf(folder).capabilities['warehouse']?.template).toBe('stacks/toy-warehouse');
    done(folder, 'remove', 'stacks/toy-lake');
    expect(snapshotOf(folder)).toEqual(before);

    const removed = reportOf(done(folder, 'remove', 'web-shop', '--json'));
    expect(removed.state).toEqual([expect.objectContaining({ address: 'toy_dataset.raw_web_shop' })]);
    expect(existsSync(path.join(folder, 'ingestion/web-shop'))).toBe(false);
    done(folder, 'add', 'web-shop', '--diagnostic', diagnostic);
    expect(snapshotOf(folder)).toEqual(before);
  });

  test('go to a branch, or are only shown', () => {
    const folder = toy.newClient();
    git(folder, 'config', 'user.name', 'Ada');
    git(folder, 'config', 'user.email', 'ada@client.example');
    const dry = toltek(folder, 'remove', 'erp', '--dry-run');
    expect(dry.stdout).toContain('Nothing was written: this is what toltek remove would do.');
    expect(git(folder, 'status', '--porcelain')).toBe('');
    done(folder, 'remove', 'erp', '--branch', 'without-erp');
    expect(git(folder, 'diff', '--name-status', 'HEAD', 'without-erp')).toContain(
      'D\tingestion/erp/mapping.yaml',
    );
    expect(git(folder, 'log', '-1', '--format=%s', 'without-erp')).toBe('Remove erp\n');
  });
});

test('nothing is added to, or removed from, a repository of another client or another toolbox', () => {
  const folder = toy.newClient();
  const other = path.join(toy.work, 'other.json');
  writeFileSync(
    other,
    JSON.stringify(toyDiagnostic({ meta: { ...toyDiagnostic().meta, clientId: 'other' } })),
  );
  expectRefusal(toltek(folder, 'add', 'web-shop', '--diagnostic', other), 'OTHER_CLIENT', 'toy-bakery');
  expectRefusal(toy.v2.runIn(folder, ['remove', 'web-shop']), 'UPDATE_FIRST', 'toltek update');
  expectRefusal(toltek(folder, 'remove', 'base'), 'NEEDED', 'Every repository has base.');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});
