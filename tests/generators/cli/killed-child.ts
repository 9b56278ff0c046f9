import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');

/** Runs programs that kill themselves just before the n-th change they make to the file system or let git make. */
export interface Killer {
  /**
   * Runs a program.
   * @param step the change it does not live to make.
   * @returns whether it was killed.
   * @throws if it lived and failed.
   */
  readonly run: (program: string, words: readonly string[], step: number) => boolean;
  /**
   * A program of the toolbox's own code, bundled.
   * @returns its file.
   */
  readonly bundle: (code: string) => Promise<string>;
  readonly remove: () => void;
}

/** What runs before any other code, so that every call goes through it. */
const preload = `import fs from 'node:fs';
import child from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
const at = Number(process.env.KILL_AT);
let step = 0;
function counted(module, name, counts = () => true) {
  const real = module[name];
  module[name] = (...args) => {
    if (counts(...args)) {
      step += 1;
      if (step === at) { process.kill(process.pid, 'SIGKILL'); for (;;); }
    }
    return real(...args);
  };
}
for (const name of ['mkdirSync', 'writeSync', 'linkSync', 'renameSync', 'unlinkSync', 'rmdirSync', 'rmSync', 'writeFileSync', 'symlinkSync', 'chmodSync', 'fchmodSync', 'copyFileSync', 'cpSync'])
  counted(fs, name);
counted(fs, 'openSync', (file, flags = 'r') => flags !== 'r');
counted(child, 'spawnSync', (file, words) => words.includes('update-index') || words.includes('fast-import'));
syncBuiltinESMExports();
`;

/** `remove` removes what it wrote. */
export function makeKiller(): Killer {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-killer-'));
  const preloaded = path.join(folder, 'preload.mjs');
  writeFileSync(preloaded, preload);
  return {
    run: (program, words, step) => {
      const { signal, status, stderr } = spawnSync(
        process.execPath,
        ['--import', preloaded, program, ...words],
        { cwd: folder, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '', KILL_AT: String(step) } },
      );
      // A command that leaves conflicts ends with 3.
      if (signal === null && status !== 0 && status !== 3) throw new Error(stderr);
      return signal === 'SIGKILL';
    },
    bundle: async (code) => {
      const outfile = path.join(folder, 'program.mjs');
      await build({
        stdin: { contents: code, resolveDir: root, loader: 'ts' },
        absWorkingDir: root,
        outfile,
        bundle: true,
        format: 'esm',
        platform: 'node',
        logLevel: 'error',
      });
      return outfile;
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
