// Bundles the command line and the generators into dist/: one small entry, and a chunk per command that loads only when it runs.
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const dist = path.join(root, 'dist');

await rm(dist, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { 'cli/main': 'generators/cli/main.ts', 'generators/app/index': 'generators/app/index.ts' },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
});
await chmod(path.join(dist, 'cli/main.js'), 0o755);
await mkdir(path.join(dist, 'catalog'), { recursive: true });
for (const file of ['index.json', 'search.json'])
  await copyFile(path.join(root, 'catalog/generated', file), path.join(dist, 'catalog', file));
