import type { Problem } from '#catalog/problem.ts';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { manifestFile } from '../plan/capabilities.ts';
import { refuseAny, wrong } from '../problems.ts';
import { tokensOf } from '../render/paths.ts';
import { compareVersions } from '../update/versions.ts';
import { fillAddresses, statefulResources, typeOf } from './resources.ts';
import type { Over, Place } from './resources.ts';

/** A stateful resource whose address changed. */
export type Move = Plan['moved'][number];

/** One declared change of address, tokens filled. */
interface Step extends Move {
  readonly place: Place;
}

/** The addresses one resource has had, each once, today's last. */
type History = string[];

/**
 * Every change of address that leads to a resource of the plan, oldest first: all versions, so that a state of any age
 * is understood. A resource that moved back to an earlier address has that address last; infrastructure engines refuse
 * circles and two ways to one address.
 * @param plan whatever holds the lists that the manifests name: a plan, or the facts of a lock.
 * @param manifests of the templates of the plan.
 * @throws InputError where an address would stand for two resources, or a resource would change its type.
 */
export function movesOf(plan: Partial<Plan>, manifests: readonly Template[]): Plan['moved'] {
  const resources = statefulResources(plan, manifests);
  const problems: Problem[] = [];
  const histories: History[] = [];
  for (const step of manifests.flatMap((manifest) => stepsOf(manifest, plan, problems))) {
    const problem = misstep(step, histories);
    if (problem === undefined) follow(step, histories);
    else problems.push(problem);
  }
  refuseAny(problems);
  const living = histories.filter((history) => Object.hasOwn(resources, history.at(-1) ?? ''));
  refuseAny(living.flatMap((history) => reused(history, resources)));
  return living.flatMap((history) =>
    history.slice(1).map((to, index) => ({ from: history[index] ?? to, to })),
  );
}

/** Where a resource ends that once stood at `address`: there, if it never moved. */
export function movedTo(address: string, moved: readonly Move[]): string {
  const next = moved.find(({ from }) => from === address);
  return next === undefined ? address : movedTo(next.to, moved);
}

/** The addresses a resource had before it came to `address`, latest first. */
export function movedFrom(address: string, moved: readonly Move[]): readonly string[] {
  const before = moved.find(({ to }) => to === address);
  return before === undefined ? [] : [before.from, ...movedFrom(before.from, moved)];
}

function stepsOf(manifest: Template, plan: Partial<Plan>, problems: Problem[]): readonly Step[] {
  return Object.entries(manifest.moved ?? {})
    .sort(([a], [b]) => compareVersions(a, b))
    .flatMap(([version, moves]) =>
      Object.entries(moves).flatMap(([from, to]) => {
        const place = { manifest, pointer: `/moved/${version}` };
        return fillAddresses([from, to], listFor(from, manifest), plan, place, problems).map(
          ([old = '', now = '']) => ({ from: old, to: now, place }),
        );
      }),
    );
}

/** The list that fills an address's token: the one that a `stateful` entry gives the same name. */
function listFor(address: string, manifest: Template): Over | undefined {
  const [name] = tokensOf(address)[0] ?? [];
  return manifest.stateful?.flatMap(({ over, as }) =>
    over !== undefined && as !== undefined && as === name ? [{ over, as }] : [],
  )[0];
}

function misstep({ from, to, place }: Step, histories: readonly History[]): Problem | undefined {
  if (typeOf(from) !== typeOf(to))
    return refused(place, `'${from}' cannot become '${to}', a resource of another type.`, to);
  const own = histories.find((history) => history.at(-1) === from);
  const others = histories.filter((history) => history !== own);
  const taken = [from, to].find((address) => others.some((history) => history.includes(address)));
  return taken === undefined ? undefined : refused(place, `'${taken}' stands for two resources.`, taken);
}

function follow({ from, to }: Step, histories: History[]): void {
  const index = histories.findIndex((history) => history.at(-1) === from);
  const before = (histories[index] ?? [from]).filter((address) => address !== to);
  histories.splice(index === -1 ? histories.length : index, 1, [...before, to]);
}

function reused(history: History, resources: Readonly<Record<string, string>>): readonly Problem[] {
  return history
    .slice(0, -1)
    .filter((address) => Object.hasOwn(resources, address))
    .map((address) =>
      wrong('STATE_ADDRESS_REUSED', `'${address}' is declared and has moved away as well.`, {
        file: manifestFile({ id: resources[address] ?? '' }),
        pointer: '/stateful',
        value: address,
        expected: `an address that never was that of '${history.at(-1) ?? ''}'`,
        action: 'Give the resource that is declared there another address.',
      }),
    );
}

function refused({ manifest, pointer }: Place, message: string, value: string): Problem {
  return wrong('STATE_MOVE', message, {
    file: manifestFile(manifest),
    pointer,
    value,
    expected: 'one old and one new address of the same resource, both its own for good',
    action: 'Choose an address that no resource has had before.',
  });
}
