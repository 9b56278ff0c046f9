import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { abortTransaction, resumeTransaction } from '#generators/cli/adapters/transaction.ts';
import { git } from '../../tools/toy-versions.ts';
import { contents } from './small-repository.ts';

/** Folders in which a repository is changed, killed, resumed and aborted. */
export class KilledCopies {
  readonly #work = mkdtempSync(path.join(tmpdir(), 'toltek-killed-'));

  at(name: string): string {
    return path.join(this.#work, name);
  }

  /** A copy of a repository, in place of what is there. */
  copy(from: string, to: string): string {
    rmSync(this.at(to), { recursive: true, force: true });
    cpSync(this.at(from), this.at(to), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    return this.at(to);
  }

  /** Files and git's index; what abort would need is left out. */
  stateOf(name: string): object {
    const files = Object.entries(contents(this.at(name))).filter(
      ([file]) => !file.startsWith('.toltek/update'),
    );
    return { files: Object.fromEntries(files), index: git(this.at(name), 'ls-files', '--stage') };
  }

  /**
   * Runs something killed at each of its steps, in a fresh copy each (`killed`), until it lives.
   * @returns how many steps there are.
   */
  atEachStep(
    start: string,
    run: (folder: string, step: number) => boolean,
    then: (folder: string) => void,
  ): number {
    for (let step = 1; ; step += 1) {
      const folder = this.copy(start, 'killed');
      if (!run(folder, step)) return step - 1;
      then(folder);
    }
  }

  /** The repository after the kill, resumed, and a copy of it, aborted. */
  resumedAndAborted(): { readonly resumed: object; readonly aborted: object } {
    const aborted = this.copy('killed', 'aborted');
    resumeTransaction(this.at('killed'));
    abortTransaction(aborted, { discard: false });
    return { resumed: this.stateOf('killed'), aborted: this.stateOf('aborted') };
  }

  remove(): void {
    rmSync(this.#work, { recursive: true, force: true });
  }
}
