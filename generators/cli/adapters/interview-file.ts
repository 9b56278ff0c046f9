import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Interview } from '#catalog/diagnostic/questionnaire/interview.ts';
import { orderedDraft, readStored, recordDocument } from '#catalog/diagnostic/questionnaire/stored.ts';
import type { InterviewRecord, StoredInterview } from '#catalog/diagnostic/questionnaire/stored.ts';
import { InputError } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import { isAlive } from './file-system.ts';
import { readJsonDocument } from './json-document.ts';
import { writeText } from './write-document.ts';

/** The record of an interview lies beside its diagnostic: `diagnostic.interview.json`. */
export function recordFile(file: string): string {
  return path.join(path.dirname(file), `${path.basename(file).replace(/\.json$/i, '')}.interview.json`);
}

/** A diagnostic under construction in its file. Every answer is written before the next question is asked. */
export class InterviewFile {
  readonly file: string;
  /** What this run last read or wrote; undefined while there is no file. */
  #known: string | undefined;

  constructor(file: string) {
    this.file = file;
  }

  /**
   * The interview as it was left; undefined if there is no file yet.
   * @throws InputError if the file or its record cannot be read.
   */
  load(): StoredInterview | undefined {
    this.#clearStale();
    if (!existsSync(this.file)) return undefined;
    const draft = readJsonDocument(this.file);
    if (!isRecord(draft))
      throw unusable(this.file, 'It is no diagnostic.', 'a JSON object', 'Name another file.');
    this.#known = readFileSync(this.file, 'utf8');
    const beside = recordFile(this.file);
    return readStored(draft, existsSync(beside) ? readJsonDocument(beside) : undefined);
  }

  /**
   * Writes both files, each whole or not at all: the draft first, so that the record never speaks of an answer that
   * is not there.
   * @throws InputError if the file was changed by somebody else meanwhile, or cannot be written.
   */
  save(interview: Interview, record: InterviewRecord): void {
    const text = `${JSON.stringify(orderedDraft(interview.draft), null, 2)}\n`;
    if (text !== this.#known) {
      this.#mustBeOurs();
      writeText(this.file, text);
      this.#known = text;
    }
    const beside = recordDocument(interview, record);
    writeText(recordFile(this.file), `${JSON.stringify(beside, null, 2)}\n`);
  }

  #mustBeOurs(): void {
    const there = existsSync(this.file) ? readFileSync(this.file, 'utf8') : undefined;
    if (there === this.#known) return;
    throw unusable(
      this.file,
      'It was changed by somebody else while the interview ran; your last answer was not written.',
      'the file as this interview left it',
      'Run the command again: it goes on from what the file holds now.',
    );
  }

  /** Takes away what a run that was killed in the middle of writing left beside the files. */
  #clearStale(): void {
    const folder = path.dirname(this.file);
    if (!existsSync(folder)) return;
    const names = [this.file, recordFile(this.file)].map((each) => path.basename(each));
    for (const entry of readdirSync(folder)) {
      const [, name = '', pid = ''] = /^(.+)\.(\d+)\.tmp$/.exec(entry) ?? [];
      if (names.includes(name) && !isAlive(Number(pid))) rmSync(path.join(folder, entry), { force: true });
    }
  }
}

function unusable(file: string, message: string, expected: string, action: string): InputError {
  return new InputError([{ code: 'INTERVIEW', severity: 'error', message, file, expected, action }]);
}
