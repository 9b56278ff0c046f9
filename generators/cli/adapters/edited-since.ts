import { wrong } from '#generators/engine/problems.ts';
import { exitCode } from '../exit-codes.ts';
import { Refusal } from '../refusal.ts';

/** Thrown when files are not as a change supposes, because somebody edited them: going on would lose that. */
export class EditedSince extends Refusal {
  /** Relative to the client repository. */
  readonly paths: readonly string[];

  constructor(paths: readonly string[], action: string) {
    const problems = paths.map((file) =>
      wrong('EDITED_SINCE', `${file} was changed in the meantime.`, {
        file,
        expected: 'the file as this change knows it',
        action: `Look at it, then ${action}.`,
      }),
    );
    super(problems, exitCode.refused);
    this.name = 'EditedSince';
    this.paths = paths;
  }
}
