import { describe, expect, test } from '@jest/globals';
import { Terminal } from '#generators/cli/adapters/terminal.ts';

function recorded(options: { json?: boolean; quiet?: boolean; interactive?: boolean } = {}): {
  terminal: Terminal;
  out: { stdout: string; stderr: string };
} {
  const out = { stdout: '', stderr: '' };
  const terminal = new Terminal({
    json: options.json ?? false,
    quiet: options.quiet ?? false,
    color: false,
    interactive: options.interactive ?? false,
    width: 80,
    write: (stream, text) => {
      out[stream] += text;
    },
  });
  return { terminal, out };
}

describe('Terminal', () => {
  test('shows progress on one line that goes away, or as lines where nobody watches', () => {
    const watched = recorded({ interactive: true });
    watched.terminal.progress('1/2');
    watched.terminal.progress('x'.repeat(100));
    watched.terminal.print('done');
    const clear = '\r\u001b[2K';
    expect(watched.out.stderr).toBe(`1/2${clear}${'x'.repeat(78)}…${clear}`);
    const { terminal, out } = recorded();
    terminal.progress('1/2');
    expect(out.stderr).toBe('1/2\n');
    const quiet = recorded({ interactive: true, quiet: true });
    quiet.terminal.progress('1/2');
    expect(quiet.out.stderr).toBe('');
  });

  test('with --json, stdout holds one document and nothing else', () => {
    const { terminal, out } = recorded({ json: true });
    terminal.print('for people');
    terminal.note('progress');
    terminal.document({ a: 1 });
    expect(JSON.parse(out.stdout)).toEqual({ a: 1 });
    expect(out.stderr).toBe('progress\n');
  });

  test('with --quiet, notes are dropped and problems are not', () => {
    const { terminal, out } = recorded({ quiet: true });
    terminal.note('progress');
    terminal.problems([{ code: 'X', severity: 'error', message: 'Broken.' }]);
    expect(out.stderr).toContain('Broken.');
    expect(out.stderr).not.toContain('progress');
  });

  test('a problem shows place, value, expectation and remedy', () => {
    const { terminal } = recorded();
    const text = terminal.formatProblem({
      code: 'C01',
      severity: 'error',
      message: 'The minimum is above the maximum.',
      file: 'd.json',
      pointer: '/constraints/capexEUR',
      value: { min: 5, max: 3 },
      expected: 'min <= max',
      action: 'Ask which one is right.',
    });
    expect(text).toBe(
      [
        'error [C01] The minimum is above the maximum.',
        '  at:       d.json /constraints/capexEUR',
        '  found:    {"min":5,"max":3}',
        '  expected: min <= max',
        '  do:       Ask which one is right.',
      ].join('\n'),
    );
  });

  test('hostile values cannot move the cursor or reorder the line', () => {
    const { terminal } = recorded();
    const text = terminal.formatProblem({
      code: 'X',
      severity: 'error',
      message: 'm',
      value: 'a\u001b[2J\u202Eb\u009b',
    });
    for (const hostile of ['\u001b', '\u202e', '\u009b']) expect(text).not.toContain(hostile);
  });
});
