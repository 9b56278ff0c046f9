// Runs of the stand-in as processes of their own, which can be killed as a machine that fails is.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StackOptions } from './engine/engine.ts';
import { pause, until } from './waiting.ts';

/** Starts `up` as a process of its own, and waits until it holds the state. */
export async function upInBackground({ api, ...rest }: StackOptions): Promise<ChildProcess> {
  const file = `${rest.state}.options.json`;
  writeFileSync(file, JSON.stringify({ ...rest, access: api.access }));
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(import.meta.dirname, 'engine/main.ts'), 'up', file],
    {
      cwd: path.resolve(import.meta.dirname, '../..'),
      stdio: 'ignore',
      env: { ...process.env, NODE_OPTIONS: '' },
      detached: true,
    },
  );
  await untilTrue('the state is held', () => existsSync(`${rest.state}.lock`));
  return child;
}

/** Waits until something holds. */
export function untilTrue(what: string, holds: () => boolean): Promise<void> {
  return until(what, 90, () => Promise.resolve(holds() ? { answer: undefined } : { missing: 'not yet' }));
}

/** Ends a process and all that it started, as a machine that fails does. */
export function killWhole({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

/** Waits until a process is gone. */
export async function gone(child: ChildProcess): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) await pause(50);
}

/** How many resources a state holds. */
export function resourcesIn(state: string): number {
  return existsSync(state) ? (readFileSync(state, 'utf8').match(/"urn":/g) ?? []).length : 0;
}
