import { spawnSync } from 'node:child_process';

/** Runs npm in a folder and returns what it printed. */
export function npm(folder: string, ...words: string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', words, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`npm ${words.join(' ')} ended with ${status ?? 'a signal'}:\n${stderr}`);
  return stdout;
}

/** The archive that `npm pack` makes of a folder, or would make. */
export interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** Packs a folder as it stands (without building it first). */
export function pack(folder: string, ...words: string[]): Packed {
  const printed: unknown = JSON.parse(npm(folder, 'pack', '--json', '--ignore-scripts', ...words));
  // A list in npm 10, an object by package name in npm 11.
  const [packed] =
    typeof printed === 'object' && printed !== null ? Object.values<unknown>({ ...printed }) : [];
  if (!isPacked(packed)) throw new Error('npm pack printed no description of the archive.');
  return packed;
}

function isPacked(value: unknown): value is Packed {
  return typeof value === 'object' && value !== null && 'filename' in value && 'files' in value;
}
