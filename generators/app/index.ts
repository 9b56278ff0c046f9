import Generator from 'yeoman-generator';
import type { BaseFeatures, BaseOptions } from 'yeoman-generator';
import { InputError } from '#catalog/problem.ts';
import { checkTarget, writeRepository } from '../cli/adapters/files-write.ts';
import { Terminal } from '../cli/adapters/terminal.ts';
import { summaryLines } from '../cli/commands/new-report.ts';
import { generate, openQuestions, prepare } from '../cli/generation.ts';
import type { Generation } from '../cli/generation.ts';
import { givenAnswers, promptsFor } from './questions.ts';
import type { Prompt } from './questions.ts';

type ToltekOptions = BaseOptions & {
  directory?: string;
  diagnostic?: string;
  onlyBuilt?: boolean;
};

/**
 * `yo toltek`: the interactive way to a client repository. It asks what `toltek new` takes as options, and the
 * templates' own questions with their schemas; planning, rendering and writing are the engine's.
 * Nothing goes through Yeoman's file store: the repository lands whole or not at all.
 */
export default class ToltekGenerator extends Generator<Record<string, unknown>, ToltekOptions> {
  #target = '';
  #generation: Generation | undefined;

  constructor(args: string[], options: ToltekOptions, features?: BaseFeatures) {
    // The repository is not an npm package: Yeoman has nothing to install in it.
    super(args, options, { ...features, customInstallTask: true });
    this.argument('directory', { type: String, required: false, description: 'Folder to write' });
    this.option('diagnostic', { type: String, description: 'The diagnostic of the client' });
    this.option('only-built', { type: Boolean, description: 'Choose among what can be generated today' });
  }

  /** Yeoman's phase for questions. */
  async prompting(): Promise<void> {
    try {
      await this.#ask();
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Yeoman's phase for files. */
  writing(): void {
    if (this.#generation === undefined) return;
    try {
      writeRepository(this.#target, this.#generation.files);
    } catch (error) {
      this.#refuse(error);
    }
  }

  /** Yeoman's last phase. */
  end(): void {
    if (this.#generation === undefined) return;
    this.log(`Wrote ${this.#target}: ${this.#generation.files.size} files.`);
    this.log(`Next: cd ${this.#target} && make demo`);
  }

  async #ask(): Promise<void> {
    const { directory, diagnostic } = await this.#askPlace();
    this.#target = this.destinationPath(directory);
    checkTarget(this.#target);
    const prepared = await prepare({
      diagnosticFile: this.destinationPath(diagnostic),
      useCases: [],
      onlyBuilt: this.options.onlyBuilt === true,
    });
    const answers = givenAnswers(await this.#prompt(promptsFor(openQuestions(prepared, {}))));
    const generation = generate(prepared, answers);
    for (const line of summaryLines(generation)) this.log(line);
    const { write } = await this.#prompt([
      { type: 'confirm', name: 'write', message: `Write this to ${this.#target}?`, default: true },
    ]);
    if (write === true) this.#generation = generation;
    else this.log('Nothing was written.');
  }

  /** What was not given on the command line. */
  async #askPlace(): Promise<{ readonly directory: string; readonly diagnostic: string }> {
    const { directory, diagnostic } = this.options;
    const given = { ...(directory && { directory }), ...(diagnostic && { diagnostic }) };
    const questions = { diagnostic: 'Diagnostic of the client (a JSON file)', directory: 'Folder to write' };
    const open = Object.entries(questions).filter(([name]) => !(name in given));
    const answers = await this.#prompt(
      open.map(([name, message]) => ({ type: 'input', name, message, validate: demanded })),
    );
    return { directory: '', diagnostic: '', ...answers, ...given };
  }

  async #prompt(prompts: readonly Prompt[]): Promise<Readonly<Record<string, unknown>>> {
    return this.prompt<Record<string, unknown>>([...prompts]);
  }

  /** Problems are for the person who asked; anything else is our fault and goes up. */
  #refuse(error: unknown): void {
    if (!(error instanceof InputError)) throw error;
    const terminal = new Terminal({
      json: false,
      quiet: false,
      color: false,
      interactive: false,
      width: 100,
    });
    for (const problem of error.problems) this.log(terminal.formatProblem(problem));
    this.#generation = undefined;
    process.exitCode = 2;
  }
}

function demanded(typed: string): true | string {
  return typed === '' ? 'This has to be answered.' : true;
}
