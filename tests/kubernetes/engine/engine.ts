// A stand-in for the Pulumi engine and its Kubernetes provider: it runs an unchanged program through the real SDK and sends
// what it asks for to a real API server. It is test code: what it shows, and what it does not, is said in docs/proof-kubernetes.md.
import type { Api } from '../cluster/api.ts';
import type { JsonObject } from '../json.ts';
import { same } from '../json.ts';
import { execute } from './executor.ts';
import { serve } from './monitor.ts';
import type { Said } from './monitor.ts';
import type { ObjectOptions, Operation } from './objects.ts';
import { refuseProtected, remove } from './objects.ts';
import type { Program } from './project.ts';
import { messageOf, Registration } from './registration.ts';
import { RunState } from './run-state.ts';
import type { Step } from './run-state.ts';
import { inShapeOf } from './shape.ts';
import type { ResourceState } from './state.ts';
import { StateFile } from './state.ts';

/** A program with its stack, and where it runs. */
export interface StackOptions {
  readonly program: Program;
  readonly stack: string;
  readonly api: Api;
  /** File of the state. */
  readonly state: string;
  /** Environment variables of the program beside those of this process. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * How long an object may take to become ready, or to go, in seconds.
   *
   * @default 90
   */
  readonly patience?: number;
}

/** What a run gave. */
export interface Result {
  /** How many resources, by what happened to them; those that only group do not count. */
  readonly counts: Readonly<Partial<Record<Operation, number>>>;
  readonly steps: readonly Step[];
  /** What the program exports. */
  readonly outputs: JsonObject;
  /** Why it failed; empty when it did not. */
  readonly errors: readonly string[];
  /** What the program and the SDK said. */
  readonly messages: string;
}

/** Says what `up` would do, and changes nothing; the server is asked for each object that has a namespace by now. */
export function preview(stack: StackOptions): Promise<Result> {
  return held(stack, true, (run) => runProgram(stack, run));
}

/** Brings the cluster to what the program asks for. */
export function up(stack: StackOptions): Promise<Result> {
  return held(stack, false, (run) => runProgram(stack, run));
}

/** Looks at the cluster and keeps what is there; a later run brings it back to what is asked for. */
export function refresh(stack: StackOptions): Promise<Result> {
  return held(stack, false, async ({ state, objects }) => {
    for (const resource of state.leftOver()) await lookAt(resource, state, objects.api);
  });
}

/** Deletes everything, unless something is protected: then nothing is. */
export function destroy(stack: StackOptions): Promise<Result> {
  return held(stack, false, ({ state, objects }) => removeAll(state.leftOver(), state, objects));
}

/** Whether a run would change nothing, or changed nothing. */
export function isUnchanged({ counts, errors }: Result): boolean {
  const changes = Object.keys(counts).filter((operation) => operation !== 'same' && operation !== 'read');
  return errors.length === 0 && changes.length === 0;
}

interface Run {
  readonly state: RunState;
  readonly said: Said;
  readonly objects: ObjectOptions;
}

async function held(
  stack: StackOptions,
  dryRun: boolean,
  work: (run: Run) => Promise<void>,
): Promise<Result> {
  const file = dryRun ? StateFile.open(stack.state) : StateFile.hold(stack.state);
  try {
    const state = new RunState(file.read(), dryRun ? undefined : file);
    const said: Said = { messages: [], errors: [] };
    const objects: ObjectOptions = {
      api: stack.api,
      manager: `stand-in-${stack.program.project}`,
      dryRun,
      upsert: false,
      force: false,
      patience: stack.patience ?? 90,
    };
    await work({ state, said, objects }).catch((error: unknown) => said.errors.push(messageOf(error)));
    return resultOf(state, said);
  } finally {
    if (!dryRun) file.release();
  }
}

async function runProgram(
  { program, stack, variables = {} }: StackOptions,
  { state, said, objects }: Run,
): Promise<void> {
  const registration = new Registration({ ...objects, project: program.project, stack }, state);
  const server = await serve(registration, state, said);
  try {
    const { code, printed } = await execute(program, {
      address: server.address,
      stack,
      dryRun: objects.dryRun,
      variables,
    });
    if (printed !== '') said.messages.push(printed);
    if (code !== 0) {
      said.errors.push(...(said.errors.length === 0 ? said.messages : []));
      said.errors.push(`The program ended with code ${String(code)}.`);
      return;
    }
  } finally {
    server.stop();
  }
  if (said.errors.length === 0) await removeAll(state.leftOver(), state, objects);
}

async function lookAt(resource: ResourceState, state: RunState, api: Api): Promise<void> {
  const { urn, type, object, live } = resource;
  if (object === undefined) return;
  const path = await api.pathOf(object);
  const found = path === undefined ? undefined : await api.get(path);
  if (found === undefined) {
    state.note({ operation: 'delete', urn, type, note: 'it is gone' });
    state.drop(resource);
    return;
  }
  const isSame = live !== undefined && same(inShapeOf(found, object), inShapeOf(live, object));
  state.note({ operation: isSame ? 'same' : 'update', urn, type });
  state.amend({ ...resource, live: found });
}

/** Deletes resources side by side, each after those that depend on it. */
async function removeAll(
  resources: readonly ResourceState[],
  state: RunState,
  objects: ObjectOptions,
): Promise<void> {
  for (const resource of resources) refuseProtected(resource, 'deleted');
  let left = resources;
  while (left.length > 0) {
    const needed = new Set(left.flatMap(({ parent, dependencies }) => [parent, ...dependencies]));
    const free = left.filter(({ urn }) => !needed.has(urn));
    if (free.length === 0) throw new Error(`Resources depend on each other: ${left[0]?.urn ?? ''}`);
    const results = await Promise.allSettled(free.map((resource) => removeOne(resource, state, objects)));
    const failed = results.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    left = left.filter((resource) => !free.includes(resource));
  }
}

async function removeOne(resource: ResourceState, state: RunState, objects: ObjectOptions): Promise<void> {
  const { urn, type, object, retain, external } = resource;
  if (object !== undefined && !external) {
    state.note({ operation: 'delete', urn, type });
    if (objects.dryRun) return;
    if (!retain) await remove(object, objects);
  }
  if (!objects.dryRun) state.drop(resource);
}

function resultOf(state: RunState, { messages, errors }: Said): Result {
  const counts: Partial<Record<Operation, number>> = {};
  for (const { operation } of state.steps) counts[operation] = (counts[operation] ?? 0) + 1;
  return {
    counts,
    steps: state.steps,
    outputs: state.state().outputs,
    errors: [...errors],
    messages: messages.join('\n'),
  };
}
