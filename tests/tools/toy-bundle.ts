import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { bundleOptions } from '#generators/build/bundle-options.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cache = path.join(root, '.cache/toy-bundle');

/** Stands in the bundle where the version of the toolbox belongs. */
export const VERSION_MARK = '0.0.0-version-of-a-toy';

/** File of the bundle that says what is in its scripts: a line for each source, `chunks/a.js generators/cli/main.ts`. */
export const SOURCES_NAME = 'sources.txt';

/**
 * A folder with the command line and the generators as they are published, under the version `VERSION_MARK`. It is made
 * once for each state of the sources and shared by all tests and workers: read it, never write into it.
 */
export async function bundledToolbox(): Promise<string> {
  return madeOnce(sourceDigest(), (folder) => bundle(folder, packageJson(VERSION_MARK)));
}

/**
 * A folder of the cache, made by whoever asks first. Nothing is locked: it is put in place as a whole, and the work of
 * another that began meanwhile is thrown away.
 * @param digest of everything it is made of.
 */
export async function madeOnce(digest: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(cache, digest);
  if (existsSync(folder)) return folder;
  removeOld();
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  try {
    await make(made);
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The package.json of the checkout under another version. */
export function packageJson(version: string): string {
  const text = readFileSync(path.join(root, 'package.json'), 'utf8');
  return text.replace(/"version": "[^"]*"/, `"version": "${version}"`);
}

/** Of everything that toolbox and catalog are made of; the lock stands for the libraries. */
export function sourceDigest(): string {
  const hash = createHash('sha256');
  const add = (file: string): void => {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  };
  for (const file of [
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tests/tools/toy-bundle.ts',
    'tests/tools/toy-package.ts',
  ])
    add(file);
  for (const folder of ['catalog', 'generators'])
    for (const name of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(ts|js|json|yaml)$/.test(name)) add(path.join(folder, name));
  return hash.digest('hex').slice(0, 16);
}

/** What was made more than a day ago: no test that runs still reads it. */
function removeOld(): void {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const { mtimeMs } = statSync(path.join(cache, name));
    if (Date.now() - mtimeMs > 24 * 60 * 60 * 1000)
      rmSync(path.join(cache, name), { recursive: true, force: true });
  }
}

async function bundle(outdir: string, manifest: string): Promise<void> {
  const { metafile } = await esbuild.build({
    ...bundleOptions,
    outdir,
    metafile: true,
    logLevel: 'error',
    plugins: [
      {
        name: 'version',
        setup: (build) => {
          const own = path.join(root, 'package.json').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
          build.onLoad({ filter: new RegExp(`^${own}$`) }, () => ({ contents: manifest, loader: 'json' }));
        },
      },
    ],
  });
  const sources = Object.entries(metafile.outputs).flatMap(([output, { inputs }]) => {
    const script = path.relative(outdir, path.join(root, output));
    return Object.entries(inputs).flatMap(([input, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [`${script} ${input}\n`] : [],
    );
  });
  writeFileSync(path.join(outdir, SOURCES_NAME), sources.join(''));
}
