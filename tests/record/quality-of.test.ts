import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type { QualityRecord } from '#catalog/schema/generated/types.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { readQuality } from '#generators/cli/adapters/quality-file.ts';
import { measures } from './measures.ts';
import type { Measure } from './measures.ts';
import { qualityAfter } from './quality-of.ts';
import type { Ran, Subject } from './quality-of.ts';

const root = path.resolve(import.meta.dirname, '../..');
const nothing: QualityRecord = { qualityVersion: 1, templates: {} };
const forecasting: Subject = { id: 'forecasting', version: '0.1.0', digest: 'a'.repeat(64), inExample: true };
const idle: Subject = { id: 'idle', version: '0.1.0', digest: 'b'.repeat(64), inExample: false };
const rules: readonly Measure[] = [
  { badge: 'ranLocally', file: 'tests/run.test.ts', of: ['forecasting'] },
  { badge: 'ranLocally', file: 'tests/load.test.ts', of: 'example' },
  { badge: 'beatsBaseline', file: 'tests/run.test.ts', names: /naive/, of: ['forecasting'] },
];

function ran(file: string, name: string, passed = true): Ran {
  return { file, name, passed };
}

const both = [ran('tests/run.test.ts', 'beats naive'), ran('tests/load.test.ts', 'loads')];

function after(before: QualityRecord, tests: readonly Ran[], subject = forecasting): QualityRecord {
  return qualityAfter(before, tests, [subject, idle], rules, '2026-11-28');
}

test('a badge is earned by all its measures, with day and count; what nothing measured has none', () => {
  expect(after(nothing, both).templates).toEqual({
    forecasting: {
      version: '0.1.0',
      digest: forecasting.digest,
      badges: {
        ranLocally: { on: '2026-11-28', tests: 2 },
        beatsBaseline: { on: '2026-11-28', tests: 1 },
      },
    },
  });
  const half = after(nothing, both.slice(0, 1)).templates['forecasting'];
  expect(Object.keys(half?.badges ?? {})).toEqual(['beatsBaseline']);
});

test('a failed test takes its badges away, and leaves the others', () => {
  const failed = after(after(nothing, both), [ran('tests/load.test.ts', 'loads', false)]);
  expect(Object.keys(failed.templates['forecasting']?.badges ?? {})).toEqual(['beatsBaseline']);
});

test('what did not run stays, unless the template changed', () => {
  const before = after(nothing, both);
  expect(after(before, [])).toEqual(before);
  expect(after(before, [], { ...forecasting, digest: 'c'.repeat(64) }).templates).toEqual({});
});

test('the measures name files and templates that there are, and the record those too', async () => {
  const { templates } = await loadCatalog();
  const ids = templates.map(({ manifest }) => manifest.id);
  for (const { file, of } of measures) {
    expect([file, existsSync(path.join(root, file))]).toEqual([file, true]);
    if (of !== 'example') expect(ids).toEqual(expect.arrayContaining([...of]));
  }
  expect(ids).toEqual(expect.arrayContaining(Object.keys(readQuality().templates)));
});
