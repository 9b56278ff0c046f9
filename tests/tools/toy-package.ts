import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { validatePriceBook } from '#catalog/schema/generated/validators.js';
import type { Entry } from '#catalog/schema/generated/types.ts';
import { parseWithSchema } from '#catalog/schema/validate.ts';
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
  /** An empty folder to work in, beside the package. */
  readonly work: string;
  /** The bundled entry point. */
  readonly main: string;
  /** The bundled Yeoman generator. */
  readonly generator: string;
  readonly run: (...words: string[]) => CliResult;
  readonly remove: () => void;
}

/** Builds a package that has the templates and constructs of a folder in place of the real ones. */
export async function makeToyPackage(toyFolder: string, entries: readonly Entry[]): Promise<ToyPackage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'toltek-toy-'));
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  cpSync(path.join(root, 'package.json'), at('package.json'));
  symlinkSync(path.join(root, 'node_modules'), at('node_modules'));
  for (const name of ['templates', 'constructs'])
    cpSync(path.join(toyFolder, name), at(name), { recursive: true, verbatimSymlinks: true });
  const main = at('dist/cli/main.js');
  await build({
    absWorkingDir: root,
    entryPoints: {
      'cli/main': 'generators/cli/main.ts',
      'generators/app/index': 'generators/app/index.ts',
    },
    outdir: at('dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    chunkNames: 'chunks/[name]-[hash]',
    logLevel: 'error',
  });
  mkdirSync(at('dist/catalog'), { recursive: true });
  writeFileSync(at('dist/catalog/index.json'), JSON.stringify(await toyIndex(at('templates'), entries)));
  mkdirSync(at('work'));
  return {
    work: at('work'),
    main,
    generator: at('dist/generators/app/index.js'),
    run: (...words) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
        cwd: at('work'),
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
      });
      return { status, stdout, stderr };
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function toyIndex(templates: string, entries: readonly Entry[]): Promise<object> {
  const text = readFileSync(path.join(root, 'catalog/pricing/price-book.yaml'), 'utf8');
  const priceBook = parseWithSchema(validatePriceBook, parse(text));
  const read = await readTemplates(templates);
  return indexOf({
    entries,
    foundations: [],
    priceBook,
    templates: read.templates.map(({ indexed }) => indexed),
  });
}
