import { spawn } from 'node:child_process';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const driver = path.join(import.meta.dirname, 'pseudo-terminal.py');

/** A program that believes a person sits at its terminal. */
export interface PseudoTerminal {
  /** Everything that was shown so far, without colours and cursor moves. */
  readonly screen: () => string;
  /** Number of the program's process. */
  readonly pid: Promise<number>;
  /** Exit code; 128 + n if signal n ended it. */
  readonly ended: Promise<number>;
  /** Types a line and Enter. */
  type: (line: string) => void;
  /** Presses Ctrl and a letter. */
  press: (letter: 'c' | 'd') => void;
  /**
   * Waits until something new is shown that ends as a prompt does.
   * @returns what was shown since the last call, or undefined if the program ended.
   */
  prompt: (ends: RegExp) => Promise<string | undefined>;
  /** Takes the terminal away from a program that still runs. */
  close: () => void;
}

/** Starts a program in a terminal of 100 columns. */
export function openTerminal(
  program: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): PseudoTerminal {
  const child = spawn('python3', [driver, program, ...words], { ...options, stdio: 'pipe' });
  let shown = '';
  let read = 0;
  let over = false;
  let wake = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    wake();
  });
  const pid = new Promise<number>((resolve) => {
    child.stderr.setEncoding('utf8').once('data', (text: string) => {
      resolve(Number.parseInt(text, 10));
    });
  });
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code) => {
      over = true;
      wake();
      resolve(code ?? -1);
    });
  });
  return {
    screen: () => plain(shown),
    pid,
    ended,
    close: () => child.kill('SIGKILL'),
    type: (line) => child.stdin.write(`${line}\r`),
    press: (letter) => child.stdin.write(letter === 'c' ? '\u0003' : '\u0004'),
    prompt: async (ends) => {
      for (;;) {
        const fresh = plain(shown.slice(read));
        if (ends.test(fresh)) {
          read = shown.length;
          return fresh;
        }
        if (over) return undefined;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll('\r', '');
}
