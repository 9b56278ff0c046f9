import type { Foundation } from '../catalog.ts';
import type { Diagnostic, Entry } from '../schema/generated/types.ts';
import { compareText } from './numbers.ts';
import { pointerValue } from '../schema/pointer.ts';
import type { Text } from './text.ts';

/** Low, most likely and high value. */
export interface ThreePoint {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * What several entries stand on and a package pays once: a foundation, or another entry than a use case (a
 * platform, a building block) that they depend on.
 */
export interface Module {
  readonly id: string;
  readonly name: Text;
  /** Delivery, once, in euros. */
  readonly cost: ThreePoint;
  /** Running it, euros a month. */
  readonly run: ThreePoint;
  /** Weeks before an item on it can start. */
  readonly weeks: number;
  /** Pointer of the answer by which the client already has it; absent if it has to be built. */
  readonly ownedBy?: string;
}

const nothing: ThreePoint = { low: 0, mid: 0, high: 0 };

/** Every module of a catalog by id, with what this client already has. */
export function readModules(
  foundations: readonly Foundation[],
  entries: readonly Entry[],
  diagnostic: Diagnostic,
): Map<string, Module> {
  const modules = new Map<string, Module>();
  for (const { id, name, costEUR, weeks, satisfiedBy } of foundations) {
    const fact = satisfiedBy.find(({ pointer, in: values }) => holds(diagnostic, pointer, values));
    modules.set(id, {
      id,
      name,
      cost: costEUR,
      run: nothing,
      weeks,
      ...(fact && { ownedBy: fact.pointer }),
    });
  }
  for (const { id, kind, name, cost, weeks } of entries) {
    if (kind === 'use-case') continue;
    modules.set(id, {
      id,
      name,
      cost: cost?.deliveryEUR ?? nothing,
      run: cost?.runEURPerMonth ?? nothing,
      weeks: weeks?.mid ?? 0,
    });
  }
  return modules;
}

/**
 * The modules an entry stands on, in order of id: its own, and the platforms and parts it depends on with theirs.
 * An id that is nowhere in the catalog is left out (`catalog validate` reports it).
 */
export function modulesOf(
  entry: Entry,
  modules: ReadonlyMap<string, Module>,
  entries: ReadonlyMap<string, Entry>,
): Module[] {
  const found = new Map<string, Module>();
  const visited = new Set<string>();
  const visit = (each: Entry): void => {
    if (visited.has(each.id)) return;
    visited.add(each.id);
    for (const id of each.modules) {
      const module = modules.get(id);
      if (module !== undefined) found.set(id, module);
    }
    for (const id of each.requires.dependsOn) {
      const module = modules.get(id);
      const part = entries.get(id);
      if (module === undefined || part === undefined) continue;
      found.set(id, module);
      visit(part);
    }
  };
  visit(entry);
  return [...found.values()].sort((a, b) => compareText(a.id, b.id));
}

/** Whether the value at a pointer, or an item of the list there, is one of `values`. */
function holds(document: unknown, pointer: string, values: readonly unknown[]): boolean {
  const value = pointerValue(document, pointer);
  return Array.isArray(value) ? value.some((item) => values.includes(item)) : values.includes(value);
}
