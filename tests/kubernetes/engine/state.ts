import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { JsonObject, KubeObject } from '../json.ts';
import { isObject, objectsAt } from '../json.ts';

/** A resource as the last run left it. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  /** Whether a provider makes it; else it is a component, which only groups. */
  readonly custom: boolean;
  readonly id: string;
  readonly parent: string;
  /** URNs of what must be there as long as this is. */
  readonly dependencies: readonly string[];
  /** What the program asked for. */
  readonly inputs: JsonObject;
  /** The object as it was asked for, with its name. */
  readonly object?: KubeObject;
  /** What the server made of the fields asked for when the object was last applied. */
  readonly applied?: JsonObject;
  /** The object as it was at the last look. */
  readonly live?: KubeObject;
  readonly protect: boolean;
  /** Whether the object stays when the resource goes. */
  readonly retain: boolean;
  /** Whether it is only read: another owns it. */
  readonly external: boolean;
}

/** What a run leaves for the next one. */
export interface State {
  /** In the order in which they were made: nothing depends on what comes after it. */
  readonly resources: readonly ResourceState[];
  /** What the program exports. */
  readonly outputs: JsonObject;
}

/** Refused: another run holds the state. */
export class Locked extends Error {}

/** The file between two runs, held by one run at a time. Values are written as they are: it is a file of a test. */
export class StateFile {
  private readonly file: string;
  private readonly lock: string;

  private constructor(file: string) {
    this.file = file;
    this.lock = `${file}.lock`;
  }

  /** A state that is only looked at. */
  static open(file: string): StateFile {
    return new StateFile(file);
  }

  /**
   * Takes hold of a state.
   *
   * @throws {Locked} when another run that is alive holds it; the lock of a run that was killed is taken over
   */
  static hold(file: string): StateFile {
    const held = new StateFile(file);
    for (;;)
      try {
        const lock = openSync(held.lock, 'wx');
        writeFileSync(lock, String(process.pid));
        closeSync(lock);
        return held;
      } catch (error) {
        if (!isObject(error) || error['code'] !== 'EEXIST') throw error;
        held.breakLockOfDead();
      }
  }

  private breakLockOfDead(): void {
    const holder = Number(readFileSync(this.lock, 'utf8'));
    if (isAlive(holder))
      throw new Locked(
        `The stack is held by another run (process ${holder}, ${this.lock}). Wait until it has ended.`,
      );
    rmSync(this.lock, { force: true });
  }

  /** Lets go. */
  release(): void {
    rmSync(this.lock, { force: true });
  }

  /** What the last run left. */
  read(): State {
    if (!existsSync(this.file)) return { resources: [], outputs: {} };
    const document: unknown = JSON.parse(readFileSync(this.file, 'utf8'));
    if (!isState(document)) throw new Error(`${this.file} holds no state.`);
    return document;
  }

  /** Writes whole or not at all. */
  write(state: State): void {
    const fresh = `${this.file}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(state, null, 1), { mode: 0o600 });
    renameSync(fresh, this.file);
  }
}

function isState(document: unknown): document is State {
  return (
    isObject(document) &&
    isObject(document['outputs']) &&
    objectsAt(document, 'resources').every(({ urn }) => typeof urn === 'string')
  );
}

function isAlive(pid: number): boolean {
  // An empty file is a lock that is just being written.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
