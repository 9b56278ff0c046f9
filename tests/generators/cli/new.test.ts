import { mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { makeToyPackage } from '../../tools/toy-package.ts';
import type { CliResult, ToyPackage } from '../../tools/toy-package.ts';
import { toyDiagnostic, toyEntry, toyFolder, toyForecast, toySegments } from '../fixtures/toy.ts';

let toy: ToyPackage;

beforeAll(async () => {
  toy = await makeToyPackage(toyFolder, [toyEntry('toy-churn', undefined), toyForecast, toySegments]);
});
afterAll(() => {
  toy.remove();
});

interface NewResult extends CliResult {
  readonly target: string;
}

let count = 0;
/** Calls `toltek new` for a folder that no other test uses. */
function toltekNew(words: readonly string[] = [], diagnostic: Diagnostic = toyDiagnostic()): NewResult {
  count += 1;
  const file = path.join(toy.work, `diagnostic-${count}.json`);
  writeFileSync(file, JSON.stringify(diagnostic));
  const name = `client-${count}`;
  const target = path.join(toy.work, name);
  return { target, ...toy.run('new', name, '--diagnostic', file, '--set', 'contact=a@b', ...words) };
}

/** The toy client with other use cases on its list. */
function wanting(...ids: string[]): Diagnostic {
  const [useCase] = toyDiagnostic().useCases;
  if (useCase === undefined) throw new Error('no use case');
  return toyDiagnostic({ useCases: ids.map((id) => ({ ...useCase, id })) });
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();
}

/** A refusal: exit 2, the problem said, nothing written. */
function expectRefusal(result: NewResult, code: string, ...words: string[]): void {
  expect(`${result.status} ${result.stderr}`).toContain(`2 error [${code}]`);
  for (const word of words) expect(result.stderr).toContain(word);
  expect(result.stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(result.stdout).toBe('');
  expect(readdirSync(toy.work)).not.toContain(path.basename(result.target));
}

describe('toltek new', () => {
  test('writes the repository and says what to do next', () => {
    const { status, stdout, stderr, target } = toltekNew();
    expect(`${status} ${stderr}`).toMatch(/^0/);
    expect(stdout).toMatch(/^Wrote client-\d+ for toy-bakery: 29 files, [\d.]+ kB, from 5 templates\.$/m);
    expect(stdout).toContain('make demo');
    expect(stderr).toContain('use-cases/toy-forecast needs warehouse.');
    expect(stderr).toContain('paper: There is no access to it.');
    expect(filesBelow(target)).toHaveLength(29);
    expect(statSync(path.join(target, 'hello.sh')).mode & 0o111).not.toBe(0);
    expect(readdirSync(toy.work).filter((name) => name.includes('.toltek-'))).toEqual([]);
  });

  test('writes the same bytes every time', () => {
    const [first, second] = [toltekNew().target, toltekNew().target];
    expect(filesBelow(first)).toEqual(filesBelow(second));
    for (const name of filesBelow(first))
      expect(readFileSync(path.join(first, name)).equals(readFileSync(path.join(second, name)))).toBe(true);
  });

  test('shows every file with its size and template, and writes nothing, with --dry-run', () => {
    const { status, stdout, target } = toltekNew(['--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ingestion\/\n {2}erp\/\n {4}erp_columns\.csv +14 B {2}stacks\/toy-warehouse$/m);
    expect(stdout).toContain('Nothing was written.');
    expect(readdirSync(toy.work)).not.toContain(path.basename(target));
  });

  test('gives one JSON document with --json', () => {
    const { status, stdout, target } = toltekNew(['--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      target: path.basename(target),
      written: true,
      useCases: [
        { id: 'toy-forecast', template: 'use-cases/toy-forecast', option: 'forecast' },
        { id: 'toy-segments' },
      ],
      inputs: { contact: 'a@b', replicas: 2 },
      omittedSources: [{ id: 'paper' }],
      files: expect.arrayContaining([
        {
          path: 'hello.sh',
          bytes: 64,
          executable: true,
          class: 'merged',
          template: 'base',
          source: 'templates/base/files/hello.sh.hbs',
        },
      ]),
    });
    const planned = JSON.parse(toltekNew(['--json', '--dry-run']).stdout) as unknown;
    expect(planned).toMatchObject({ written: false, totalBytes: expect.any(Number) });
  });

  test('takes use cases by name in place of the selection', () => {
    const { status, stdout } = toltekNew(['--use-case', 'toy-segments', '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ useCases: [{ id: 'toy-segments' }] });
  });

  test('writes beside a fresh .git', () => {
    const name = `client-${count + 1}`;
    mkdirSync(path.join(toy.work, name, '.git'), { recursive: true });
    const { status, target } = toltekNew();
    expect([status, readdirSync(target).includes('.git')]).toEqual([0, true]);
  });
});

describe('what is planned', () => {
  test('is refused by name', () => {
    expectRefusal(
      toltekNew([], wanting('toy-churn', 'toy-forecast')),
      'PLANNED',
      "'toy-churn'",
      '--only-built',
    );
    expectRefusal(toltekNew(['--use-case', 'toy-churn'], wanting('toy-churn')), 'PLANNED', "'toy-churn'");
  });

  test('is left out with --only-built', () => {
    const { status, stdout } = toltekNew(['--only-built', '--json'], wanting('toy-churn', 'toy-forecast'));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ useCases: [{ id: 'toy-forecast' }] });
  });
});

describe('nothing is generated', () => {
  test('where the advice is not to start yet', () => {
    const poor = toyDiagnostic();
    const broke = { ...poor, constraints: { ...poor.constraints, capexEUR: { max: 0 } } };
    expectRefusal(toltekNew([], broke), 'NOTHING_TO_GENERATE', "The advice is 'not_yet'", 'toltek select');
  });

  test('for a prohibited use, even by name', () => {
    const [useCase] = wanting('toy-forecast').useCases;
    if (useCase === undefined) throw new Error('no use case');
    const prohibited = toyDiagnostic({ useCases: [{ ...useCase, contextFlags: ['social_scoring'] }] });
    expectRefusal(toltekNew(['--use-case', 'toy-forecast'], prohibited), 'PROHIBITED_USE');
  });

  test('for a use case nobody knows or discussed', () => {
    expectRefusal(
      toltekNew(['--use-case', 'toy-forcast']),
      'UNKNOWN_USE_CASE',
      "Did you mean 'toy-forecast'?",
    );
    const result = toltekNew(['--use-case', 'toy-segments'], wanting('toy-forecast'));
    expectRefusal(result, 'NOT_ASSESSED', 'toy-segments');
  });

  test('for wrong answers, all named at once', () => {
    const result = toltekNew(['--set', 'contact=nobody', '--set', 'replicas=many', '--set', 'colour=red']);
    expectRefusal(
      result,
      'UNKNOWN_INPUT',
      '--set colour',
      '--set contact',
      '--set replicas',
      'a whole number',
    );
    expectRefusal(toltekNew(['--set', 'contact']), 'CALL', '--set KEY=VALUE');
    expectRefusal(toltekNew(['--as-of', '2026-02-30']), 'CALL', "'2026-02-30' is not a day.");
  });

  test('without a diagnostic, or from a broken one', () => {
    const { status, stderr } = toy.run('new', 'client');
    expect([status, stderr]).toEqual([2, expect.stringContaining('--diagnostic FILE')]);
    writeFileSync(path.join(toy.work, 'broken.json'), '{"meta": {');
    const broken = toy.run('new', 'client', '--diagnostic', 'broken.json', '--json');
    expect([broken.status, JSON.parse(broken.stdout)]).toMatchObject([
      2,
      { problems: [{ code: 'FILE', pointer: 'line 1, column 11' }] },
    ]);
  });

  test('where something is already, which stays', () => {
    const name = `client-${count + 1}`;
    mkdirSync(path.join(toy.work, name));
    writeFileSync(path.join(toy.work, name, 'mine.txt'), 'mine');
    const { status, stderr, target } = toltekNew();
    expect([status, stderr]).toEqual([2, expect.stringContaining('TARGET_NOT_EMPTY')]);
    expect(filesBelow(target)).toEqual(['mine.txt']);
  });

  test('by a folder that links elsewhere', () => {
    const name = `client-${count + 1}`;
    mkdirSync(path.join(toy.work, 'elsewhere'));
    symlinkSync('elsewhere', path.join(toy.work, name));
    const { status, stderr } = toltekNew();
    expect([status, stderr]).toEqual([2, expect.stringContaining('TARGET_EXISTS')]);
    expect(readdirSync(path.join(toy.work, 'elsewhere'))).toEqual([]);
  });
});

describe('a person at a terminal', () => {
  /** Runs a command on a pseudo-terminal and types an answer. */
  function atTerminal(answer: string, words: readonly string[] = []): NewResult {
    count += 1;
    const name = `client-${count}`;
    writeFileSync(path.join(toy.work, `d${count}.json`), JSON.stringify(toyDiagnostic()));
    const call = [
      process.execPath,
      toy.main,
      'new',
      name,
      '--diagnostic',
      `d${count}.json`,
      '--set',
      'contact=a@b',
      ...words,
    ];
    const { status, stdout, stderr } = spawnSync('script', ['-qec', call.join(' '), '/dev/null'], {
      cwd: toy.work,
      input: answer,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    return { status, stdout, stderr, target: path.join(toy.work, name) };
  }

  test('is asked once, and can say no', () => {
    const { status, stdout, target } = atTerminal('n\n');
    expect([status, stdout]).toEqual([130, expect.stringMatching(/Write this to client-\d+\? \[Y\/n\]/)]);
    expect(stdout).toContain('Nothing was written.');
    expect(readdirSync(toy.work)).not.toContain(path.basename(target));
  });

  test('can say yes, or --yes beforehand', () => {
    expect(filesBelow(atTerminal('\n').target)).toContain('README.md');
    const { stdout, target } = atTerminal('', ['--yes']);
    expect(stdout).not.toContain('[Y/n]');
    expect(filesBelow(target)).toContain('README.md');
  });
});

describe('a template that reaches out of its folder', () => {
  test('is refused, and nothing it links to is read', async () => {
    const linked = await makeToyPackage(toyFolder, [toyForecast, toySegments]);
    try {
      // A template with a link does not even get into an index: this one is planted in the installed package.
      symlinkSync('/etc/passwd', path.join(linked.folder, 'constructs/gcp/secret.ts'));
      const file = path.join(linked.work, 'diagnostic.json');
      writeFileSync(file, JSON.stringify(toyDiagnostic()));
      const { status, stderr } = linked.run('new', 'client', '--diagnostic', file, '--set', 'contact=a@b');
      expect(`${status} ${stderr}`).toContain('2 error [TEMPLATE_LINK]');
      expect(stderr).toContain('constructs/gcp/secret.ts');
      expect(readdirSync(linked.work)).toEqual(['diagnostic.json']);
    } finally {
      linked.remove();
    }
  });
});
