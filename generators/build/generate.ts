// Writes what is derived from the sources: types and validators from the JSON Schemas, the catalog index, and what the
// pages of the catalog site run.
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { InputError } from '#catalog/problem.ts';
import { buildSearchIndex } from '#catalog/search/search-index.ts';
import { Terminal } from '../cli/adapters/terminal.ts';
import { buildCatalogIndex } from './catalog-index.ts';
import { buildSiteAssets } from './site-assets.ts';

const root = path.resolve(import.meta.dirname, '../..');
const schemaFolder = path.join(root, 'catalog/schema');
const generatedFolder = path.join(schemaFolder, 'generated');

interface NamedSchema {
  /** File name without its ending: `price-book`. */
  readonly name: string;
  /** Name of the root type: `PriceBook`. */
  readonly title: string;
  readonly schema: Record<string, unknown>;
}

async function readSchemas(): Promise<NamedSchema[]> {
  const files = (await readdir(schemaFolder)).filter((file) => file.endsWith('.schema.json')).sort();
  return Promise.all(
    files.map(async (file) => {
      const schema: unknown = JSON.parse(await readFile(path.join(schemaFolder, file), 'utf8'));
      if (!isRecord(schema) || typeof schema['title'] !== 'string')
        throw new Error(`${file}: expected a "title".`);
      return { name: file.replace('.schema.json', ''), title: schema['title'], schema };
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function writeTypes(schemas: readonly NamedSchema[]): Promise<void> {
  for (const { name, title, schema } of schemas) {
    const text = await compile(structuredClone(schema), title, {
      additionalProperties: false,
      bannerComment: `/* Made by \`npm run generate\` from ${name}.schema.json. */`,
      cwd: `${schemaFolder}/`,
      format: false,
      ignoreMinAndMaxItems: true,
      unreachableDefinitions: true,
    });
    await writeFile(path.join(generatedFolder, `${name}.ts`), text);
  }
  const lines = schemas.map(({ name, title }) => `export type { ${title} } from './${name}.ts';\n`);
  await writeFile(path.join(generatedFolder, 'types.ts'), lines.join(''));
}

/**
 * Validators compiled ahead: compiling at run time costs half a second for a schema of the diagnostic's size.
 * One module per schema, so that a command bundles only those it calls.
 */
async function writeValidators(schemas: readonly NamedSchema[]): Promise<void> {
  const ajv = new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    strictRequired: false, // `if`/`then` blocks name properties declared outside them
    schemas: schemas.map(({ schema }) => schema),
    code: { source: true, esm: true },
  });
  addFormats.default(ajv);
  await Promise.all(
    schemas.map(async ({ name, title, schema }) => {
      const code = standalone.default(ajv, { [`validate${title}`]: String(schema['$id']) });
      await build({
        stdin: { contents: code, resolveDir: root, loader: 'js' },
        bundle: true,
        format: 'esm',
        minifySyntax: true,
        outfile: path.join(generatedFolder, 'validators', `${name}.js`),
      });
    }),
  );
  await writeFile(
    path.join(generatedFolder, 'validators.js'),
    schemas
      .map(({ name, title }) => `export { validate${title} } from './validators/${name}.js';\n`)
      .join(''),
  );
  await Promise.all(
    schemas.map(({ name, title }) =>
      writeFile(
        path.join(generatedFolder, 'validators', `${name}.d.ts`),
        `import type { Validate } from '../validators.d.ts';\n\nexport declare const validate${title}: Validate<import('../types.ts').${title}>;\n`,
      ),
    ),
  );
  await writeFile(
    path.join(generatedFolder, 'validators.d.ts'),
    [
      `import type { ErrorObject } from 'ajv';\n\n`,
      `export interface Validate<T> {\n  (data: unknown): data is T;\n  errors?: ErrorObject[] | null;\n}\n\n`,
      ...schemas.map(
        ({ title }) => `export declare const validate${title}: Validate<import('./types.ts').${title}>;\n`,
      ),
    ].join(''),
  );
}

async function writeIndex(): Promise<void> {
  const folder = path.join(root, 'catalog/generated');
  await mkdir(folder, { recursive: true });
  const index = await buildCatalogIndex(root);
  await writeFile(path.join(folder, 'index.json'), `${JSON.stringify(index)}\n`);
  const search = buildSearchIndex(index.entries);
  await writeFile(path.join(folder, 'search.json'), `${JSON.stringify(search)}\n`);
}

const schemas = await readSchemas();
await mkdir(generatedFolder, { recursive: true });
await writeTypes(schemas);
await writeValidators(schemas);
try {
  await writeIndex();
  await buildSiteAssets(root, path.join(root, 'catalog/generated/site'));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  const plain = { json: false, quiet: false, color: false, interactive: false, width: 100 };
  new Terminal(plain).problems(error.problems);
  process.exitCode = 1;
}
