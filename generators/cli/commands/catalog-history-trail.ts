import type { Problem } from '#catalog/problem.ts';
import { pointerAppend } from '#catalog/schema/pointer.ts';
import type { HistoryVersion } from '../../engine/history.ts';
import { wrong } from '../../engine/problems.ts';

/** What has a name that a client depends on. */
type Kind = 'path' | 'address';

const namesOf = {
  path: ({ paths }: HistoryVersion) => paths,
  address: ({ stateful }: HistoryVersion) => stateful,
} as const;

/** Follows the names of one version through what is declared, to those of the next. */
export class Trail {
  readonly #kind: Kind;
  readonly #older: string;
  readonly #newer: string;
  readonly #known: Set<string>;
  readonly #next: ReadonlySet<string>;
  /** Where a name was declared to arrive. */
  readonly #arrivals = new Map<string, string>();
  readonly #problems: Problem[] = [];

  constructor(kind: Kind, older: HistoryVersion, newer: HistoryVersion) {
    this.#kind = kind;
    this.#older = older.version;
    this.#newer = newer.version;
    this.#known = new Set(namesOf[kind](older));
    this.#next = new Set(namesOf[kind](newer));
  }

  /** What one version declares moved, old to new; `pointer` leads to it. */
  move(moves: Readonly<Record<string, string>>, pointer: string): void {
    // All at once: a name that is given away may be taken by another.
    const moving = Object.entries(moves).filter(([from]) => this.#leaves(from, pointerAppend(pointer, from)));
    for (const [from] of moving) {
      this.#known.delete(from);
      if (this.#next.has(from) && !moving.some(([, to]) => to === from))
        this.#stays(from, pointerAppend(pointer, from));
    }
    for (const [from, to] of moving) {
      this.#known.add(to);
      this.#arrivals.set(to, pointerAppend(pointer, from));
    }
  }

  /** What one version declares gone. */
  drop(names: readonly string[], pointer: string): void {
    names.forEach((name, index) => {
      const place = pointerAppend(pointer, index);
      if (!this.#leaves(name, place)) return;
      if (this.#next.has(name)) this.#stays(name, place);
      this.#known.delete(name);
    });
  }

  /** Everything wrong with what was declared, then every name that is gone without a word. */
  finish(): readonly Problem[] {
    const lost = [...this.#known].filter((name) => !this.#next.has(name)).sort();
    return [...this.#problems, ...lost.map((name) => this.#lost(name))];
  }

  #lost(name: string): Problem {
    const arrival = this.#arrivals.get(name);
    if (arrival !== undefined)
      return wrong('LEADS_NOWHERE', `Version ${this.#newer} has no ${this.#kind} '${name}'.`, {
        pointer: arrival,
        value: name,
        expected: `a ${this.#kind} of the template`,
        action: 'Correct where it moved.',
      });
    return this.#kind === 'path' ? this.#lostPath(name) : this.#lostResource(name);
  }

  #lostPath(name: string): Problem {
    return wrong(
      'PATH_LOST',
      `Version ${this.#newer} no longer writes '${name}', which ${this.#older} wrote.`,
      {
        pointer: '/renames',
        value: name,
        expected: `for ${this.#newer}, where it moved in \`renames\`, or that it is gone on purpose in \`removes\``,
        action: 'Declare it: an update carries edits along a rename, and shows them where a file is removed.',
      },
    );
  }

  #lostResource(name: string): Problem {
    return wrong(
      'RESOURCE_LOST',
      `Version ${this.#newer} no longer declares '${name}', which ${this.#older} did.`,
      {
        pointer: '/stateful',
        value: name,
        expected: `for ${this.#newer}, its new address in \`moved\``,
        action: 'Declare it: otherwise the resource would be destroyed with all it holds.',
      },
    );
  }

  #leaves(name: string, pointer: string): boolean {
    if (this.#known.has(name)) return true;
    const what = this.#kind === 'path' ? 'written path' : 'stateful address';
    this.#problems.push(
      wrong('NEVER_WRITTEN', `Version ${this.#older} had no ${this.#kind} '${name}'.`, {
        pointer,
        value: name,
        expected: `a ${what} of that version, as its history has it`,
        action: 'Correct it, or remove it.',
      }),
    );
    return false;
  }

  #stays(name: string, pointer: string): void {
    this.#problems.push(
      wrong('STILL_WRITTEN', `Version ${this.#newer} still has the ${this.#kind} '${name}'.`, {
        pointer,
        value: name,
        expected: `a ${this.#kind} that is gone`,
        action: 'Remove the declaration, or what is still there.',
      }),
    );
  }
}
