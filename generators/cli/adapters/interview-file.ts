import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Interview, Outcome } from '#catalog/diagnostic/questionnaire/interview.ts';
import { InputError } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import type { Evidence } from '#catalog/schema/generated/diagnostic.ts';
import { isAlive } from './file-system.ts';
import { readJsonDocument } from './json-document.ts';
import { writeText } from './write-document.ts';

/** What an interview needs beside its draft to go on where it stopped. */
export interface InterviewRecord {
  /** Key of the step that was asked last. */
  readonly at?: string;
  /** Evidence that was given last; it is offered again. */
  readonly evidence?: Evidence;
}

export interface StoredInterview {
  readonly interview: Interview;
  readonly record: InterviewRecord;
}

/** Order of the blocks of a diagnostic in its file. */
const blocks = [
  '$schema',
  'meta',
  'company',
  'strategy',
  'maturity',
  'dataSources',
  'infra',
  'team',
  'useCases',
  'constraints',
  'compliance',
  'weights',
  'benchmarks',
  'commercial',
];

const outcomes: readonly Outcome[] = ['skipped', 'unknown', 'refused', 'not_applicable'];

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
   * The interview as it was left; undefined if there is no file yet. A diagnostic that was written by hand or by a scan
   * is an interview too, all of whose answers are given.
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
    const stored = existsSync(beside) ? readJsonDocument(beside) : {};
    return { ...readRecord(stored), interview: { ...readInterview(stored), draft } };
  }

  /**
   * Writes both files, each whole or not at all: the draft first, so that the record never speaks of an answer that
   * is not there.
   * @throws InputError if the file was changed by somebody else meanwhile, or cannot be written.
   */
  save({ draft, outcomes: kept, accepted }: Interview, record: InterviewRecord): void {
    const text = `${JSON.stringify(ordered(draft), null, 2)}\n`;
    if (text !== this.#known) {
      this.#mustBeOurs();
      writeText(this.file, text);
      this.#known = text;
    }
    const beside = { interviewVersion: 1, outcomes: kept, accepted, ...record };
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

function ordered(draft: Interview['draft']): object {
  const known = blocks.filter((name) => Object.hasOwn(draft, name));
  const others = Object.keys(draft).filter((name) => !blocks.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, draft[name]]));
}

function readInterview(stored: unknown): Omit<Interview, 'draft'> {
  const record = isRecord(stored) ? stored : {};
  const kept = isRecord(record['outcomes']) ? record['outcomes'] : {};
  const accepted: unknown = record['accepted'];
  return {
    outcomes: Object.fromEntries(
      Object.entries(kept).flatMap(([key, value]) => {
        const outcome = outcomes.find((each) => each === value);
        return outcome === undefined ? [] : [[key, outcome] as const];
      }),
    ),
    accepted: Array.isArray(accepted)
      ? accepted.filter((each): each is string => typeof each === 'string')
      : [],
  };
}

function readRecord(stored: unknown): { readonly record: InterviewRecord } {
  const { at, evidence } = isRecord(stored) ? stored : {};
  const kinds = [
    'interview',
    'document',
    'export',
    'system_scan',
    'invoice',
    'benchmark',
    'assumption',
  ] as const;
  const kind = isRecord(evidence) ? kinds.find((each) => each === evidence['kind']) : undefined;
  const ref = isRecord(evidence) ? evidence['ref'] : undefined;
  return {
    record: {
      ...(typeof at === 'string' && { at }),
      ...(kind !== undefined && typeof ref === 'string' && { evidence: { kind, ref } }),
    },
  };
}

function unusable(file: string, message: string, expected: string, action: string): InputError {
  return new InputError([{ code: 'INTERVIEW', severity: 'error', message, file, expected, action }]);
}
