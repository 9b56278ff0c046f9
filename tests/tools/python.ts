// Python environments for tests that run what templates write. They are made from hashed locks with uv, kept below
// .cache/python/ under a name that changes with the locks, and shared by all tests and runs.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { once } from './once.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, '.cache/python');

/** Where compiled bytecode of all environments is kept. */
export const bytecodeFolder = path.join(cache, 'bytecode');

const uvVersion = '0.13.8';

/** What a process wrote and how it ended. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams, for the message of a failed assertion. */
  readonly output: string;
}

/**
 * A virtual environment that holds exactly the packages of the given locks.
 *
 * @param name says what it is for, in its folder's name
 * @param requirementFiles hashed requirements files; any of the templates agree with each other
 * @returns the folder of its executables
 */
export async function ensureVenv(name: string, requirementFiles: readonly string[]): Promise<string> {
  const digest = createHash('sha256').update(uvVersion);
  for (const file of requirementFiles) digest.update(readFileSync(file));
  const folder = path.join(cache, `${name}-${digest.digest('hex').slice(0, 16)}`);
  await once(folder, async () => {
    const uv = await ensureUv();
    rmSync(folder, { recursive: true, force: true });
    await succeed(uv, ['venv', '--quiet', '--python', 'python3', folder]);
    await succeed(uv, ['pip', 'sync', '--quiet', '--require-hashes', ...requirementFiles], {
      env: { ...process.env, VIRTUAL_ENV: folder },
    });
  });
  return path.join(folder, 'bin');
}

/** Runs a program to its end; never throws for its exit code. */
export function run(
  program: string,
  words: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const ended = signal === null ? '' : `\nended by ${signal}`;
      resolve({ code: code ?? 1, stdout, stderr, output: stdout + stderr + ended });
    });
  });
}

async function ensureUv(): Promise<string> {
  const folder = path.join(cache, `uv-${uvVersion}`);
  await once(folder, async () => {
    rmSync(folder, { recursive: true, force: true });
    await succeed('python3', ['-m', 'venv', folder]);
    await succeed(path.join(folder, 'bin/pip'), ['install', '--quiet', `uv==${uvVersion}`]);
  });
  return path.join(folder, 'bin/uv');
}

async function succeed(
  program: string,
  words: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  const { code, output } = await run(program, words, options);
  if (code !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${code}:\n${output}`);
}
