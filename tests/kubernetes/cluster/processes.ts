import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { until } from '../waiting.ts';

/** A program that runs beside the tests. */
interface Process {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: string;
}

/** The programs of one cluster: started with logs of their own, ended together. */
export class Processes {
  private readonly program: string;
  private readonly folder: string;
  private readonly running: Process[] = [];

  /**
   * @param program the program that plays all parts
   * @param folder where the logs go
   */
  constructor(program: string, folder: string) {
    this.program = program;
    this.folder = folder;
  }

  /** Starts a part; it ends when this process does, however that comes. */
  start(name: string, args: readonly string[]): void {
    const log = path.join(this.folder, `${name}.log`);
    const out = openSync(log, 'a');
    const child = spawn(this.program, [name, ...args], {
      stdio: ['pipe', out, out],
      env: { ...process.env, KUBELAB_ENDS_WITH_STDIN: '1' },
    });
    closeSync(out);
    this.running.push({ name, child, log });
  }

  /**
   * Waits until a part is ready.
   *
   * @throws when it takes too long, and at once when a part has ended; both name the log
   */
  async ready(what: string, seconds: number, holds: () => Promise<boolean>): Promise<void> {
    await until(`${what} (logs in ${this.folder})`, seconds, async () => {
      for (const { name, child, log } of this.running)
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`${name} ended (${log}): ${lastLines(log)}`);
      try {
        return (await holds()) ? { answer: undefined } : { missing: 'not ready' };
      } catch (error) {
        return { missing: error instanceof Error ? error.message : String(error) };
      }
    });
  }

  /** Ends a part and all that were started after it; the newest first. */
  async stop(): Promise<void> {
    for (const { child } of this.running.splice(0).reverse()) await ended(child);
  }

  /** Ends one part. */
  async stopOne(name: string): Promise<void> {
    const index = this.running.findIndex((one) => one.name === name);
    const [found] = index < 0 ? [] : this.running.splice(index, 1);
    if (found !== undefined) await ended(found.child);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(impatience);
}

function lastLines(log: string): string {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-3).join('\n');
}

/** Ports that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
