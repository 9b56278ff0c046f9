// Runs the whole tests. With --record, what they measured of the templates is written to catalog/quality.json, which the
// site and `toltek catalog show` print. Other arguments are jest's: a part of the tests records what it measured.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isRecord } from '#catalog/record.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';
import { qualityFile, readQuality } from '#generators/cli/adapters/quality-file.ts';
import { writeDocument } from '#generators/cli/adapters/write-document.ts';
import { measures } from './measures.ts';
import { qualityAfter } from './quality-of.ts';
import type { Ran } from './quality-of.ts';

const root = path.resolve(import.meta.dirname, '../..');
const given = process.argv.slice(2);
const isRecorded = given.includes('--record');
const folder = mkdtempSync(path.join(tmpdir(), 'toltek-record-'));
try {
  const results = path.join(folder, 'results.json');
  const { status } = spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      path.join(root, 'node_modules/jest/bin/jest.js'),
      ...(isRecorded ? ['--json', `--outputFile=${results}`] : []),
      ...given.filter((argument) => argument !== '--record'),
    ],
    { cwd: root, stdio: isRecorded ? ['inherit', 'ignore', 'inherit'] : 'inherit' },
  );
  if (isRecorded) await record(testsIn(JSON.parse(readFileSync(results, 'utf8'))));
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function record(ran: readonly Ran[]): Promise<void> {
  const { templates } = await loadCatalog();
  const inExample = exampleTemplates();
  const subjects = templates.map(({ manifest: { id, version }, digest }) => ({
    id,
    version,
    digest,
    inExample: inExample.has(id),
  }));
  const today = new Date().toISOString().slice(0, 10);
  const after = qualityAfter(readQuality(), ran, subjects, measures, today);
  writeDocument(qualityFile(), after);
  process.stderr.write(`Recorded what ${ran.length} tests measured in catalog/quality.json.\n`);
}

/** The templates of the generated example. */
function exampleTemplates(): ReadonlySet<string> {
  const lock: unknown = JSON.parse(
    readFileSync(path.join(root, 'examples/p1-online-retailer/repository/.toltek/lock.json'), 'utf8'),
  );
  return new Set(listOf(lock, 'selection').map(({ template }) => String(template)));
}

/** The tests of jest's report; those that were left out are none. */
function testsIn(report: unknown): readonly Ran[] {
  return listOf(report, 'testResults').flatMap((file) =>
    listOf(file, 'assertionResults').flatMap((test) => {
      const status = test['status'];
      if (status !== 'passed' && status !== 'failed') return [];
      return {
        file: path.relative(root, String(file['name'])),
        name: String(test['fullName']),
        passed: status === 'passed',
      };
    }),
  );
}

function listOf(value: unknown, name: string): readonly Readonly<Record<string, unknown>>[] {
  const list = isRecord(value) ? value[name] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
