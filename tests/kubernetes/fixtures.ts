import path from 'node:path';
import { buildSync } from 'esbuild';
import type { Program } from './engine/project.ts';
import { readProgram } from './engine/project.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Compiles a TypeScript file, with what it takes from this repository, to one JavaScript file that Node runs; gives its path. */
export function compiled(file: string): string {
  const name = path.relative(root, file).replaceAll(/[\\/]/g, '-').replace(/\.ts$/, '.js');
  const target = path.join(root, '.cache/kubernetes', String(process.pid), name);
  buildSync({
    bundle: true,
    entryPoints: [file],
    format: 'esm',
    outfile: target,
    packages: 'external',
    platform: 'node',
    target: 'node20',
  });
  return target;
}

/**
 * A program of this folder's `fixtures/`.
 *
 * @param config values that differ from those of the stack's file
 */
export function fixture(name: string, stack: string, config: Readonly<Record<string, string>> = {}): Program {
  const folder = path.join(import.meta.dirname, 'fixtures', name);
  const program = readProgram(folder, stack);
  const changed = new Map(Object.entries(config).map(([key, value]) => [`${program.project}:${key}`, value]));
  const main = compiled(path.join(folder, program.main));
  return {
    ...program,
    config: { ...program.config, ...Object.fromEntries(changed) },
    folder: path.dirname(main),
    main: path.basename(main),
  };
}
