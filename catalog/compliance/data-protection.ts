import type { Text } from '../dated.ts';
import type { Diagnostic, UseCase } from '../schema/generated/diagnostic.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { dpiaCriteria, dpiaThreshold, largeScalePersons } from './data-protection.data.ts';
import type { DpiaCriterion, ListedProcessing } from './data-protection.data.ts';
import { holdsPersonalData, sourcesOf } from './sources.ts';
import type { PlacedSource } from './sources.ts';

export type { DpiaCriterion, ListedProcessing } from './data-protection.data.ts';

/** One of the nine criteria, as it stands for a use case. */
export interface DpiaFinding {
  readonly criterion: DpiaCriterion;
  /** `unknown`: it depends on an answer nobody gave. */
  readonly applies: 'yes' | 'unknown';
  /** Entry: inherent in the catalog entry. Derived: from a field. Override: a consultant said so, with a reason. */
  readonly from: 'entry' | 'derived' | 'override';
  /** Fields of the diagnostic it rests on, as JSON pointers. */
  readonly pointers: readonly string[];
  /** Reason of an override. */
  readonly reason?: string;
}

/** A derived criterion that a consultant struck out. */
export interface StruckCriterion {
  readonly criterion: DpiaCriterion;
  readonly reason: string;
}

export interface DpiaAssessment {
  /** Criteria that apply or may apply, in the order of the guidelines. */
  readonly criteria: readonly DpiaFinding[];
  /** Criteria struck out by an override; kept for the log. */
  readonly struck: readonly StruckCriterion[];
  /** Kinds of processing that need an assessment by themselves. */
  readonly listed: readonly ListedProcessing[];
  /** Circumstances the entry itself counts as one more criterion each. */
  readonly escalated: readonly Text[];
  /** An impact assessment is due. */
  readonly required: boolean;
  /** Not due on what is known, but would be if the unknown criteria apply. */
  readonly unclear: boolean;
  /** The diagnostic says that one is done. */
  readonly done: boolean;
}

type Criteria = Map<DpiaCriterion, DpiaFinding>;

/**
 * Screens one use case: an impact assessment is due when at least two of the nine criteria apply, or when the
 * processing is on the French authority's list. Criteria come from the entry, from the fields of the diagnostic and
 * from overrides (`/compliance/dpiaCriteria`), which win.
 * @param place pointer to the use case in the diagnostic; looked up where it is left out.
 */
export function dpia(
  entry: Pick<Entry, 'id' | 'requires' | 'risk'>,
  useCase: UseCase,
  diagnostic: Diagnostic,
  place = `/useCases/${diagnostic.useCases.indexOf(useCase)}`,
): DpiaAssessment {
  const sources = sourcesOf(entry, useCase, diagnostic);
  const criteria: Criteria = new Map();
  for (const criterion of entry.risk.dpiaCriteria) add(criteria, criterion, 'yes', 'entry', []);
  deriveFromUse(criteria, useCase, place);
  deriveFromSources(criteria, entry, useCase, diagnostic, sources, place);
  const struck = applyOverrides(criteria, useCase.id, diagnostic);

  const found = dpiaCriteria.flatMap((criterion) => criteria.get(criterion) ?? []);
  const escalated = entry.risk.escalators
    .filter(({ becomes, flag }) => becomes === 'dpia' && useCase.contextFlags.some((each) => each === flag))
    .map(({ when }) => when);
  const certain = found.filter((finding) => finding.applies === 'yes').length + escalated.length;
  const listed = listedFor(criteria, useCase, sources);
  const required = certain >= dpiaThreshold || listed.length > 0;
  return {
    criteria: found,
    struck,
    listed,
    escalated,
    required,
    unclear: !required && found.length + escalated.length >= dpiaThreshold,
    done: diagnostic.compliance?.dpiaDone?.includes(useCase.id) ?? false,
  };
}

/** Adds a criterion, or turns an unknown one into a known one. */
function add(
  criteria: Criteria,
  criterion: DpiaCriterion,
  applies: DpiaFinding['applies'],
  from: DpiaFinding['from'],
  pointers: readonly string[],
): void {
  if (criteria.get(criterion)?.applies === 'yes') return;
  criteria.set(criterion, { criterion, applies, from, pointers });
}

function deriveFromUse(criteria: Criteria, useCase: UseCase, place: string): void {
  const { decisionEffect, affectsPersons, contextFlags } = useCase;
  const effect = [`${place}/decisionEffect`, `${place}/affectsPersons`];
  const mayDecide = decisionEffect === 'automatic' || decisionEffect === 'unknown';
  if (mayDecide && affectsPersons !== 'none') {
    const certain = decisionEffect === 'automatic' && affectsPersons !== 'unknown';
    add(criteria, 'automatic', certain ? 'yes' : 'unknown', 'derived', effect);
  }
  if (['employees', 'patients', 'minors'].includes(affectsPersons))
    add(criteria, 'vulnerable', 'yes', 'derived', [`${place}/affectsPersons`]);
  const flags = [`${place}/contextFlags`];
  if (contextFlags.includes('innovative_technology')) add(criteria, 'innovative', 'yes', 'derived', flags);
  if (contextFlags.includes('contract_exclusion')) add(criteria, 'exclusion', 'yes', 'derived', flags);
}

function deriveFromSources(
  criteria: Criteria,
  entry: Pick<Entry, 'requires'>,
  useCase: UseCase,
  diagnostic: Diagnostic,
  sources: readonly PlacedSource[],
  place: string,
): void {
  for (const { source, pointer } of sources) {
    const pii = [`${pointer}/pii`];
    if (source.pii === 'special_category' || source.pii === 'criminal')
      add(criteria, 'sensitive', 'yes', 'derived', pii);
    if (source.pii === 'minors') add(criteria, 'vulnerable', 'yes', 'derived', pii);
  }
  if (useCase.affectsPersons === 'none') return;
  const certainly = useCase.affectsPersons === 'unknown' ? 'unknown' : 'yes';
  for (const { source, pointer } of sources) {
    const traces = source.objects.some(
      ({ kind }) => kind === 'logs' || (kind === 'events' && source.system === 'web_analytics'),
    );
    const personal = holdsPersonalData(source);
    if (traces && personal !== 'no')
      add(criteria, 'monitoring', personal === 'yes' ? certainly : 'unknown', 'derived', [
        `${pointer}/objects`,
      ]);
  }
  const scale = persons(useCase, diagnostic, sources, place);
  if (scale !== undefined && scale.count >= largeScalePersons)
    add(criteria, 'large', certainly, 'derived', [scale.pointer]);
  const joined = joinedSources(entry, useCase, sources);
  if (joined !== undefined)
    add(
      criteria,
      'matching',
      joined.certain ? certainly : 'unknown',
      'derived',
      joined.sources.map(({ pointer }) => pointer),
    );
}

/** How many persons a use case concerns, and the field that says so; undefined when no field does. */
function persons(
  useCase: UseCase,
  diagnostic: Diagnostic,
  sources: readonly PlacedSource[],
  place: string,
): { readonly count: number; readonly pointer: string } | undefined {
  if (useCase.personsConcerned !== undefined)
    return { count: useCase.personsConcerned, pointer: `${place}/personsConcerned` };
  let best: { readonly count: number; readonly pointer: string } | undefined;
  for (const { source, pointer } of sources) {
    source.objects.forEach((object, index) => {
      const count = object.kind === 'customers' ? (object.rowsOrDocs ?? 0) : 0;
      if (count > (best?.count ?? 0)) best = { count, pointer: `${pointer}/objects/${index}/rowsOrDocs` };
    });
  }
  if (
    best === undefined &&
    useCase.affectsPersons === 'customers' &&
    diagnostic.company.customersCount !== undefined
  )
    return { count: diagnostic.company.customersCount, pointer: '/company/customersCount' };
  return best;
}

/**
 * Sources with personal data that the use case has to join: two or more it names, or, where it names none, two or
 * more among which no single one holds everything the entry requires.
 */
function joinedSources(
  entry: Pick<Entry, 'requires'>,
  useCase: UseCase,
  sources: readonly PlacedSource[],
): { readonly certain: boolean; readonly sources: readonly PlacedSource[] } | undefined {
  const personal = sources.filter(({ source }) => holdsPersonalData(source) !== 'no');
  if (personal.length < 2) return undefined;
  const named = (useCase.sources ?? []).length > 0;
  if (!named && personal.some(({ source }) => holdsAll(source.objects, entry))) return undefined;
  const certain = personal.filter(({ source }) => holdsPersonalData(source) === 'yes').length >= 2;
  return { certain, sources: personal };
}

function holdsAll(objects: readonly { readonly kind: string }[], entry: Pick<Entry, 'requires'>): boolean {
  return entry.requires.objects.every(({ anyOf }) =>
    anyOf.some((kind) => objects.some((object) => object.kind === kind)),
  );
}

function applyOverrides(criteria: Criteria, useCaseId: string, diagnostic: Diagnostic): StruckCriterion[] {
  const struck: StruckCriterion[] = [];
  (diagnostic.compliance?.dpiaCriteria ?? []).forEach(({ useCase, criterion, applies, reason }, index) => {
    if (useCase !== useCaseId) return;
    if (applies) {
      const pointers = [`/compliance/dpiaCriteria/${index}`];
      criteria.set(criterion, { criterion, applies: 'yes', from: 'override', pointers, reason });
    } else if (criteria.delete(criterion)) struck.push({ criterion, reason });
  });
  return struck;
}

function listedFor(
  criteria: Criteria,
  useCase: UseCase,
  sources: readonly PlacedSource[],
): ListedProcessing[] {
  const has = (criterion: DpiaCriterion): boolean => criteria.get(criterion)?.applies === 'yes';
  const { affectsPersons } = useCase;
  const health = sources.some(
    ({ source }) =>
      source.objects.some(({ kind }) => kind === 'health') && holdsPersonalData(source) === 'yes',
  );
  const listed: ListedProcessing[] = [];
  if (affectsPersons === 'patients' || (health && affectsPersons !== 'none')) listed.push('health_care');
  if ((affectsPersons === 'employees' || affectsPersons === 'candidates') && has('scoring'))
    listed.push('hr_profiling');
  if (affectsPersons === 'employees' && has('monitoring')) listed.push('employee_monitoring');
  if (has('scoring') && has('exclusion')) listed.push('contract_exclusion');
  return listed;
}
