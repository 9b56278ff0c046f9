// The Node that generated repositories ask for. The toolbox itself runs on older ones too, so it may not be the one of the tests.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.ts';
import { once } from './once.ts';

/** Of the series in `engines` of the repositories' package.json. */
const version = '24.21.0';
const cache = path.resolve(import.meta.dirname, '../../.cache/node');

/** @returns the folder of its executable, for the front of PATH */
export async function ensureClientNode(): Promise<string> {
  const folder = path.join(cache, version);
  await once(folder, () => {
    rmSync(folder, { recursive: true, force: true });
    npm(import.meta.dirname, 'install', '--no-save', '--prefix', folder, `node@${version}`);
    return Promise.resolve();
  });
  return path.join(folder, 'node_modules/node/bin');
}

/** The same, and where it keeps what it compiled: programs start in two thirds of the time. */
export async function clientProgram(): Promise<{
  readonly node: string;
  readonly environment: Readonly<Record<string, string>>;
}> {
  const node = path.join(await ensureClientNode(), 'node');
  return { node, environment: { NODE_COMPILE_CACHE: path.join(cache, 'compiled') } };
}
