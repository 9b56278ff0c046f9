import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { validatePriceBook } from '#catalog/schema/generated/validators.js';
import type { Entry } from '#catalog/schema/generated/types.ts';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { compileTexts } from '#generators/build/compile-texts.ts';
import { indexOf } from '#generators/cli/adapters/catalog-source.ts';
import { readTemplates } from '#generators/cli/adapters/template-source.ts';
import { toolboxVersion } from '#generators/cli/version.ts';
import { canonicalJson, sha256 } from '#generators/engine/digest.ts';
import { parse } from 'yaml';
import { bundledToolbox, madeOnce, packageJson, sourceDigest, VERSION_MARK } from './toy-bundle.ts';

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
 * compiled as in the published package. Of the same parts it is built once, and copied.
 */
export async function makeToyPackage(
  toyFolder: string,
  entries: readonly Entry[],
  { version = toolboxVersion, foundations = [] }: ToyPackageProps = {},
): Promise<ToyPackage> {
  const parts = { version, entries, foundations, toolbox: sourceDigest(), files: filesBelow(toyFolder) };
  const made = await madeOnce(sha256(canonicalJson(parts)).slice(0, 16), (folder) =>
    build(folder, toyFolder, entries, { version, foundations }),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-toy-'));
  cpSync(made, folder, { recursive: true, verbatimSymlinks: true });
  const at = (...parts: string[]): string => path.join(folder, ...parts);
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

async function build(
  folder: string,
  toyFolder: string,
  entries: readonly Entry[],
  { version, foundations }: Required<ToyPackageProps>,
): Promise<void> {
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  writeFileSync(at('package.json'), packageJson(version));
  symlinkSync(path.join(root, 'node_modules'), at('node_modules'));
  for (const name of ['templates', 'constructs'])
    cpSync(path.join(toyFolder, name), at(name), { recursive: true, verbatimSymlinks: true });
  await installBundle(at('dist'), version);
  mkdirSync(at('dist/catalog'), { recursive: true });
  const index = await toyIndex(at('templates'), entries, foundations);
  writeFileSync(at('dist/catalog/index.json'), JSON.stringify(index));
  const texts = textsOf(index, at('templates'), at('constructs'));
  if (texts !== undefined) writeFileSync(at('dist/catalog/texts.js'), texts);
}

/** Everything in the folders of templates and constructs: kind and mode, and contents, by path. */
function filesBelow(folder: string): readonly (readonly [string, number, string])[] {
  return ['templates', 'constructs'].flatMap((name) =>
    readdirSync(path.join(folder, name), { recursive: true, withFileTypes: true })
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => {
        const { mode } = lstatSync(file);
        return [path.relative(folder, file), mode, contents(file)] as const;
      }),
  );
}

function contents(file: string): string {
  const stat = lstatSync(file);
  if (stat.isSymbolicLink()) return readlinkSync(file);
  return stat.isFile() ? sha256(readFileSync(file)) : '';
}

/** Copies the bundle, and puts the version in its place. */
async function installBundle(dist: string, version: string): Promise<void> {
  cpSync(await bundledToolbox(), dist, { recursive: true });
  const scripts = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  for (const name of scripts) {
    const file = path.join(dist, name);
    const text = readFileSync(file, 'utf8');
    if (text.includes(VERSION_MARK)) writeFileSync(file, text.replaceAll(VERSION_MARK, version));
  }
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
