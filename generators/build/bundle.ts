// Bundles the command line and the generators into dist/: one small entry, and a chunk per command that loads only when it runs.
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';
import { loadCatalog } from '../cli/adapters/catalog.ts';
import { compileTexts } from './compile-texts.ts';
import { entryPoints } from './entry-points.ts';

const root = path.resolve(import.meta.dirname, '../..');
const dist = path.join(root, 'dist');

await rm(dist, { recursive: true, force: true });
const bundled = await build({
  absWorkingDir: root,
  entryPoints,
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  // Handlebars is dozens of small files; reading them one by one costs more than rendering.
  alias: { handlebars: path.join(root, 'node_modules/handlebars/lib/index.js') },
  chunkNames: 'chunks/[name]-[hash]',
  logLevel: 'warning',
  metafile: true,
});
await chmod(path.join(dist, 'cli/main.js'), 0o755);
await mkdir(path.join(dist, 'catalog'), { recursive: true });
for (const file of ['index.json', 'search.json'])
  await copyFile(path.join(root, 'catalog/generated', file), path.join(dist, 'catalog', file));

// Minified: the compiled texts are read at every generation.
const catalog = await loadCatalog();
const texts = compileTexts(catalog, path.join(root, 'templates'), path.join(root, 'constructs'));
const { code } = await transform(texts, { minifyWhitespace: true, format: 'esm' });
await writeFile(path.join(dist, 'catalog/texts.js'), code);

// What is bundled goes out under its own licence. Ajv is in the validators, which are bundled before.
const packages = Object.keys(bundled.metafile.inputs).flatMap(
  (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
);
await mkdir(path.join(dist, 'licences'));
for (const name of new Set([...packages, 'ajv', 'ajv-formats'])) {
  const licence = path.join(root, 'node_modules', name, 'LICENSE');
  await copyFile(licence, path.join(dist, 'licences', `${name.replace('/', '-')}.txt`));
}
