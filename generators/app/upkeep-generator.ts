import { existsSync } from 'node:fs';
import path from 'node:path';
import type { BaseOptions } from 'yeoman-generator';
import { LOCK_PATH, openRepository } from '../cli/adapters/client-repository.ts';
import { repositoryFolder } from '../cli/adapters/find-repository.ts';
import { changeRepository } from '../cli/change.ts';
import { changeLines, exitAfter } from '../cli/commands/change-command.ts';
import type { ChangeCommand } from '../cli/commands/change-command.ts';
import { updateLines } from '../cli/commands/update-text.ts';
import { loadTarget } from '../cli/target.ts';
import { demanded, plain, ToltekBase } from './generator.ts';
import { newQuestions } from './new-questions.ts';
import { givenAnswers, promptsFor } from './questions.ts';

/** What every generator takes that changes a client repository. */
export type UpkeepOptions = BaseOptions & {
  /** The client repository. Default: the one Yeoman is in, else it is asked for. */
  directory?: string;
  diagnostic?: string;
  allowUntracked?: boolean;
};

/** A generator that changes a client repository by the same functions as the commands, in the same transaction. */
export abstract class UpkeepGenerator<O extends UpkeepOptions> extends ToltekBase<O> {
  /** Declares what `UpkeepOptions` names. */
  protected takeUpkeepOptions(): void {
    this.argument('directory', { type: String, required: false, description: 'The client repository' });
    this.option('diagnostic', { type: String, description: 'The diagnostic of the client' });
    this.option('allow-untracked', {
      type: Boolean,
      description: 'Also where files lie around that git does not know',
    });
  }

  /** Operand DIR of the command: `undefined` where the current folder is in a client repository. */
  protected async askFolder(): Promise<string | undefined> {
    const { directory } = this.options;
    if (directory !== undefined && directory !== '') return this.destinationPath(directory);
    if (existsSync(path.join(repositoryFolder(undefined), LOCK_PATH))) return undefined;
    const { directory: typed } = await this.ask([
      { type: 'input', name: 'directory', message: 'Folder of the client repository', validate: demanded },
    ]);
    return this.destinationPath(String(typed));
  }

  protected diagnosticFile(): string | undefined {
    const { diagnostic } = this.options;
    return diagnostic === undefined || diagnostic === '' ? undefined : this.destinationPath(diagnostic);
  }

  /** Asks what is new, shows what would change, asks again, and only then writes. */
  protected async carryOut(command: ChangeCommand): Promise<void> {
    const given = await this.#askNew(command);
    const changed = await changeRepository({
      ...command,
      name: `toltek ${command.command}`,
      dryRun: false,
      allowUntracked: this.options.allowUntracked === true,
      request: (source, target) => ({ ...command.request(source, target), given }),
      agreed: async (update) => {
        this.say(updateLines(update, plain, false));
        const message = `Write this to ${command.folder}?`;
        const { write } = await this.ask([{ type: 'confirm', name: 'write', message, default: true }]);
        return write === true;
      },
    });
    this.say(changeLines(command, changed, undefined, true, plain));
    if (!changed.declined) process.exitCode = exitAfter(changed);
  }

  /** Questions of the new templates that nobody was asked before. */
  async #askNew({ folder, request }: ChangeCommand): Promise<Readonly<Record<string, unknown>>> {
    const repository = openRepository(folder);
    const target = await loadTarget();
    const questions = newQuestions(repository, target, request(repository, target));
    return givenAnswers(await this.ask(promptsFor(questions)));
  }
}
