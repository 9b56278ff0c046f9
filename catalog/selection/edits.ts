import type { Diagnostic } from '../schema/generated/types.ts';
import type { Candidate } from './candidate.ts';
import { limitNames, skillNames } from '../names/client.ts';
import { objectKindNames } from '../names/data.ts';
import { pointerValue } from '../schema/pointer.ts';
import { withValue } from './pointer.ts';
import { skills } from './profile.ts';
import type { Access, ObjectKind, Profile, Reading, Skill } from './profile.ts';
import { replay } from './world.ts';
import type { Kept, World } from './world.ts';
import { quoted, text } from './text.ts';
import type { Text } from './text.ts';

/** Answers that can be worked on. Who the client is (age, sector, size) is never among them. */
export type Field =
  | 'quality'
  | 'access'
  | 'history'
  | 'team'
  | 'managedServices'
  | 'benefit'
  | 'capex'
  | 'opex'
  | 'weeks'
  | 'source';

/** Another answer to one question of the diagnostic. */
export interface Edit {
  readonly field: Field;
  /** JSON pointer of the value that changes; a `-` at the end appends. */
  readonly pointer: string;
  /** Null where there was none. */
  readonly from: number | string | boolean | null;
  readonly to: number | string | boolean | NewSource;
  /** What it is about, by ids: a source and kind of data, a skill, a use case. */
  readonly subject: string;
  /** The same by names, for the middle of a sentence. */
  readonly named: Text;
  /** What has to be assessed again. */
  readonly touches: (candidate: Candidate) => boolean;
}

type DataSource = Diagnostic['dataSources'][number];

/** A source the client would begin to keep. */
export type NewSource = Pick<DataSource, 'id' | 'name' | 'system' | 'access' | 'objects'>;

/**
 * The diagnostic with other answers. An edited judged answer is sure: the range beside it goes, and a benefit's
 * range moves with its middle.
 */
export function applyEdits(diagnostic: Diagnostic, edits: readonly Edit[]): Diagnostic {
  return edits.reduce(applyEdit, diagnostic);
}

/** What is advised on other answers. */
export function replayEdits(world: World, edits: readonly Edit[]): World {
  return replay(
    world,
    applyEdits(world.profile.diagnostic, edits),
    (candidate) => edits.some(({ touches }) => touches(candidate)),
    keptBy(edits),
  );
}

/** Benefits and limits are no matter of gates; levels are none of law; sources are of both. */
function keptBy(edits: readonly Edit[]): Kept {
  const fields = edits.map(({ field }) => field);
  if (fields.every((field) => field === 'benefit' || Object.hasOwn(limitFields, field))) return 'gates';
  return fields.some((field) => field === 'access' || field === 'source') ? 'nothing' : 'risk';
}

function applyEdit(diagnostic: Diagnostic, { field, pointer, to }: Edit): Diagnostic {
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  switch (field) {
    case 'quality':
    case 'history':
    case 'team': {
      const answer = Object.entries(record(pointerValue(diagnostic, parent))).filter(
        ([key]) => key !== 'low' && key !== 'high',
      );
      return withValue(diagnostic, parent, {
        confidence: 'D',
        evidence: [],
        ...Object.fromEntries(answer),
        status: 'assumed',
        value: to,
      });
    }
    case 'benefit': {
      const range = record(pointerValue(diagnostic, parent));
      const scale = typeof range['mid'] === 'number' && range['mid'] > 0 ? Number(to) / range['mid'] : 0;
      const moved = (value: unknown): unknown =>
        typeof value === 'number' && scale > 0 ? value * scale : to;
      return withValue(diagnostic, parent, {
        ...range,
        low: moved(range['low']),
        mid: to,
        high: moved(range['high']),
      });
    }
    case 'source':
      return withValue(diagnostic, parent, [...diagnostic.dataSources, to]);
    case 'access':
    case 'managedServices':
    case 'capex':
    case 'opex':
    case 'weeks':
      return withValue(diagnostic, pointer, to);
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Ways to reach data in steps, worst first; an interface, a database and a share are one step. */
export const accessSteps: readonly Access[] = ['none', 'manual', 'file_export', 'api'];

/** Where an access stands on the steps; undefined for an unknown one. */
export function accessStep(access: Access): number | undefined {
  if (access === 'db' || access === 'warehouse_share') return accessSteps.indexOf('api');
  const step = accessSteps.indexOf(access);
  return step === -1 ? undefined : step;
}

function usesKind(kind: ObjectKind): (candidate: Candidate) => boolean {
  return ({ entry }) => entry.requires.objects.some(({ anyOf }) => anyOf.includes(kind));
}

/** One answer that can be asked again, with the values it can take in order. */
export interface Question {
  readonly edit: (to: number | string) => Edit;
  /** Where it stands; null where it is unknown. */
  readonly value: number | string | null;
}

/** Every judged quality answer. */
export function qualityQuestions(profile: Profile): Question[] {
  return objectsOf(profile).map(({ source, kind, quality }) => ({
    value: quality.value,
    edit: (to) => ({
      field: 'quality',
      pointer: `${quality.pointer}/value`,
      from: quality.value,
      to,
      subject: `${source.id}: ${kind}`,
      named: recordsIn(source, kind),
      touches: usesKind(kind),
    }),
  }));
}

/** Every judged history answer. */
export function historyQuestions(profile: Profile): Question[] {
  return objectsOf(profile).map(({ source, kind, history }) => ({
    value: history.value,
    edit: (to) => ({
      field: 'history',
      pointer: `${history.pointer}/value`,
      from: history.value,
      to,
      subject: `${source.id}: ${kind}`,
      named: recordsIn(source, kind),
      touches: usesKind(kind),
    }),
  }));
}

/** How every source can be read. */
export function accessQuestions({ diagnostic }: Profile): Question[] {
  return diagnostic.dataSources.map(({ id, name, access, objects }, index) => ({
    value: access === 'unknown' ? null : access,
    edit: (to) => ({
      field: 'access',
      pointer: `/dataSources/${index}/access`,
      from: access,
      to,
      subject: id,
      named: sourceName(name),
      touches: (candidate) => objects.some(({ kind }) => usesKind(kind)(candidate)),
    }),
  }));
}

/** Every team level. */
export function teamQuestions(profile: Profile): Question[] {
  return skills.map((skill) => teamQuestion(skill, profile.skills[skill]));
}

function teamQuestion(skill: Skill, level: Reading): Question {
  return {
    value: level.value,
    edit: (to) => ({
      field: 'team',
      pointer: `${level.pointer}/value`,
      from: level.value,
      to,
      subject: skill,
      named: skillNames[skill],
      touches: ({ entry }) => (entry.requires.skills[skill] ?? 0) > 0,
    }),
  };
}

/** The expected benefit of every candidate. */
export function benefitQuestion(candidate: Candidate): Question {
  const { benefit } = candidate.asked;
  return {
    value: benefit.value,
    edit: (to) => ({
      field: 'benefit',
      pointer: `${benefit.pointer}/mid`,
      from: benefit.value,
      to,
      subject: candidate.id,
      named: candidate.entry.name,
      touches: ({ id }) => id === candidate.id,
    }),
  };
}

/** The limits a budget or a deadline sets. */
export const limitFields = {
  capex: { pointer: '/constraints/capexEUR/max', step: 1000 },
  opex: { pointer: '/constraints/opexEURPerMonth/max', step: 50 },
  weeks: { pointer: '/constraints/weeksAvailable', step: 1 },
} as const;
export type LimitName = keyof typeof limitFields;

/** Another limit. It touches no score: every gate on limits is judged anew anyway. */
export function limitEdit(profile: Profile, name: LimitName, to: number): Edit {
  const from = profile.limits[name];
  return {
    field: name,
    pointer: limitFields[name].pointer,
    from: Number.isFinite(from) ? from : null,
    to,
    subject: name,
    named: limitNames[name],
    touches: () => false,
  };
}

/** The team would have what it lacks run for it. */
export function managedServicesEdit(): Edit {
  return {
    field: 'managedServices',
    pointer: '/team/managedServicesWanted',
    from: false,
    to: true,
    subject: 'managedServicesWanted',
    named: { en: 'managed services', fr: 'services managés' },
    touches: () => true,
  };
}

/** A source for data that no source holds: files of fair quality, as long a history as is needed. */
export function sourceEdit(kind: ObjectKind, months: number | undefined): Edit {
  const id = `new-${kind.replaceAll('_', '-')}`;
  const to: NewSource = {
    id,
    name: id,
    system: 'files',
    access: 'file_export',
    objects: [
      {
        kind,
        historyMonths: assumed(months ?? null),
        quality: assumed(2),
      },
    ],
  };
  return {
    field: 'source',
    pointer: '/dataSources/-',
    from: null,
    to,
    subject: kind,
    named: objectKindNames[kind],
    touches: usesKind(kind),
  };
}

function assumed(value: number | null): DataSource['objects'][number]['quality'] {
  return { value, status: value === null ? 'not_applicable' : 'assumed', confidence: 'D', evidence: [] };
}

/** A source as it is called within a sentence. */
function sourceName(called: string): Text {
  return text((language) => quoted(called, language));
}

function recordsIn({ name: called }: DataSource, kind: ObjectKind): Text {
  return {
    en: `${objectKindNames[kind].en} in ${quoted(called, 'en')}`,
    fr: `${objectKindNames[kind].fr} de ${quoted(called, 'fr')}`,
  };
}

function objectsOf({
  objects,
}: Profile): Profile['objects'] extends ReadonlyMap<unknown, infer List> ? List : never {
  return [...objects.values()].flat();
}
