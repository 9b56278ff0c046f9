import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { givenAnswers } from '#generators/cli/answers.ts';
import { CallOptions } from '#generators/cli/command.ts';
import { problemsOf } from '../../tools/problems.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'toltek-answers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function answersFile(text: string): string {
  const file = path.join(folder, 'answers.json');
  writeFileSync(file, text);
  return file;
}

test('answers come from a file, and --set goes before them', () => {
  const answers = answersFile('{ "replicas": 3, "tags": ["a"], "contact": "a@b" }');
  expect(givenAnswers(new CallOptions({ answers, set: ['contact=c@d', 'contact=e=f'] }))).toEqual({
    replicas: 3,
    tags: ['a'],
    contact: 'e=f',
  });
  expect(givenAnswers(new CallOptions({}))).toEqual({});
});

test('what is no answer is refused, saying where', () => {
  const given = (values: object) => problemsOf(() => givenAnswers(new CallOptions({ ...values })));
  expect(given({ set: ['replicas'] })).toMatchObject([{ code: 'CALL', expected: '--set KEY=VALUE' }]);
  expect(given({ answers: answersFile('[1]') })).toMatchObject([{ code: 'ANSWERS', value: [1] }]);
  expect(given({ answers: answersFile('{ "a": }') })).toMatchObject([
    { code: 'FILE', pointer: 'line 1, column 8' },
  ]);
  expect(given({ answers: path.join(folder, 'none.json') })).toMatchObject([{ code: 'FILE' }]);
});
