import type { Problem } from '#catalog/problem.ts';
import type { Lock } from '#catalog/schema/generated/types.ts';
import { refuseAny, wrong } from '../problems.ts';
import { movedFrom, movedTo } from './moves.ts';
import type { Move } from './moves.ts';
import { typeOf } from './resources.ts';
import type { Resources } from './resources.ts';

/** What becomes of a stateful resource that does not simply stay. */
export interface StateFinding {
  /**
   * moved: it stays, at another address. forgotten: it stays in the cloud and is no longer managed. managed-again: it
   * was forgotten, and is declared again. accepted: it is replaced or destroyed, and somebody agreed.
   * would-be-replaced: the same, and nobody did.
   */
  readonly kind: 'moved' | 'forgotten' | 'managed-again' | 'accepted' | 'would-be-replaced';
  /** As the lock has it; as the new plan has it with `managed-again`. */
  readonly address: string;
  readonly type: string;
  /** Template that declared it. */
  readonly template: string;
  /** With `moved` only. */
  readonly to?: string;
  /** What happens, in a sentence. */
  readonly message: string;
}

/** What a state check compares. */
export interface StateCheck {
  /** The repository's lock before the change. */
  readonly old: Pick<Lock, 'resources'> & { readonly facts: Pick<Lock['facts'], 'forgotten'> };
  /** What the new plan declares. */
  readonly next: Resources;
  /** Of the new plan. */
  readonly moved: readonly Move[];
  /** Of the new plan. */
  readonly forgotten: readonly string[];
  /** Addresses whose replacement a person accepts. */
  readonly accepted: readonly string[];
}

/**
 * Says of every stateful resource of a repository that does not simply stay what becomes of it, by address. Nothing may
 * be written while a finding is `would-be-replaced`: see {@link replacements}.
 * @throws InputError where an accepted address is none of the repository's.
 */
export function checkState(check: StateCheck): readonly StateFinding[] {
  const { old, accepted } = check;
  refuseAny(accepted.filter((address) => !Object.hasOwn(old.resources, address)).map(unknownAddress));
  return [
    ...Object.entries(old.resources).flatMap(([address, template]) => fate(address, template, check) ?? []),
    ...managedAgain(check),
  ].sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** What becomes of a resource of the lock; nothing where it stays as it is. */
function fate(address: string, template: string, check: StateCheck): StateFinding | undefined {
  const { old, next, moved, forgotten, accepted } = check;
  const resource = { address, template, type: typeOf(address) };
  const to = movedTo(address, moved);
  if (to === address && Object.hasOwn(next, address)) return undefined;
  // Two resources cannot become one: the one that already stands there keeps the address.
  if (to !== address && Object.hasOwn(next, to) && !Object.hasOwn(old.resources, to))
    return { ...resource, kind: 'moved', to, message: `${address} stays, as ${to}.` };
  if (forgotten.includes(address))
    return {
      ...resource,
      kind: 'forgotten',
      message: `${address} stays in the cloud with all it holds; this repository no longer manages it.`,
    };
  if (accepted.includes(address))
    return {
      ...resource,
      kind: 'accepted',
      message: `${address} is destroyed with all it holds at the next apply, as accepted.`,
    };
  return {
    ...resource,
    kind: 'would-be-replaced',
    message: `${address} of ${template} would be destroyed with all it holds at the next apply.`,
  };
}

/** Resources that were forgotten, under whatever address, and are declared again. */
function managedAgain({ old, next, moved }: StateCheck): readonly StateFinding[] {
  const { forgotten } = old.facts;
  return Object.entries(next)
    .filter(([address]) => [address, ...movedFrom(address, moved)].some((name) => forgotten.includes(name)))
    .map(([address, template]) => ({
      address,
      template,
      type: typeOf(address),
      kind: 'managed-again',
      message: `${address} is managed again. Where an environment was applied in between, it exists already: import it there before the next apply.`,
    }));
}

/** The findings that stop an update, as problems that say what to do; the command ends with 4. */
export function replacements(findings: readonly StateFinding[]): readonly Problem[] {
  return findings
    .filter(({ kind }) => kind === 'would-be-replaced')
    .map(({ address, template, message }) =>
      wrong('STATE_REPLACED', message, {
        value: address,
        expected: `a version of ${template} that still declares it, or says where it moved`,
        action: `Ask for a corrected version of ${template}; or, if its data may be lost, run again with --accept-replace ${address}.`,
      }),
    );
}

function unknownAddress(address: string): Problem {
  return wrong('UNKNOWN_RESOURCE', `This repository has no stateful resource '${address}'.`, {
    value: address,
    expected: 'an address of `resources` in .toltek/lock.json',
    action: 'Copy the address from the refusal.',
  });
}
