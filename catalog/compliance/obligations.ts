import type { Diagnostic, UseCase } from '../schema/generated/diagnostic.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { aiActClass } from './ai-act.ts';
import type { AiActAssessment } from './ai-act.ts';
import { dpia } from './data-protection.ts';
import type { DpiaAssessment } from './data-protection.ts';
import type { Dated, Text } from '../dated.ts';
import { obligationRules } from './obligations.data.ts';
import type { Fact, ObligationRule } from './obligations.data.ts';
import { holdsPersonalData, sourcesOf } from './sources.ts';

/** One duty that a use case brings to a client. */
export interface Obligation extends Dated {
  readonly id: string;
  readonly law: ObligationRule['law'];
  readonly provision: string;
  readonly text: Text;
  /** Day it applies from, YYYY-MM-DD. */
  readonly from: string;
  /** Whether it applied already on the day asked about. */
  readonly inForce: boolean;
}

/** What the law says about one use case at one client. */
export interface ComplianceAssessment {
  readonly aiAct: AiActAssessment;
  readonly dpia: DpiaAssessment;
  /** In the order of the data file: AI Act, GDPR, national law, client rules. */
  readonly obligations: readonly Obligation[];
}

type AssessedEntry = Pick<Entry, 'id' | 'requires' | 'risk'>;

/** Class, impact-assessment screening and duties of one use case, as of a day (YYYY-MM-DD). */
export function assessCompliance(
  entry: AssessedEntry,
  useCase: UseCase,
  diagnostic: Diagnostic,
  asOf: string,
): ComplianceAssessment {
  const aiAct = aiActClass(entry, useCase);
  const screening = dpia(entry, useCase, diagnostic);
  const facts = factsOf(entry, useCase, diagnostic, aiAct, screening);
  return { aiAct, dpia: screening, obligations: obligations(facts, asOf) };
}

/** The duties that follow from a set of facts. */
export function obligations(facts: ReadonlySet<Fact>, asOf: string): readonly Obligation[] {
  return obligationRules
    .filter(
      ({ all, any }) =>
        all.every((fact) => facts.has(fact)) && (any === undefined || any.some((fact) => facts.has(fact))),
    )
    .map(({ id, law, provision, text, from, source, asOf: lookedUp, reviewedBy }) => ({
      id,
      law,
      provision,
      text,
      from,
      inForce: from <= asOf,
      source,
      asOf: lookedUp,
      reviewedBy,
    }));
}

function factsOf(
  entry: AssessedEntry,
  useCase: UseCase,
  diagnostic: Diagnostic,
  aiAct: AiActAssessment,
  screening: DpiaAssessment,
): ReadonlySet<Fact> {
  const facts = new Set<Fact>([
    `class:${aiAct.class}`,
    `affects:${useCase.affectsPersons}`,
    `decision:${useCase.decisionEffect}`,
    `country:${diagnostic.company.country}`,
    ...useCase.contextFlags.map((flag) => `flag:${flag}`),
    ...entry.risk.articles.map((article) => `article:${article}`),
    ...entry.risk.articles.filter((article) => article.startsWith('ePrivacy')).map(() => 'article:ePrivacy'),
  ]);
  const role = diagnostic.compliance?.aiActRole ?? 'both';
  if (role !== 'deployer') facts.add('role:provider');
  if (role !== 'provider') facts.add('role:deployer');
  if (aiAct.class === 'high') {
    const annexI = aiAct.because.some(({ provision }) => provision === 'AI Act Annex I');
    facts.add(annexI ? 'high:annex-i' : 'high:annex-iii');
  }
  addDataFacts(facts, entry, useCase, diagnostic);
  if (!['none', 'unknown'].includes(useCase.affectsPersons)) facts.add('decision-on-persons');
  if (screening.required && !screening.done) facts.add('dpia-due');
  if (diagnostic.compliance?.cseConsulted !== true) facts.add('cse-not-consulted');
  if (diagnostic.constraints.residency !== 'none') facts.add('residency-rule');
  if (diagnostic.constraints.transferOutsideEEA === true) facts.add('transfer');
  return facts;
}

function addDataFacts(
  facts: Set<Fact>,
  entry: AssessedEntry,
  useCase: UseCase,
  diagnostic: Diagnostic,
): void {
  for (const { source } of sourcesOf(entry, useCase, diagnostic)) {
    if (holdsPersonalData(source) === 'no') continue;
    facts.add('personal-data');
    if (source.legalBasis === undefined || source.legalBasis === 'unknown') facts.add('basis-unknown');
    if (source.pii === 'special_category' || source.pii === 'criminal') facts.add('special-data');
    if (source.objects.some(({ kind }) => kind === 'health')) facts.add('health-data');
  }
}
