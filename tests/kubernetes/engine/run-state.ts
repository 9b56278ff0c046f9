import type { JsonObject } from '../json.ts';
import type { Operation } from './objects.ts';
import type { ResourceState, State, StateFile } from './state.ts';

/** What a run did, or would do, with a resource. */
export interface Step {
  readonly operation: Operation;
  readonly urn: string;
  readonly type: string;
  readonly note?: string;
}

/** The state in the course of a run: what was found, and what is there by now. Written after each step, unless nothing is changed. */
export class RunState {
  private readonly before: Map<string, ResourceState>;
  private readonly now = new Map<string, ResourceState>();
  /** URNs under which resources were found. */
  private readonly renamed = new Map<string, string>();
  private readonly file: StateFile | undefined;
  private outputs: JsonObject;
  /** What was done so far. */
  readonly steps: Step[] = [];

  /**
   * @param found what the last run left
   * @param file where to write; undefined in a preview
   */
  constructor(found: State, file: StateFile | undefined) {
    this.before = new Map(found.resources.map((resource) => [resource.urn, resource]));
    this.outputs = found.outputs;
    this.file = file;
  }

  /** What was there of a resource, under this URN or one it had. It counts as asked for again. */
  take(urn: string, aliases: readonly string[]): ResourceState | undefined {
    if (this.now.has(urn)) throw new Error(`Duplicate resource URN ${urn}: give it a name of its own.`);
    const known = [urn, ...aliases].find((candidate) => this.before.has(candidate));
    if (known === undefined) return undefined;
    this.renamed.set(urn, known);
    return this.before.get(known);
  }

  /** Keeps a resource as it is by now. */
  keep(resource: ResourceState): void {
    this.before.delete(this.renamed.get(resource.urn) ?? resource.urn);
    this.now.set(resource.urn, resource);
    this.write();
  }

  /** Changes what is known of a resource that this run did not ask for. */
  amend(resource: ResourceState): void {
    this.before.set(resource.urn, resource);
    this.write();
  }

  /** Forgets a resource. */
  drop({ urn }: ResourceState): void {
    this.before.delete(urn);
    this.now.delete(urn);
    this.write();
  }

  /** What a resource was made with. */
  inputsOf(urn: string): JsonObject {
    return this.now.get(urn)?.inputs ?? {};
  }

  /** Notes a step. */
  note(step: Step): void {
    this.steps.push(step);
  }

  /** Keeps what the program exports. */
  export(outputs: JsonObject): void {
    this.outputs = outputs;
    this.write();
  }

  /** Resources that nobody asked for in this run, in the order in which they were made. */
  leftOver(): readonly ResourceState[] {
    return [...this.before.values()];
  }

  /** The state as it is. What was not reached yet is still there. */
  state(): State {
    return { resources: [...this.now.values(), ...this.before.values()], outputs: this.outputs };
  }

  private write(): void {
    this.file?.write(this.state());
  }
}
