import { isRecord } from '../../record.ts';
import type { Evidence } from '../../schema/generated/diagnostic.ts';
import { evidenceKind } from './evidence.ts';
import type { Draft, Interview, Outcome } from './interview.ts';

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

/** Field of a draft that carries what a diagnostic cannot hold, where both are kept in one file. */
const within = 'interview';

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

/** A draft as it is written down: its blocks in the order of the schema. */
export function orderedDraft(draft: Draft): Draft {
  const known = blocks.filter((name) => Object.hasOwn(draft, name));
  const others = Object.keys(draft).filter((name) => !blocks.includes(name));
  return Object.fromEntries([...known, ...others].map((name) => [name, draft[name]]));
}

/** What is kept of an interview beside its draft. */
export function recordDocument({ outcomes: kept, accepted }: Interview, record: InterviewRecord): object {
  return { interviewVersion: 1, outcomes: kept, accepted, ...record };
}

/** An interview in one document: the draft, and in its last field what a diagnostic cannot hold. */
export function draftDocument({ interview, record }: StoredInterview): Draft {
  return { ...orderedDraft(interview.draft), [within]: recordDocument(interview, record) };
}

/**
 * An interview from its draft, and from its record where that was kept apart. A diagnostic that was written by hand or by
 * a scan is an interview too, all of whose answers are given. What a record says that means nothing is left out.
 */
export function readStored(document: Draft, apart?: unknown): StoredInterview {
  const { [within]: inside, ...draft } = document;
  const { outcomes: kept, accepted, at, evidence } = fields(apart ?? inside);
  const last = fields(evidence);
  const kind = evidenceKind(last['kind']);
  const ref = last['ref'];
  return {
    interview: {
      draft,
      outcomes: Object.fromEntries(
        Object.entries(fields(kept)).flatMap(([key, value]) => {
          const outcome = outcomes.find((each) => each === value);
          return outcome === undefined ? [] : [[key, outcome] as const];
        }),
      ),
      accepted: Array.isArray(accepted)
        ? accepted.filter((each): each is string => typeof each === 'string')
        : [],
    },
    record: {
      ...(typeof at === 'string' && { at }),
      ...(kind !== undefined && typeof ref === 'string' && { evidence: { kind, ref } }),
    },
  };
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
