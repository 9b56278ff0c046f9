import { writeSync } from 'node:fs';
import { styleText } from 'node:util';
import type { Problem } from '#catalog/problem.ts';

export interface TerminalOptions {
  /** One JSON document on stdout, everything else on stderr. */
  readonly json: boolean;
  /** No notes and no progress; results and errors only. */
  readonly quiet: boolean;
  readonly color: boolean;
  /** Whether a person can answer questions (stdin and stderr are terminals). */
  readonly interactive: boolean;
  /** Columns. */
  readonly width: number;
  readonly write?: (stream: 'stdout' | 'stderr', text: string) => void;
}

/** Moves to the start of the line and clears it. */
const CLEAR_LINE = '\r\u001b[2K';

type Style = Parameters<typeof styleText>[0];

/** Where a command speaks: results to stdout, notes and problems to stderr. */
export class Terminal {
  readonly json: boolean;
  readonly interactive: boolean;
  readonly width: number;
  readonly #quiet: boolean;
  readonly #color: boolean;
  readonly #write: (stream: 'stdout' | 'stderr', text: string) => void;
  #progressShown = false;

  constructor(options: TerminalOptions) {
    this.json = options.json;
    this.interactive = options.interactive;
    this.width = options.width;
    this.#quiet = options.quiet;
    this.#color = options.color;
    const write = options.write ?? writeAll;
    this.#write = (stream, text) => {
      if (this.#progressShown) write('stderr', CLEAR_LINE);
      this.#progressShown = false;
      write(stream, text);
    };
  }

  /** Prints a result for people; nothing in `--json` mode, where `document` speaks. */
  print(text: string): void {
    if (!this.json) this.#write('stdout', `${text}\n`);
  }

  /** Prints the one JSON document of `--json` mode; nothing otherwise. */
  document(value: unknown): void {
    if (this.json) this.#write('stdout', `${JSON.stringify(value, null, 2)}\n`);
  }

  /** Prints a remark or progress to stderr, unless `--quiet`. */
  note(text: string): void {
    if (!this.#quiet) this.#write('stderr', `${text}\n`);
  }

  /**
   * Shows how far something is, unless `--quiet`: on one line that the next output replaces where a person watches, as
   * a line of its own elsewhere.
   */
  progress(text: string): void {
    if (!this.interactive) this.note(text);
    else if (!this.#quiet) {
      this.#write('stderr', text.length < this.width ? text : `${text.slice(0, this.width - 2)}…`);
      this.#progressShown = true;
    }
  }

  /** Says something to the person who is asked, on stderr, whatever else is quiet. */
  ask(text: string): void {
    this.#write('stderr', `${text}\n`);
  }

  /** Prints problems to stderr, each with its place, what was expected and what to do. */
  problems(problems: readonly Problem[]): void {
    for (const problem of problems) this.#write('stderr', `${this.formatProblem(problem)}\n`);
  }

  /** One problem as a person reads it. */
  formatProblem(problem: Problem): string {
    const mark = problem.severity === 'error' ? this.style('red', 'error') : this.style('yellow', 'warning');
    const place = [problem.file, problem.pointer]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
    const lines = [`${mark} ${this.style('dim', `[${problem.code}]`)} ${problem.message}`];
    if (place !== '') lines.push(`  at:       ${place}`);
    if (problem.value !== undefined) lines.push(`  found:    ${excerpt(problem.value)}`);
    if (problem.expected !== undefined) lines.push(`  expected: ${problem.expected}`);
    if (problem.action !== undefined) lines.push(`  do:       ${problem.action}`);
    return lines.join('\n');
  }

  /** Text in a colour or weight, plain where colours are off. */
  style(style: Style, text: string): string {
    return this.#color ? styleText(style, text, { validateStream: false }) : text;
  }
}

/** Retries when a pipe is full: a large document must not be cut when the process exits. */
function writeAll(stream: 'stdout' | 'stderr', text: string): void {
  const bytes = new TextEncoder().encode(text);
  let offset = 0;
  while (offset < bytes.length) {
    try {
      offset += writeSync(stream === 'stdout' ? 1 : 2, bytes, offset);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EAGAIN') continue;
      if (code === 'EPIPE') return;
      throw error;
    }
  }
}

/** A text on one line without control characters, so that hostile names cannot move the cursor or turn what is written. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}

/** A value in at most 120 characters, on one line. */
function excerpt(value: unknown): string {
  const text =
    (typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) as string | undefined)) ??
    'nothing';
  const plain = visible(text);
  return plain.length > 120 ? `${plain.slice(0, 117)}...` : plain;
}
