import type { Terminal } from '../adapters/terminal.ts';

/** What came back when somebody was asked. */
export type Heard =
  | { readonly line: string }
  /** The input ended, or Ctrl-C was pressed. */
  | { readonly ended: 'input' | 'interrupt' };

/** Somebody who can be asked. */
export interface Conversation {
  /** Shows a prompt and waits for a line. */
  ask(prompt: string): Promise<Heard>;
  /** Shows a text. */
  say(text: string): void;
  /** Columns to write in. */
  readonly width: number;
  readonly style: Terminal['style'];
}
