import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { promptsFor } from '#generators/app/questions.ts';
import { answerQuestions, questionsOf } from '#generators/engine/plan/inputs.ts';
import { makeToyPackage } from '../../tools/toy-package.ts';
import type { ToyPackage } from '../../tools/toy-package.ts';
import { toyDiagnostic, toyFolder, toyForecast, toySegments, toyTemplates } from '../fixtures/toy.ts';
import { runYo } from './run-yo.ts';

let toy: ToyPackage;

beforeAll(async () => {
  toy = await makeToyPackage(toyFolder, [toyForecast, toySegments]);
  writeFileSync(path.join(toy.work, 'diagnostic.json'), JSON.stringify(toyDiagnostic()));
});
afterAll(() => {
  toy.remove();
});
// yeoman-test moves the process into its own folders; the next test file of this worker must not start there.
const home = process.cwd();

afterEach(() => {
  process.chdir(home);
  process.exitCode = undefined;
});

/** Runs the generator as a person would; returns the names of the questions asked and the lines said. */
function yo(
  directory: string,
  answers: Readonly<Record<string, unknown>>,
  words: readonly string[] = [],
): Promise<string> {
  return runYo({
    generator: toy.generator,
    namespace: 'toltek:app',
    words,
    answers: {
      diagnostic: path.join(toy.work, 'diagnostic.json'),
      contact: 'a@b',
      directory: path.join(toy.work, directory),
      motto: '',
      replicas: '2',
      tags: '',
      write: true,
      ...answers,
    },
  });
}

describe('yo toltek', () => {
  test('asks for what it needs and writes what toltek new writes', async () => {
    const said = await yo('by-prompts', { replicas: '3' });
    const target = path.join(toy.work, 'by-prompts');
    toy.run(
      'new',
      'by-words',
      '--diagnostic',
      'diagnostic.json',
      '--set',
      'contact=a@b',
      '--set',
      'replicas=3',
    );
    const names = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    expect(names(target)).toEqual(names(path.join(toy.work, 'by-words')));
    expect(said).toMatch(/^diagnostic\ndirectory\ncontact\nmotto\nreplicas\ntags\n/);
    expect(said).toContain('make demo');
  });

  test('does not ask for what was said on the command line', async () => {
    expect(await yo('', {}, [path.join(toy.work, 'by-argument')])).toMatch(/^diagnostic\ncontact/);
    expect(readdirSync(toy.work)).toContain('by-argument');
  });

  test('writes nothing when the person says no', async () => {
    expect(await yo('declined', { write: false })).toContain('Nothing was written.');
    expect(readdirSync(toy.work)).not.toContain('declined');
  });

  test('says what is wrong, without a stack trace', async () => {
    mkdirSync(path.join(toy.work, 'taken/mine'), { recursive: true });
    const said = await yo('taken', {});
    expect(said).toContain('[TARGET_NOT_EMPTY]');
    expect(said).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect(said).not.toContain('package.json');
    expect(process.exitCode).toBe(2);
    expect(await yo('wrong', { contact: 'nobody' })).toContain('[INPUT]');
  });
});

test('prompts are the questions of the input schemas', () => {
  const prompts = promptsFor(
    answerQuestions(questionsOf(toyTemplates()), { given: {}, diagnostic: toyDiagnostic() }),
  );
  expect(prompts.map(({ name, type }) => [name, type])).toEqual([
    ['contact', 'input'],
    ['motto', 'input'],
    ['replicas', 'input'],
    ['tags', 'input'],
  ]);
  const validate = (name: string, words: string) => {
    const prompt = prompts.find((candidate) => candidate.name === name);
    return prompt?.type === 'input' ? prompt.validate(words) : undefined;
  };
  expect(validate('contact', '')).toBe('This has to be answered.');
  expect(validate('motto', '')).toBe(true);
  expect(validate('replicas', '12')).toBe('Expected at most 9.');
  expect(validate('replicas', '3')).toBe(true);
});
