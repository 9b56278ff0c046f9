import { createInterface } from 'node:readline/promises';
import type { Interface } from 'node:readline/promises';
import type { Heard } from '../diagnose/conversation.ts';

/** Asks a yes-or-no question on stderr; an empty answer is yes, the end of the input is no. */
export async function confirm(question: string): Promise<boolean> {
  const reader = new LineReader();
  try {
    const heard = await reader.ask(`${question} [Y/n] `);
    return 'line' in heard && /^(y|yes|)$/i.test(heard.line.trim());
  } finally {
    reader.close();
  }
}

/** Reads lines from stdin, one per question; prompts go to stderr. */
export class LineReader {
  readonly #dialogue: Interface;
  #end: 'input' | 'interrupt' | undefined;
  #onEnd: (() => void) | undefined;

  constructor() {
    this.#dialogue = createInterface({ input: process.stdin, output: process.stderr });
    this.#dialogue.once('close', () => {
      this.#ended('input');
    });
    this.#dialogue.once('SIGINT', () => {
      this.#ended('interrupt');
      this.#dialogue.close();
    });
  }

  /** Shows a prompt and waits for a line; after the end of the input or Ctrl-C it returns at once. */
  async ask(prompt: string): Promise<Heard> {
    if (this.#end !== undefined) return { ended: this.#end };
    const ended = new Promise<Heard>((resolve) => {
      this.#onEnd = () => {
        resolve({ ended: this.#end ?? 'input' });
      };
    });
    const answered = this.#dialogue.question(prompt).then((line): Heard => ({ line }));
    return Promise.race([answered, ended]);
  }

  close(): void {
    this.#dialogue.close();
  }

  #ended(how: 'input' | 'interrupt'): void {
    this.#end ??= how;
    this.#onEnd?.();
  }
}
