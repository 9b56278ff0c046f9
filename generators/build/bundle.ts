// Bundles the command line and the generators into dist/: one small entry, and a chunk per command that loads only when it runs.
import { chmod, copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { loadCatalog } from '../cli/adapters/catalog.ts';
import { bundleOptions } from './bundle-options.ts';
import { compileTexts } from './compile-texts.ts';
import { readProps } from './props/read-props.ts';

const root = path.resolve(import.meta.dirname, '../..');
const dist = path.join(root, 'dist');

await rm(dist, { recursive: true, force: true });
const bundled = await build({ ...bundleOptions, outdir: dist, logLevel: 'warning', metafile: true });
await chmod(path.join(dist, 'cli/main.js'), 0o755);
await mkdir(path.join(dist, 'catalog'), { recursive: true });
for (const file of ['index.json', 'search.json'])
  await copyFile(path.join(root, 'catalog/generated', file), path.join(dist, 'catalog', file));
await cp(path.join(root, 'catalog/generated/site'), path.join(dist, 'catalog/site'), { recursive: true });

const catalog = await loadCatalog();
const texts = compileTexts(catalog, path.join(root, 'templates'), path.join(root, 'constructs'));
await writeFile(path.join(dist, 'catalog/texts.js'), texts);

await mkdir(path.join(dist, 'constructs'));
for (const { folder, schema } of readProps(path.join(root, 'constructs/gcp')).constructs)
  await writeFile(
    path.join(dist, 'constructs', `${folder}.schema.json`),
    `${JSON.stringify(schema, null, 2)}\n`,
  );

// What is bundled goes out under its own licence. Ajv is in the validators, which are bundled before.
const packages = Object.keys(bundled.metafile.inputs).flatMap(
  (input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
);
await mkdir(path.join(dist, 'licences'));
for (const name of new Set([...packages, 'ajv', 'ajv-formats'])) {
  const folder = path.join(root, 'node_modules', name);
  const files = await readdir(folder);
  // A few small packages state their licence in the readme alone.
  const licence =
    files.find((file) => /^licen[cs]e(\.(md|txt))?$/i.test(file)) ??
    files.find((file) => /^readme\.md$/i.test(file));
  if (licence === undefined)
    throw new Error(`${name} is bundled and has neither a licence file nor a readme.`);
  await copyFile(path.join(folder, licence), path.join(dist, 'licences', `${name.replace('/', '-')}.txt`));
}
