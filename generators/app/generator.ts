import Generator from 'yeoman-generator';
import type { BaseFeatures, BaseOptions } from 'yeoman-generator';
import { InputError } from '#catalog/problem.ts';
import { Terminal } from '../cli/adapters/terminal.ts';
import { exitCode } from '../cli/exit-codes.ts';
import { Refusal } from '../cli/refusal.ts';
import type { Prompt } from './questions.ts';

/** A terminal that only formats: what it writes goes through Yeoman. */
export const plain = new Terminal({
  json: false,
  quiet: false,
  color: false,
  interactive: false,
  width: 100,
});

/** What the generators have in common. Yeoman runs the methods of the class itself, none of these. */
export abstract class ToltekBase<O extends BaseOptions> extends Generator<Record<string, unknown>, O> {
  constructor(args: string[], options: O, features?: BaseFeatures) {
    // The repository is not an npm package: Yeoman has nothing to install in it.
    super(args, options, { ...features, customInstallTask: true });
  }

  protected async ask(prompts: readonly Prompt[]): Promise<Readonly<Record<string, unknown>>> {
    return this.prompt<Record<string, unknown>>([...prompts]);
  }

  protected say(lines: Iterable<string>): void {
    for (const line of lines) this.log(line);
  }

  /** Problems are for the person who asked; anything else is our fault and goes up. */
  protected refuse(error: unknown): void {
    if (!(error instanceof InputError)) throw error;
    this.say(error.problems.map((problem) => plain.formatProblem(problem)));
    process.exitCode = error instanceof Refusal ? error.exit : exitCode.wrongInput;
  }
}

/** Accepts anything but nothing. */
export function demanded(typed: string): true | string {
  return typed === '' ? 'This has to be answered.' : true;
}
