import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ProvenanceReport } from '#catalog/schema/generated/types.ts';
import { validateProvenanceReport } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import * as verifyProvenance from '#generators/cli/commands/verify-provenance.ts';
import { makeToyPackage } from '../../tools/toy-package.ts';
import type { CliResult, ToyPackage } from '../../tools/toy-package.ts';
import { commitAll, git } from '../../tools/toy-versions.ts';
import { call } from '../cli/catalog-call.ts';
import { evolve } from '../fixtures/evolution.ts';
import type { EvolvedFolder } from '../fixtures/evolution.ts';
import { toyDiagnostic, toyFolder, toyForecast, toySegments } from '../fixtures/toy.ts';

jest.setTimeout(120_000);

const HASH = 'a'.repeat(64);

let folder: string;
let templates: EvolvedFolder;
let toy: ToyPackage;
/** A repository as it was generated, to be copied. */
let untouched: string;
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'toltek-verify-'));
  templates = evolve(toyFolder, {
    write: {
      'templates/base/files/requirements/dev.txt': `six==1.17.0 \\\n    --hash=sha256:${HASH}\n`,
      'templates/base/files/Dockerfile': 'FROM python:3.12-slim\n',
    },
  });
  toy = await makeToyPackage(templates.folder, [toyForecast, toySegments], { version: '1.0.0' });
  untouched = path.join(folder, 'untouched');
  const diagnostic = path.join(folder, 'diagnostic.json');
  writeFileSync(diagnostic, JSON.stringify(toyDiagnostic()));
  const { status, stderr } = toy.run('new', untouched, '--diagnostic', diagnostic, '--set', 'contact=a@b');
  expect(`${status} ${stderr}`).toMatch(/^0/);
});
afterAll(() => {
  toy.remove();
  templates.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the repository in which files were changed; `null` removes one. */
function repository(changes: Readonly<Record<string, ((text: string) => string) | null>> = {}): string {
  count += 1;
  const copy = path.join(folder, `copy-${count}`);
  cpSync(untouched, copy, { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const file = path.join(copy, name);
    if (change === null) rmSync(file);
    else writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
  return copy;
}

function reportOf({ stdout }: CliResult): ProvenanceReport {
  return parseWithSchema(validateProvenanceReport, JSON.parse(stdout));
}

/**
 * The codes of everything found in a changed repository, after seeing that the exit code says so too. Without a process
 * of its own: the toolbox that looks is the checkout, whose version is another.
 */
async function codes(changes: Parameters<typeof repository>[0]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await call(verifyProvenance, [repository(changes)], { json: true });
  const { ok, findings } = reportOf({ status: code, stdout, stderr });
  expect([code, ok]).toEqual(findings.length === 0 ? [0, true] : [1, false]);
  return findings.map((finding) => `${finding.check} ${finding.code}`);
}

/** Changes a JSON file by its data. */
function json(change: (data: Record<string, unknown>) => void): (text: string) => string {
  return (text) => {
    const data = JSON.parse(text) as Record<string, unknown>;
    change(data);
    return `${JSON.stringify(data, null, 2)}\n`;
  };
}

const LOCK = '.toltek/lock.json';
const BASE = '.toltek/base.tgz';
const STATEMENT = '.toltek/provenance.json';
const BOM = '.toltek/sbom.cdx.json';
const SELECTION = '.toltek/selection.json';

describe('a repository as it was generated', () => {
  test('fits together, and the report says what that does not prove', () => {
    const { status, stdout } = toy.run('verify-provenance', untouched);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Toy Bakery Ltd \(toy-bakery\), generated with toltek 1\.0\.0/);
    expect(stdout).toMatch(/Pins +consistent +the list holds the 2 versions/);
    expect(stdout).toMatch(/Toolbox +consistent/);
    expect(stdout).toMatch(/\d+ unedited, 0 edited, 0 missing/);
    expect(stdout).toContain('not signed');
  });

  test('is found from a folder below it', () => {
    const { status, stdout } = toy.runIn(path.join(untouched, 'settings'), ['verify-provenance', '--json']);
    expect(status).toBe(0);
    expect(reportOf({ status, stdout, stderr: '' }).checks.map(({ result }) => result)).toEqual(
      Array.from({ length: 5 }, () => 'consistent'),
    );
  });
});

describe('edits', () => {
  test('are counted, and those of files of the toolbox are named, but they are no findings', () => {
    const copy = repository({ 'README.md': (text) => `${text}mine\n`, 'app/_version.py': null });
    const { status, stdout } = toy.run('verify-provenance', copy, '--json');
    expect(status).toBe(0);
    expect(reportOf({ status, stdout, stderr: '' }).files).toMatchObject({
      edited: ['README.md'],
      missing: ['app/_version.py'],
    });
  });

  test('of files with pins are named beside the list, which is of what was generated', () => {
    const copy = repository({ Dockerfile: () => 'FROM python:3.13-slim\n' });
    const { status, stdout } = toy.run('verify-provenance', copy);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Pins +consistent .*may differ: Dockerfile\n/);
  });

  test('of a file of the toolbox are named', () => {
    const managed = Object.entries(lockedFiles()).find(([, file]) => file.class === 'managed');
    const name = managed?.[0] ?? '';
    const { status, stdout } = toy.run('verify-provenance', repository({ [name]: () => 'mine\n' }));
    expect(status).toBe(0);
    expect(stdout).toMatch(/1 of these belongs/);
    expect(stdout).toContain(`\n    ${name}\n`);
  });
});

function lockedFiles(): Readonly<Record<string, { readonly class: string }>> {
  const lock = JSON.parse(readFileSync(path.join(untouched, LOCK), 'utf8')) as {
    files: Record<string, { class: string }>;
  };
  return lock.files;
}

describe('tampering', () => {
  test.each<readonly [string, Parameters<typeof repository>[0], readonly string[]]>([
    ['with the lock, so that it is no JSON', { [LOCK]: (text) => text.slice(1) }, ['lock LOCK_INVALID']],
    [
      'with the lock, by another digest of a file',
      { [LOCK]: (text) => text.replace(/"base": "[0-9a-f]{64}"/, `"base": "${HASH}"`) },
      ['base BASE_TAMPERED'],
    ],
    [
      'with the answers in the lock',
      { [LOCK]: (text) => text.replace('"contact": "a@b"', '"contact": "c@d"') },
      ['provenance PREDICATE_DIFFERS'],
    ],
    ['by removing the base', { [BASE]: null }, ['base BASE_MISSING']],
    ['with the base', { [BASE]: (text) => `${text}x` }, ['base BASE_TAMPERED']],
    ['by removing the statement', { [STATEMENT]: null }, ['provenance PROVENANCE_UNUSABLE']],
    [
      'with the statement, so that it is none',
      { [STATEMENT]: () => '[]' },
      ['provenance PROVENANCE_UNUSABLE'],
    ],
    [
      'with a subject',
      {
        [STATEMENT]: (text) =>
          text.replace(/"sha256": "[0-9a-f]{64}"(?=\s*\},\s*"name": "README.md")/, `"sha256": "${HASH}"`),
      },
      ['provenance SUBJECT_DIFFERS'],
    ],
    [
      'by another subject in the place of one',
      { [STATEMENT]: (text) => text.replace('"name": "README.md"', '"name": "other.md"') },
      ['provenance SUBJECT_MISSING', 'provenance SUBJECT_INVENTED'],
    ],
    [
      'with the toolbox that it names',
      { [STATEMENT]: (text) => text.replace('"@toltek/toolbox": "1.0.0"', '"@toltek/toolbox": "9.0.0"') },
      ['provenance PREDICATE_DIFFERS'],
    ],
    [
      'by removing a pin from the list',
      {
        [BOM]: json((bom) => {
          bom['components'] = [];
        }),
      },
      ['provenance DOCUMENT_CHANGED', 'pins PIN_NOT_LISTED', 'pins PIN_NOT_LISTED'],
    ],
    [
      'with the hash of a pin',
      { [BOM]: (text) => text.replace(HASH, 'b'.repeat(64)) },
      ['provenance DOCUMENT_CHANGED', 'pins PIN_CHANGED'],
    ],
    [
      'by a pin that nothing has',
      {
        [BOM]: json((bom) => {
          bom['components'] = [...(bom['components'] as unknown[]), { 'bom-ref': 'pkg:pypi/evil@1' }];
        }),
      },
      ['provenance DOCUMENT_CHANGED', 'pins PIN_INVENTED'],
    ],
    ['by removing the list', { [BOM]: null }, ['provenance DOCUMENT_CHANGED', 'pins SBOM_UNUSABLE']],
    ['with the selection', { [SELECTION]: (text) => `${text} ` }, ['provenance DOCUMENT_CHANGED']],
  ])('%s is found', async (_, changes, expected) => {
    expect(await codes(changes)).toEqual(expected);
  });

  test('is told in words: what was found, what it means, what to do', () => {
    const { status, stdout } = toy.run('verify-provenance', repository({ [SELECTION]: null }));
    expect(status).toBe(1);
    expect(stdout).toContain(
      'Statement [DOCUMENT_CHANGED] .toltek/selection.json is missing.\n' +
        '  at:       .toltek/selection.json\n' +
        '  means:    Only toltek writes this file: somebody or something else changed it.\n' +
        '  do:       Take it back from git (git log -- .toltek/selection.json).\n',
    );
    expect(stdout).toContain('1 finding: ');
  });

  test('by a link in the place of the statement is found, and the link is not followed', () => {
    const copy = repository({ [STATEMENT]: null });
    symlinkSync(path.join(untouched, STATEMENT), path.join(copy, STATEMENT));
    const { stdout } = toy.run('verify-provenance', copy, '--json');
    expect(reportOf({ status: 1, stdout, stderr: '' }).findings).toMatchObject([
      { code: 'PROVENANCE_UNUSABLE', message: 'It is no file.' },
    ]);
  });
});

describe('changing commands', () => {
  test.each<readonly [string, readonly (readonly string[])[], Parameters<typeof repository>[0]]>([
    [
      'remove, then add',
      [
        ['remove', 'toy-segments'],
        ['add', 'toy-segments', '--diagnostic', '../diagnostic.json'],
      ],
      {},
    ],
    ['adopt', [['adopt']], { [BASE]: null }],
    [
      'adopt, over a statement and a list that are gone',
      [['adopt']],
      { [BASE]: null, [BOM]: null, [STATEMENT]: null },
    ],
    ['update with another answer', [['update', '--set', 'replicas=3']], {}],
  ])('%s leave a repository that fits together', (_, calls, changes) => {
    const copy = repository(changes);
    git(copy, 'init', '--quiet', '--initial-branch=main');
    for (const words of calls) {
      commitAll(copy, 'Before');
      const { status, stderr } = toy.runIn(copy, words);
      expect(`${status} ${stderr}`).toMatch(/^0/);
      expect(git(copy, 'status', '--porcelain')).not.toBe('');
      expect(reportOf(toy.runIn(copy, ['verify-provenance', '--json'])).findings).toEqual([]);
    }
  });
});

describe('the toolbox that looks', () => {
  test('says so when it has other templates under the same version', async () => {
    const other = evolve(templates.folder, {
      write: { 'templates/base/files/README.md.hbs': (text) => `${text}\nother\n` },
    });
    const package_ = await makeToyPackage(other.folder, [toyForecast, toySegments], { version: '1.0.0' });
    try {
      const result = package_.run('verify-provenance', untouched, '--json');
      expect(result.status).toBe(1);
      expect(reportOf(result).findings.map(({ code, message }) => `${code} ${message}`)).toEqual([
        'OTHER_CATALOG The catalog it was made from is not the one of this toltek 1.0.0.',
        'OTHER_TEMPLATE The files of base were not those of this toltek 1.0.0.',
      ]);
    } finally {
      package_.remove();
      other.remove();
    }
  });

  test('does not compare templates with those of another version', async () => {
    const newer = await makeToyPackage(toyFolder, [toyForecast, toySegments], { version: '2.0.0' });
    try {
      const { status, stdout } = newer.run('verify-provenance', untouched);
      expect(status).toBe(0);
      expect(stdout).toMatch(/Toolbox +not checked +made by toltek 1\.0\.0, and this is 2\.0\.0/);
      expect(stdout).toContain('1 check could not be made');
    } finally {
      newer.remove();
    }
  });

  test('refuses a folder that is no client repository', () => {
    const { status, stderr } = toy.run('verify-provenance', toy.work);
    expect(status).toBe(2);
    expect(stderr).toContain('NO_REPOSITORY');
  });
});
