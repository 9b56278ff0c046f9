import type { BaseFeatures, BaseOptions } from 'yeoman-generator';
import { checkTarget, writeRepository } from '../cli/adapters/files-write.ts';
import { summaryLines } from '../cli/commands/new-report.ts';
import { generate, openQuestions, prepare } from '../cli/generation.ts';
import type { Generation } from '../cli/generation.ts';
import { demanded, ToltekBase } from './generator.ts';
import { givenAnswers, promptsFor } from './questions.ts';

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
export default class ToltekGenerator extends ToltekBase<ToltekOptions> {
  #target = '';
  #generation: Generation | undefined;

  constructor(args: string[], options: ToltekOptions, features?: BaseFeatures) {
    super(args, options, features);
    this.argument('directory', { type: String, required: false, description: 'Folder to write' });
    this.option('diagnostic', { type: String, description: 'The diagnostic of the client' });
    this.option('only-built', { type: Boolean, description: 'Choose among what can be generated today' });
  }

  /** Yeoman's phase for questions. */
  async prompting(): Promise<void> {
    try {
      await this.#ask();
    } catch (error) {
      this.#stop(error);
    }
  }

  /** Yeoman's phase for files. */
  writing(): void {
    if (this.#generation === undefined) return;
    try {
      writeRepository(this.#target, this.#generation.files);
    } catch (error) {
      this.#stop(error);
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
    const answers = givenAnswers(await this.ask(promptsFor(openQuestions(prepared, {}))));
    const generation = generate(prepared, answers);
    this.say(summaryLines(generation));
    const { write } = await this.ask([
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
    const answers = await this.ask(
      open.map(([name, message]) => ({ type: 'input', name, message, validate: demanded })),
    );
    return { directory: '', diagnostic: '', ...answers, ...given };
  }

  #stop(error: unknown): void {
    this.refuse(error);
    this.#generation = undefined;
  }
}
