import type { BaseFeatures } from 'yeoman-generator';
import { UpkeepGenerator } from '../app/upkeep-generator.ts';
import type { UpkeepOptions } from '../app/upkeep-generator.ts';
import type { ChangeCommand } from '../cli/commands/change-command.ts';
import { updateChange } from '../cli/commands/update.ts';

/** `yo toltek:update`: brings a client repository to this toolbox as `toltek update` does, and asks before it writes. */
export default class ToltekUpdateGenerator extends UpkeepGenerator<UpkeepOptions> {
  #change: ChangeCommand | undefined;

  constructor(args: string[], options: UpkeepOptions, features?: BaseFeatures) {
    super(args, options, features);
    this.takeUpkeepOptions();
  }

  /** Yeoman's phase for questions. */
  async prompting(): Promise<void> {
    try {
      const named = await this.askFolder();
      this.#change = await updateChange({
        named,
        diagnostic: this.diagnosticFile(),
        given: {},
        accepted: [],
      });
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
}
