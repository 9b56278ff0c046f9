import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureVenv } from './python.ts';

const folder = path.join(import.meta.dirname, 'bigquery-emulator');

/** A BigQuery that runs on this machine and forgets everything when it is stopped. */
export interface Emulator {
  /** For instance `http://127.0.0.1:40123`. */
  readonly address: string;
  /** The project to use. */
  readonly project: string;
  /** Environment that makes Google's Python client and dlt use it. dbt takes the address in its profile. */
  readonly environment: Readonly<Record<string, string>>;
  stop: () => Promise<void>;
}

/** Starts the emulator on a free port of the loopback interface; takes a few seconds. */
export async function startEmulator(): Promise<Emulator> {
  const bin = await ensureVenv('bigquery-emulator', [path.join(folder, 'requirements.txt')]);
  const home = mkdtempSync(path.join(tmpdir(), 'toltek-bigquery-'));
  const credentials = path.join(home, 'account.json');
  const child = spawn(path.join(bin, 'python'), [path.join(folder, 'start.py'), credentials], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) =>
    child.on('close', () => {
      resolve();
    }),
  );
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', resolve);
    child.on('error', reject);
    child.on('close', () => {
      reject(new Error(`The BigQuery emulator did not start:\n${errors}`));
    });
  });
  const { address, project } = startLine(line);
  return {
    address,
    project,
    environment: {
      BIGQUERY_EMULATOR_HOST: address,
      GOOGLE_APPLICATION_CREDENTIALS: credentials,
      GOOGLE_CLOUD_PROJECT: project,
      // The emulator cannot read compressed load files.
      NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION: 'true',
      NO_PROXY: '127.0.0.1',
    },
    stop: async () => {
      child.stdin.end();
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function startLine(text: string): { address: string; project: string } {
  const found: unknown = JSON.parse(text);
  if (typeof found === 'object' && found !== null && 'address' in found && 'project' in found)
    return { address: String(found.address), project: String(found.project) };
  throw new Error(`Unexpected first line of the emulator: ${text}`);
}
