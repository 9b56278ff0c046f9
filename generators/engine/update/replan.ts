import type { Diagnostic, Lock, Plan, PriceBook, Template } from '#catalog/schema/generated/types.ts';
import type { Facts } from '../plan/facts.ts';
import { makePlan } from '../plan/plan.ts';

/** What a repository is planned again from. */
export interface ReplanInput {
  readonly lock: Lock;
  /** Default: those of the lock. */
  readonly facts?: Facts;
  /** Every template there is. */
  readonly templates: readonly Template[];
  /** Answers by input name that go before those of the lock: text as typed, or values of the right type. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Answers inputs that the lock does not answer. Default: it is not at hand. */
  readonly diagnostic?: Diagnostic;
  readonly toolbox: Plan['toolbox'];
  readonly prices: PriceBook;
}

/**
 * Plans a repository again, without the diagnostic: facts, answers and providers of capabilities are those of the lock.
 * @throws InputError naming what is missing: inputs nobody answered yet, templates that are gone.
 */
export function replan({ lock, facts, templates, given, diagnostic, toolbox, prices }: ReplanInput): Plan {
  return makePlan({
    facts: facts ?? lock.facts,
    templates,
    answers: given,
    toolbox,
    prices,
    earlier: { pins: new Map(Object.entries(lock.capabilities)), answers: answersOf(lock) },
    ...(diagnostic && { diagnostic }),
  });
}

/** The answers as they were given: a secret is the name of its variable. */
export function answersOf({ answers }: Pick<Lock, 'answers'>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [name, isVariable(value) ? value.$env : value]),
  );
}

function isVariable(value: unknown): value is { readonly $env: unknown } {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '$env');
}

/** Answers that no template asks for any more, in sentences. */
export function droppedAnswers(lock: Pick<Lock, 'answers'>, plan: Plan): readonly string[] {
  return Object.entries(lock.answers)
    .filter(([name, value]) => value !== null && !Object.hasOwn(plan.inputs, name))
    .map(([name]) => `The answer to '${name}' is dropped: no template asks for it any more.`);
}

/**
 * Providers that the lock has to remember beside those of the plan: what they made may still hold data, and a template
 * that needs the capability again must find it.
 */
export function rememberedProviders(
  before: Lock['capabilities'],
  plan: Plan,
  templates: readonly Template[],
): Lock['capabilities'] {
  const needed = new Set(plan.capabilities.map(({ id }) => id));
  const holdsData = new Set(
    templates.filter(({ stateful }) => (stateful ?? []).length > 0).map(({ id }) => id),
  );
  return Object.fromEntries(
    Object.entries(before).filter(([id, { template }]) => !needed.has(id) && holdsData.has(template)),
  );
}
