import { commandWords } from './words.ts';
import type { Command } from './words.ts';

/** A line that was typed: a command with what follows it, or something else. */
export type Line = { readonly command: Command; readonly rest: string } | { readonly text: string };

/** Reads `:back`, `:go 3`, `?`; anything that does not start with a colon is a text. */
export function readLine(line: string): Line | { readonly unknown: string } {
  const text = line.trim();
  if (text === '?') return { command: 'help', rest: '' };
  if (!text.startsWith(':')) return { text };
  const [name = '', ...rest] = text.slice(1).trim().split(/\s+/);
  const command = commands.find((each) => commandWords[each].includes(name.toLowerCase()));
  return command === undefined ? { unknown: `:${name}` } : { command, rest: rest.join(' ') };
}

const commands: readonly Command[] = [
  'help',
  'back',
  'skip',
  'unknown',
  'refused',
  'not_applicable',
  'note',
  'go',
  'review',
  'quit',
];
