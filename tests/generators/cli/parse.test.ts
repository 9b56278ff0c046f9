import { describe, expect, test } from '@jest/globals';
import { InputError } from '#catalog/problem.ts';
import { commands } from '#generators/cli/commands.ts';
import { parseCall } from '#generators/cli/parse.ts';

function problemOf(words: readonly string[]): InputError['problems'][number] {
  try {
    parseCall(words, commands);
  } catch (error) {
    if (error instanceof InputError && error.problems[0] !== undefined) return error.problems[0];
    throw error;
  }
  throw new Error(`expected '${words.join(' ')}' to be refused`);
}

describe('parseCall', () => {
  test('reads a command of one word with its operand and options', () => {
    const call = parseCall(['select', 'd.json', '--only-built', '--out', 's.json'], commands);
    expect(call.command?.name).toBe('select');
    expect(call.operands).toEqual(['d.json']);
    expect(call.options.flag('only-built')).toBe(true);
    expect(call.options.value('out')).toBe('s.json');
  });

  test('reads a command of two words', () => {
    const call = parseCall(['catalog', 'search', 'cash', 'flow'], commands);
    expect(call.command?.name).toBe('catalog search');
    expect(call.operands).toEqual(['cash', 'flow']);
  });

  test('collects a repeated option in order', () => {
    const call = parseCall(['new', 'x', '--set', 'a=1', '--set', 'b=2'], commands);
    expect(call.options.list('set')).toEqual(['a=1', 'b=2']);
  });

  test('takes everything after -- as operands', () => {
    expect(parseCall(['check', '--', '--odd-name.json'], commands).operands).toEqual(['--odd-name.json']);
  });

  test.each([
    [['chekc', 'd.json'], "There is no command 'chekc'.", 'Did you mean toltek check?'],
    [['catalog', 'lst'], "There is no command 'catalog lst'.", 'Did you mean toltek catalog list?'],
    [
      ['select', 'd.json', '--only-bult'],
      "'select' has no option --only-bult.",
      'Did you mean --only-built?',
    ],
    [['select', 'd.json', '--out'], '--out needs a value.', 'Write --out=FILE.'],
    [['select', 'd.json', '--out', '--json'], '--out needs a value.', 'Write --out=FILE.'],
    [['select', 'd.json', '--only-built=yes'], '--only-built takes no value.', 'Write --only-built alone.'],
    [['check'], "'check' needs FILE.", 'See toltek check --help.'],
    [['check', 'a', 'b'], "'check' was given too much.", 'See toltek check --help.'],
  ])('refuses %j and says what to write', (words, message, action) => {
    const problem = problemOf(words);
    expect(problem.message).toBe(message);
    expect(problem.action).toBe(action);
  });

  test('does not ask for operands when help is wanted', () => {
    expect(parseCall(['check', '--help'], commands).options.flag('help')).toBe(true);
  });
});
