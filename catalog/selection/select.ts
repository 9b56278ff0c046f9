import { isBuilt, isUseCase } from '../catalog.ts';
import { aiActClass } from '../compliance/ai-act.ts';
import { assessCompliance } from '../compliance/obligations.ts';
import { fundingFor } from '../compliance/funding.ts';
import { InputError } from '../problem.ts';
import type { Diagnostic, Entry, Selection } from '../schema/generated/types.ts';
import { packageBlock, runnersUp } from './advice.ts';
import type { Catalog } from './assess.ts';
import { canonicalJson, rounded } from './canonical.ts';
import type { Candidate } from './candidate.ts';
import { contrast } from './contrast.ts';
import type { Decision } from './decide.ts';
import { headlineOf, note } from './describe.ts';
import { explain } from './explain.ts';
import { gateRules } from './gates.ts';
import { compareText } from './numbers.ts';
import type { PackageName } from './packages.ts';
import { rank } from './ranked.ts';
import { readConflicts } from './conflicts.ts';
import type { Settled } from './conflicts.ts';
import { buildRoadmap } from './roadmap.ts';
import { annuity, computeRoi, discountRate, horizonYears, leastRetainer, monteCarloSeed } from './roi.ts';
import type { Roi, Terms } from './roi.ts';
import { laddersOf, scopeOf, testChoice } from './sensitivity.ts';
import { sha256 } from './sha256.ts';
import { unlocks } from './unlock.ts';
import { counterfactuals } from './whatif.ts';
import type { WhatIf } from './whatif.ts';
import { whatIfBlock } from './whatif-block.ts';
import type { World } from './world.ts';

export type { Catalog } from './assess.ts';

/** Version of the method: rises when the same inputs may lead to another selection. */
export const engineVersion = '1.0.0';

export interface SelectOptions {
  /** Day of the advice, YYYY-MM-DD. Default: the diagnostic's `completedOn`. */
  readonly asOf?: string;
  /** Only packages of this name. Default: the best. */
  readonly package?: PackageName;
  /** Only entries that can be generated today. Default: false. */
  readonly onlyBuilt?: boolean;
}

/**
 * Chooses for a client: ranks what it was asked about, picks the best package and explains it. Pure: the same
 * diagnostic, catalog and options give the same document.
 *
 * @param diagnostic valid against its schema.
 * @throws InputError if there is no day to date the advice by.
 */
export function select(diagnostic: Diagnostic, catalog: Catalog, options: SelectOptions = {}): Selection {
  const asOf = options.asOf ?? diagnostic.meta.completedOn;
  if (asOf === undefined) throw undated();
  const onlyBuilt = options.onlyBuilt ?? false;
  const { world, decision, provisional, conflicts } = settle(diagnostic, catalog, options);
  const scope = scopeOf(world);
  const tested = provisional ? undefined : testChoice(scope, world.candidates.length);
  const rival = provisional ? undefined : runnersUp(world, decision.chosen)[0];
  const contrasted = decision.chosen && rival && contrast(decision.chosen, rival, world.profile.weights);
  const roi = decision.chosen && computeRoi(decision.chosen, termsOf(diagnostic));
  const whatIfs = provisional ? [] : whatIfsOf(scope, tested?.ladders);
  const request = { package: options.package ?? null, onlyBuilt };
  const items = decision.chosen?.items ?? [];
  return rounded({
    schemaVersion: '1.0.0',
    diagnosticId: diagnostic.meta.diagnosticId,
    clientId: diagnostic.meta.clientId,
    asOf,
    inputsHash: sha256(
      canonicalJson({ diagnostic, request, asOf, catalogVersion: catalog.version, engineVersion }),
    ),
    catalogVersion: catalog.version,
    engineVersion,
    priceBookDate: catalog.priceBookDate,
    request,
    answer: decision.answer,
    headline: headlineOf(decision, provisional),
    note,
    weights: world.profile.weights,
    package: packageBlock(world, decision, provisional),
    roi: roi === undefined ? null : roiBlock(roi),
    sensitivity: tested?.block ?? null,
    explanation: {
      text: explain({
        world,
        decision,
        provisional,
        contrast: contrasted,
        roi,
        sensitivity: tested?.block ?? null,
        whatIfs,
      }),
      contrast: contrasted ?? null,
      counterfactuals: whatIfs.map(whatIfBlock),
    },
    roadmap: roadmapBlock(decision, world, asOf),
    stack: stackOf(items),
    conflicts,
    obligations: obligationsOf(items, diagnostic, asOf),
    funding: fundingFor(diagnostic.company).map(
      ({ id, name, pays, rate, text, source, asOf: lookedUp, reviewedBy }) => ({
        id,
        name,
        pays,
        rate,
        text,
        source,
        asOf: lookedUp,
        reviewedBy,
      }),
    ),
    ranked: rank(world),
    ...askedAbout(diagnostic, catalog.entries, onlyBuilt),
    gateRules: { ...gateRules },
  });
}

/** What `select` advises, without the tests and reasons that take most of its time. */
export type Advice = Pick<Selection, 'headline' | 'ranked' | 'package'>;

/**
 * The headline, the ranking and the package of `select` alone: quick enough to follow a slider.
 * @param diagnostic valid against its schema.
 */
export function advise(diagnostic: Diagnostic, catalog: Catalog, options: SelectOptions = {}): Advice {
  const { world, decision, provisional } = settle(diagnostic, catalog, options);
  return rounded({
    headline: headlineOf(decision, provisional),
    package: packageBlock(world, decision, provisional),
    ranked: rank(world),
  });
}

function settle(diagnostic: Diagnostic, catalog: Catalog, options: SelectOptions): Settled {
  const onlyBuilt = options.onlyBuilt ?? false;
  const rules = options.package === undefined ? {} : { force: options.package };
  return readConflicts(diagnostic, catalog, rules, (entry) => !onlyBuilt || isBuilt(entry));
}

function undated(): InputError {
  return new InputError([
    {
      code: 'UNDATED',
      severity: 'error',
      message: 'The diagnostic does not say when it was completed, so the advice cannot be dated.',
      pointer: '/meta/completedOn',
      expected: 'a day, YYYY-MM-DD',
      action: 'Fill in meta.completedOn, or give --as-of DATE.',
    },
  ]);
}

/** Bare delivery, the client's or the smallest retainer, and its success fee where one was agreed. */
function termsOf({ commercial }: Diagnostic): Terms[] {
  const agreed = commercial?.retainerEURPerMonth ?? 0;
  const retainerEURPerMonth = agreed > 0 ? agreed : leastRetainer;
  const fee = (commercial?.successFeePct ?? 0) / 100;
  return [
    { retainerEURPerMonth: 0, successFee: 0 },
    { retainerEURPerMonth, successFee: 0 },
    ...(fee > 0 ? [{ retainerEURPerMonth, successFee: fee }] : []),
  ];
}

/** One answer at a time where something was chosen; ways out where more would be possible. */
function whatIfsOf(scope: World, ladders: ReturnType<typeof laddersOf> | undefined): WhatIf[] {
  const single = ladders === undefined ? [] : counterfactuals(scope, ladders);
  return scope.decision.answer === 'package' ? single : [...single, ...unlocks(scope)];
}

function roiBlock(roi: Roi): NonNullable<Selection['roi']> {
  return {
    horizonYears,
    discountRate,
    annuityFactor: annuity,
    overlap: roi.overlap,
    benefitEURPerYear: roi.benefit,
    investmentEUR: roi.investment,
    scenarios: roi.scenarios.map(
      ({ retainerEURPerMonth, successFee, runPerYear, npv, paybackMonths, bcr3, ...rest }) => ({
        id:
          retainerEURPerMonth === 0 ? 'delivery' : successFee === 0 ? 'retainer' : 'retainer_and_success_fee',
        retainerEURPerMonth,
        successFeePct: successFee * 100,
        runEURPerYear: runPerYear,
        npvEUR: npv,
        paybackMonths,
        bcr3,
        meetsThreefold: bcr3 >= 3,
        probabilityOfLoss: rest.probabilityOfLoss,
        breakEvenEURPerYear: rest.breakEven,
      }),
    ),
    monteCarlo: {
      seed: monteCarloSeed,
      draws: roi.monteCarlo.draws,
      meanEUR: roi.monteCarlo.mean,
      sdEUR: roi.monteCarlo.sd,
      agrees: roi.monteCarlo.agrees,
    },
  };
}

function roadmapBlock(decision: Decision, world: World, asOf: string): Selection['roadmap'] {
  return buildRoadmap(decision.chosen?.items ?? [], decision.foundation, world.profile, asOf).map(
    (step, index) => ({ order: index + 1, ...step }),
  );
}

function stackOf(items: readonly Candidate[]): Selection['stack'] {
  const usedBy = new Map<string, string[]>();
  for (const { id, entry } of items) {
    for (const component of entry.stack) usedBy.set(component, [...(usedBy.get(component) ?? []), id]);
  }
  return [...usedBy].map(([component, ids]) => ({ component, usedBy: ids }));
}

function obligationsOf(
  items: readonly Candidate[],
  diagnostic: Diagnostic,
  asOf: string,
): Selection['obligations'] {
  const found = new Map<string, Selection['obligations'][number]>();
  for (const { id, entry, asked } of items) {
    for (const duty of assessCompliance(entry, asked.useCase, diagnostic, asOf).obligations) {
      const known = found.get(duty.id);
      found.set(duty.id, { ...duty, entries: [...(known?.entries ?? []), id] });
    }
  }
  return [...found.values()];
}

/** Which use cases of the catalog were not asked about, and which that were asked about were not ranked. */
function askedAbout(
  diagnostic: Diagnostic,
  entries: readonly Entry[],
  onlyBuilt: boolean,
): Pick<Selection, 'notAssessed' | 'leftOut' | 'unmatched'> {
  const asked = new Set(diagnostic.useCases.map(({ id }) => id));
  const useCases = entries.filter(isUseCase);
  const known = new Set(useCases.map(({ id }) => id));
  const ids = (list: readonly Entry[]): string[] => list.map(({ id }) => id).sort(compareText);
  return {
    notAssessed: ids(useCases.filter(({ id }) => !asked.has(id))),
    leftOut: ids(useCases.filter((entry) => asked.has(entry.id) && onlyBuilt && !isBuilt(entry))),
    unmatched: unmatched(diagnostic, known),
  };
}

/** What the client asked for beyond the catalog; a prohibited or high-risk wish has to be said all the same. */
function unmatched({ useCases }: Diagnostic, known: ReadonlySet<string>): Selection['unmatched'] {
  const found = new Map<string, Selection['unmatched'][number]>();
  for (const useCase of useCases) {
    if (known.has(useCase.id) || found.has(useCase.id)) continue;
    const { class: aiAct, because } = aiActClass({ id: useCase.id, risk: ordinaryRisk }, useCase);
    found.set(useCase.id, {
      id: useCase.id,
      aiActClass: aiAct,
      because: because.flatMap(({ from, text }) => (from === 'flag' ? [text] : [])),
    });
  }
  return [...found.values()].sort((a, b) => compareText(a.id, b.id));
}

const ordinaryRisk: Entry['risk'] = {
  aiActClass: 'minimal',
  articles: [],
  dpiaCriteria: [],
  escalators: [],
  humanOversight: 'review',
};
