import type { BaseFeatures } from 'yeoman-generator';
import { UpkeepGenerator } from '../app/upkeep-generator.ts';
import type { UpkeepOptions } from '../app/upkeep-generator.ts';
import { openRepository } from '../cli/adapters/client-repository.ts';
import { readDiagnostic } from '../cli/adapters/diagnostic.ts';
import { repositoryFolder } from '../cli/adapters/find-repository.ts';
import { addition } from '../cli/commands/add.ts';
import type { ChangeCommand } from '../cli/commands/change-command.ts';
import { factsChange } from '../cli/commands/change-facts.ts';
import { loadTarget } from '../cli/target.ts';
import { additions } from './choices.ts';

type AddOptions = UpkeepOptions & { id?: string };

/**
 * `yo toltek:add`: another use case, stack or data source for a client repository, as `toltek add` brings it, chosen from
 * a list, and asked again before it is written.
 */
export default class ToltekAddGenerator extends UpkeepGenerator<AddOptions> {
  #change: ChangeCommand | undefined;

  constructor(args: string[], options: AddOptions, features?: BaseFeatures) {
    super(args, options, features);
    this.argument('id', { type: String, required: false, description: 'What to add' });
    this.takeUpkeepOptions();
  }

  /** Yeoman's phase for questions. */
  async prompting(): Promise<void> {
    try {
      const named = await this.askFolder();
      const diagnostic = this.diagnosticFile();
      const id = await this.#askWhat(repositoryFolder(named), diagnostic);
      if (id !== undefined) this.#change = factsChange(addition, { id, named, diagnostic, given: {} });
    } catch (error) {
      this.refuse(error);
    }
  }

  /** Yeoman's phase for files. */
  async writing(): Promise<void> {
    try {
      if (this.#change !== undefined) await this.carryOut(this.#change);
    } catch (error) {
      this.refuse(error);
    }
  }

  async #askWhat(folder: string, diagnostic: string | undefined): Promise<string | undefined> {
    const { id } = this.options;
    if (id !== undefined && id !== '') return id;
    const { catalog } = await loadTarget();
    const { lock } = openRepository(folder);
    const client = diagnostic === undefined ? undefined : readDiagnostic(diagnostic);
    const choices = additions(lock, catalog, client);
    if (choices.length === 0) {
      this.log('There is nothing to add: the repository has everything that can be generated today.');
      return undefined;
    }
    const answer = await this.ask([
      { type: 'select', name: 'id', message: 'What to add', choices: [...choices] },
    ]);
    return String(answer['id']);
  }
}
