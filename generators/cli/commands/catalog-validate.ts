import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CatalogIndex } from '#catalog/catalog.ts';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Template } from '#catalog/schema/generated/template.ts';
import { checkEntries, contentOf, readCatalogSource } from '../adapters/catalog-source.ts';
import type { CatalogContent, CatalogSource } from '../adapters/catalog-source.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { folderReader } from '../adapters/files-templates.ts';
import { historyFolder } from '../adapters/history.ts';
import { packageRoot, templatesFolder } from '../adapters/package-root.ts';
import { manifestName, readTemplates } from '../adapters/template-source.ts';
import type { TemplateSource } from '../adapters/template-source.ts';
import type { Call } from '../command.ts';
import type { TemplateReader } from '../../engine/render/render.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { toolboxVersion } from '../version.ts';
import { recordProblems } from './catalog-history-checks.ts';
import { collisionProblems, manifestProblems } from './catalog-manifest-checks.ts';
import { partsOf, trialProblems } from './catalog-trial.ts';
import type { TrialInput } from './catalog-trial.ts';

/** `toltek catalog validate`: what the author of entries or templates runs before anybody else meets them. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const target = targetOf(operands[0], options.value('catalog'));
  const catalog = await readCatalog(target);
  const templates = await readTemplates(target.templates);
  const reader = folderReader(target.templates, target.constructs);

  const entries = catalog.content.entries;
  const problems = unique([
    ...catalog.problems,
    ...templates.problems,
    ...(target.onlyEntries ? [] : templateProblems(templates.templates, catalog.content, reader)),
    ...(target.onlyEntries ? [] : recordProblems(templates.templates, target.history, reader)),
    ...entryProblems(catalog, templates.templates),
  ])
    .map((problem) => shownAt(problem, target, templates.templates))
    .filter((problem) => target.only === undefined || isAbout(problem, target.only));

  const checked = target.only === undefined ? templates.templates.length : 1;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  terminal.problems(problems);
  terminal.document({ templates: checked, entries: entries.length, problems });
  const what = [
    ...(target.onlyEntries ? [] : [counted(checked, 'template', 'templates')]),
    ...(target.only === undefined ? [counted(entries.length, 'entry', 'entries')] : []),
  ].join(' and ');
  terminal.print(
    problems.length === 0
      ? `${what}: all is well.`
      : `${what}: ${counted(errors, 'error', 'errors')}, ${counted(problems.length - errors, 'warning', 'warnings')}.`,
  );
  return errors > 0 ? exitCode.findings : exitCode.done;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What is to be checked. */
interface Target {
  /** Folder with base/, stacks/ and use-cases/. */
  readonly templates: string;
  readonly constructs: string;
  /** Folder with the templates' histories; it may be missing. */
  readonly history: string;
  /** Folder of catalog sources; the built-in catalog without. */
  readonly catalog?: string;
  /** Only problems below this folder are wanted. */
  readonly only?: string;
  /** No template was asked about. */
  readonly onlyEntries: boolean;
}

function targetOf(folder: string | undefined, catalog: string | undefined): Target {
  if (catalog !== undefined && !existsSync(path.join(catalog, 'entries'))) {
    throw notThere(catalog, 'a folder with entries/*.yaml', 'Give --catalog the folder that holds entries/.');
  }
  const found = folder === undefined ? { templates: templatesFolder() } : templatesOf(folder);
  const root = path.dirname(found.templates);
  // An installed package has its entries in the index only, where the build has checked them.
  const own = existsSync(path.join(root, 'catalog/entries'))
    ? relative(path.join(root, 'catalog'))
    : undefined;
  const source = catalog ?? own;
  const beside = path.join(root, 'constructs');
  return {
    ...found,
    templates: relative(found.templates),
    constructs: existsSync(beside) ? beside : path.join(packageRoot(), 'constructs'),
    history: relative(historyFolder(root)),
    ...(source !== undefined && { catalog: source }),
    onlyEntries: folder === undefined && catalog !== undefined,
  };
}

function templatesOf(folder: string): { readonly templates: string; readonly only?: string } {
  const full = path.resolve(folder);
  if (existsSync(path.join(full, manifestName))) {
    const isBase = path.basename(full) === 'base';
    return {
      templates: isBase ? path.dirname(full) : path.dirname(path.dirname(full)),
      only: relative(full),
    };
  }
  if (['base', 'stacks', 'use-cases'].some((name) => existsSync(path.join(full, name))))
    return { templates: full };
  throw notThere(
    folder,
    `a folder with ${manifestName}, or one that holds base/, stacks/ and use-cases/`,
    'Give the folder of a template.',
  );
}

function notThere(folder: string, expected: string, action: string): InputError {
  const message = `There is nothing to check in ${folder}.`;
  return new InputError([
    { code: 'VALIDATE_TARGET', severity: 'error', message, file: folder, expected, action },
  ]);
}

interface ReadCatalog {
  readonly source?: CatalogSource;
  readonly content: CatalogContent;
  readonly index: CatalogIndex;
  readonly problems: readonly Problem[];
}

async function readCatalog({ catalog }: Target): Promise<ReadCatalog> {
  const index = await loadCatalog();
  if (catalog === undefined) return { content: index, index, problems: [] };
  const source = await readCatalogSource(catalog);
  return { source, content: contentOf(source, index), index, problems: source.problems };
}

function entryProblems(
  { source, content }: ReadCatalog,
  templates: readonly TemplateSource[],
): readonly Problem[] {
  if (source === undefined) return [];
  const manifests = templates.map(({ indexed }) => indexed.manifest);
  return checkEntries(source, content, new Map(manifests.map((manifest) => [manifest.id, manifest])));
}

function templateProblems(
  sources: readonly TemplateSource[],
  catalog: CatalogContent,
  reader: TemplateReader,
): readonly Problem[] {
  const templates = sources.map(({ indexed }) => indexed.manifest);
  const own = sources.flatMap(({ indexed, document }) =>
    manifestProblems(indexed.manifest, { catalog, reader }).map(document.locate),
  );
  const collisions = collisionProblems(templates, reader);
  const toolbox = { version: toolboxVersion, catalogDigest: '0'.repeat(64) };
  const trial: TrialInput = {
    templates,
    entries: catalog.entries,
    reader,
    toolbox,
    prices: catalog.priceBook,
  };
  const tried = trials(templates)
    .flatMap((parts) => trialProblems(parts, trial))
    // Found already, without a plan.
    .filter(({ code, file }) => !collisions.some((known) => known.code === code && known.file === file));
  return [...own, ...collisions, ...tried];
}

/** Each template by itself, so that alternatives have their turn, and all use cases together. */
function trials(templates: readonly Template[]): readonly ReturnType<typeof partsOf>[] {
  const useCases = templates.filter(({ kind }) => kind === 'use-case').flatMap(partsOf);
  return [...templates.map(partsOf), ...(useCases.length > 0 ? [useCases] : [])];
}

/** The same fault shows in several trials. */
function unique(problems: readonly Problem[]): readonly Problem[] {
  const known = new Map<string, Problem>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.code, problem.file, problem.message]);
    if (!known.has(key)) known.set(key, problem);
  }
  return [...known.values()];
}

/** The engine names files from the package's root: here they are named as the caller sees them, with their line. */
function shownAt(problem: Problem, target: Target, templates: readonly TemplateSource[]): Problem {
  const file = problem.file;
  if (file?.startsWith('templates/') !== true) return problem;
  const shown = path.join(target.templates, file.slice('templates/'.length));
  const manifest = templates.find(({ document }) => path.resolve(document.file) === path.resolve(shown));
  if (manifest === undefined || problem.pointer?.startsWith('/') !== true) return { ...problem, file: shown };
  return manifest.document.locate({ ...problem, file: shown });
}

function isAbout({ file }: Problem, folder: string): boolean {
  return file === undefined || path.resolve(file).startsWith(path.resolve(folder) + path.sep);
}

/** A path as a person in the current folder writes it. */
function relative(file: string): string {
  const short = path.relative(process.cwd(), file);
  return short === '' ? '.' : short.startsWith('..') ? file : short;
}
