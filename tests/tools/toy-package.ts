import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { validatePriceBook } from '#catalog/schema/generated/validators.js';
import type { Entry } from '#catalog/schema/generated/types.ts';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { bundleOptions } from '#generators/build/bundle-options.ts';
import { compileTexts } from '#generators/build/compile-texts.ts';
import { indexOf } from '#generators/cli/adapters/catalog-source.ts';
import { readTemplates } from '#generators/cli/adapters/template-source.ts';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../..');

/** What a run of the command line came to. */
export interface CliResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line, bundled as it is published, with templates and entries of a test. */
export interface ToyPackage {
  /** The package's own folder: what `npm install` would make. */
  readonly folder: string;
  /** An empty folder to work in, beside the package. */
  readonly work: string;
  /** The bundled entry point. */
  readonly main: string;
  /** The bundled Yeoman generator `app`. */
  readonly generator: string;
  /** Runs `toltek WORDS` in `work`. */
  readonly run: (...words: string[]) => CliResult;
  /** Runs `toltek WORDS` in another folder, with more environment variables. */
  readonly runIn: (
    folder: string,
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => CliResult;
  readonly remove: () => void;
}

export interface ToyPackageProps {
  /** Version of the toolbox. Default: that of the checkout. */
  readonly version?: string;
  /** Of the catalog. Default: none. */
  readonly foundations?: CatalogIndex['foundations'];
}

/**
 * Builds a package that has the templates and constructs of a folder in place of the real ones; its `.hbs` texts are
 * compiled as in the published package.
 */
export async function makeToyPackage(
  toyFolder: string,
  entries: readonly Entry[],
  { version, foundations = [] }: ToyPackageProps = {},
): Promise<ToyPackage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-toy-'));
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  const manifest = packageJson(version);
  writeFileSync(at('package.json'), manifest);
  symlinkSync(path.join(root, 'node_modules'), at('node_modules'));
  for (const name of ['templates', 'constructs'])
    cpSync(path.join(toyFolder, name), at(name), { recursive: true, verbatimSymlinks: true });
  await bundle(at('dist'), manifest);
  mkdirSync(at('dist/catalog'), { recursive: true });
  const index = await toyIndex(at('templates'), entries, foundations);
  writeFileSync(at('dist/catalog/index.json'), JSON.stringify(index));
  const texts = textsOf(index, at('templates'), at('constructs'));
  if (texts !== undefined) writeFileSync(at('dist/catalog/texts.js'), texts);
  mkdirSync(at('work'));
  const main = at('dist/cli/main.js');
  const runIn: ToyPackage['runIn'] = (cwd, words, environment = {}) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
      cwd,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...environment },
    });
    return { status, stdout, stderr };
  };
  return {
    folder,
    work: at('work'),
    main,
    generator: at('dist/generators/app/index.js'),
    run: (...words) => runIn(at('work'), words),
    runIn,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The package.json of the checkout, under another version if one is given. */
function packageJson(version: string | undefined): string {
  const text = readFileSync(path.join(root, 'package.json'), 'utf8');
  return version === undefined ? text : text.replace(/"version": "[^"]*"/, `"version": "${version}"`);
}

async function bundle(outdir: string, manifest: string): Promise<void> {
  await esbuild.build({
    ...bundleOptions,
    outdir,
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
}

async function toyIndex(
  templates: string,
  entries: readonly Entry[],
  foundations: CatalogIndex['foundations'],
): Promise<CatalogIndex> {
  const text = readFileSync(path.join(root, 'catalog/pricing/price-book.yaml'), 'utf8');
  const priceBook = parseWithSchema(validatePriceBook, parse(text));
  const read = await readTemplates(templates);
  return indexOf({
    entries,
    foundations,
    priceBook,
    templates: read.templates.map(({ indexed }) => indexed),
  });
}

/** Templates that a test made wrong on purpose have no compiled texts: the command under test finds the fault. */
function textsOf(index: CatalogIndex, templates: string, constructs: string): string | undefined {
  try {
    return compileTexts(index, templates, constructs);
  } catch {
    return undefined;
  }
}
