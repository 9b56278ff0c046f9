import { premises } from '#catalog/compliance/residency.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Diagnostic, Plan, PriceBook, Template } from '#catalog/schema/generated/types.ts';
import { inKeyOrder } from '../digest.ts';
import { refuseAny, wrong } from '../problems.ts';
import { movesOf } from '../state/moves.ts';
import { manifestFile, resolveTemplates } from './capabilities.ts';
import type { Chosen, Pins, Resolution, Root } from './capabilities.ts';
import { mergeContributions, mergeSettings } from './compose.ts';
import { costsOf, withBudgets } from './costs.ts';
import type { Facts } from './facts.ts';
import { planInputs } from './inputs.ts';
import type { KnownAnswers } from './inputs.ts';

/** What a plan is made of. */
export interface PlanInput {
  readonly facts: Facts;
  /** Read for `chosenWhen` and `x-fromDiagnostic` only. Default: it is not at hand. */
  readonly diagnostic?: Diagnostic;
  /** What an earlier plan of the same repository chose and was answered. Default: there is none. */
  readonly earlier?: EarlierPlan;
  /** Every template there is. */
  readonly templates: readonly Template[];
  /** Answers to inputs by name: text as typed after `--set name=`, or values of the right type. */
  readonly answers: Readonly<Record<string, unknown>>;
  readonly toolbox: Plan['toolbox'];
  readonly prices: PriceBook;
}

/** What a later plan keeps of an earlier one. */
export interface EarlierPlan {
  readonly pins: Pins;
  /** Answers by input name; those to inputs that are gone are passed over. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/**
 * Decides which templates write the repository and everything they may know. Pure and independent of the order in
 * which templates are given.
 * @throws InputError naming what is unknown, undecided, circular, missing or wrong.
 */
export function makePlan(input: PlanInput): Plan {
  const { facts, answers, toolbox, prices } = input;
  const { templates: chosen, capabilities } = resolvePlan(input);
  const manifests = chosen.map(({ manifest }) => manifest);
  refuseAny([
    ...optionProblems(facts, manifests),
    ...duplicateServices(manifests),
    ...cloudProblems(facts, manifests),
  ]);
  const contributions = mergeContributions(manifests);
  const costs = costsOf({ ...facts, contributions }, manifests, prices);
  const plan: Plan = {
    planVersion: 1,
    toolbox,
    // A lock keeps facts with sorted keys; a template that writes a whole object must write the same from both.
    ...inKeyOrder(facts),
    capabilities,
    templates: chosen.map((template) => planTemplate(template, facts)),
    inputs: planInputs(manifests, { given: answers, ...knownAnswers(input) }),
    contributions,
    settings: withBudgets(mergeSettings(manifests), costs.table, facts.client.currency),
    costs,
    moved: [],
  };
  return { ...plan, moved: movesOf(plan, manifests) };
}

/** The templates of a plan and who gives which capability, before any input is answered. */
export function resolvePlan({
  facts,
  templates,
  diagnostic,
  earlier,
}: Pick<PlanInput, 'facts' | 'templates' | 'diagnostic' | 'earlier'>): Resolution {
  return resolveTemplates(rootsOf(facts, templates), templates, {
    ...(diagnostic && { diagnostic }),
    ...(earlier && { pins: earlier.pins }),
  });
}

function knownAnswers({ diagnostic, earlier }: PlanInput): Omit<KnownAnswers, 'given'> {
  return { ...(earlier && { locked: earlier.answers }), ...(diagnostic && { diagnostic }) };
}

/** What a plan starts from: the base, the template of every chosen use case, and what was asked for by name. */
function rootsOf(facts: Facts, templates: readonly Template[]): readonly Root[] {
  const base = templates
    .filter(({ kind }) => kind === 'base')
    .map(({ id }) => ({ template: id, because: 'Every repository has it.' }));
  const chosen = [...new Set(facts.useCases.map(({ template }) => template))].map((template) => {
    const ids = facts.useCases.filter((useCase) => useCase.template === template).map(({ id }) => id);
    return { template, because: `It writes ${ids.join(', ')}.` };
  });
  const asked = facts.stacks.map((template) => ({ template, because: 'It was asked for by name.' }));
  return [...base, ...chosen, ...asked];
}

function planTemplate({ manifest, because }: Chosen, facts: Facts): Plan['templates'][number] {
  const options = facts.useCases
    .filter(({ template }) => template === manifest.id)
    .flatMap(({ option }) => option ?? []);
  const { id, name, version, kind } = manifest;
  return { id, name, version, kind, because, options: [...new Set(options)].sort() };
}

function optionProblems(facts: Facts, manifests: readonly Template[]): readonly Problem[] {
  return facts.useCases.flatMap(({ id, template, option }) => {
    const manifest = manifests.find((candidate) => candidate.id === template);
    if (option === null || manifest === undefined) return [];
    const options = (manifest.options ?? []).map((known) => known.id);
    if (options.includes(option)) return [];
    return [
      wrong('UNKNOWN_OPTION', `${template} has no option '${option}', which the catalog entry ${id} names.`, {
        file: manifestFile(manifest),
        pointer: '/options',
        value: option,
        expected: options.length === 0 ? 'no option' : `one of: ${options.join(', ')}`,
        action: 'Correct implementedBy of the entry, or add the option to the manifest.',
      }),
    ];
  });
}

function duplicateServices(manifests: readonly Template[]): readonly Problem[] {
  const services = manifests.flatMap((manifest) =>
    (manifest.contributes?.services ?? []).map(({ id }) => ({ id, manifest })),
  );
  return services
    .filter(({ id }, index) => services.findIndex((service) => service.id === id) !== index)
    .map(({ id, manifest }) =>
      wrong('DUPLICATE_SERVICE', `Two templates contribute a service '${id}'.`, {
        file: manifestFile(manifest),
        pointer: '/contributes/services',
        value: id,
        expected: 'an id no other service has',
        action: 'Rename one of the two services.',
      }),
    );
}

/** Data that stays on the premises is in no cloud, whatever else speaks for one. */
function cloudProblems({ residency }: Facts, manifests: readonly Template[]): readonly Problem[] {
  if (residency.rule !== premises) return [];
  return manifests
    .filter(({ provides = [] }) => provides.includes('cloud-foundation'))
    .map(({ id }) =>
      wrong('RESIDENCY', `Data has to stay on the premises, and ${id} keeps it in a cloud.`, {
        pointer: '/constraints/residency',
        value: residency.rule,
        expected: 'templates that run on the client’s own machines, or a rule that allows a cloud',
        action: 'Ask whether a wider area is acceptable, or leave out what needs that template.',
      }),
    );
}
