import type { Problem } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { filesLeftOut, templatesTogether } from '#catalog/template-parts.ts';
import { lookUp } from '../plan/pointer.ts';
import { refuseAny, wrong } from '../problems.ts';
import { UnwritableValue } from '../text.ts';
import { classOf, matches } from './classes.ts';
import type { FileClass } from './classes.ts';
import { ENGINE_FOLDER, fillTokens, isRendered, pathMisfit, tokensOf, writtenPath } from './paths.ts';
import { planShape, shapeAt } from './shape.ts';
import { compiledRendering, compileText } from './template-text.ts';
import type { CompiledText, Rendering } from './template-text.ts';
import type { Scope } from './fields.ts';

/** A file as a template or construct stores it. */
export interface StoredFile {
  /** Relative to the template's `files/`, or to `constructs/`; parts joined by `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  /** An `.hbs` text that was checked and compiled when the toolbox was built. Default: it is compiled now. */
  readonly compiled?: CompiledText;
}

/** Where the engine reads what templates are made of. The order of what it returns does not matter. */
export interface TemplateReader {
  /** The files of a template. */
  readonly filesOf: (templateId: string) => readonly StoredFile[];
  /** The construct at a path below constructs/: one file, or every file of a folder. */
  readonly construct: (path: string) => readonly StoredFile[];
}

/** A file of the client repository. */
export interface RenderedFile {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
  readonly class: FileClass;
  /** Template it is from. */
  readonly template: string;
  /** Where it is stored: `templates/base/files/README.md.hbs`. */
  readonly source: string;
}

/** The files of a client repository by path, in the order of their paths. */
export type RenderedTree = ReadonlyMap<string, RenderedFile>;

/**
 * Renders every template of a plan. Pure: the same plan and the same stored files give the same bytes.
 * @param manifests of the templates the plan names.
 * @throws InputError naming every file that cannot be rendered and every path that cannot be written.
 */
export function render(plan: Plan, manifests: readonly Template[], reader: TemplateReader): RenderedTree {
  const tree = new TreeBuilder();
  const named = plan.templates.map(({ id }) => {
    const manifest = manifests.find((candidate) => candidate.id === id);
    if (manifest === undefined) throw new Error(`The plan names the template ${id}, which was not given.`);
    return manifest;
  });
  for (const manifest of templatesTogether(named)) {
    const leftOut = filesLeftOut(manifest);
    for (const file of reader.filesOf(manifest.id))
      if (!leftOut.some((glob) => matches(writtenPath(file.path), glob)))
        renderFile(file, manifest, plan, tree);
    for (const construct of manifest.constructs ?? []) addConstruct(construct, manifest.id, reader, tree);
  }
  return tree.finish();
}

/** Gathers files and problems; a path can be taken once. */
class TreeBuilder {
  readonly #files = new Map<string, RenderedFile>();
  readonly #taken = new Map<string, string>();
  readonly problems: Problem[] = [];

  add(path: string, file: RenderedFile): void {
    const misfit = this.#misfit(path);
    if (misfit !== undefined) {
      this.problems.push(
        wrong('UNSAFE_PATH', `'${path}' cannot be written.`, {
          file: file.source,
          value: path,
          expected: misfit,
        }),
      );
      return;
    }
    const holder = this.#taken.get(path.toLowerCase());
    if (holder !== undefined) {
      this.problems.push(this.#collision(path, holder, file));
      return;
    }
    this.#taken.set(path.toLowerCase(), path);
    this.#files.set(path, file);
  }

  /** A construct may be asked for by several templates; the first owns it. */
  has(path: string, source: string): boolean {
    return this.#files.get(path)?.source === source;
  }

  #misfit(path: string): string | undefined {
    if (path.split('/')[0]?.toLowerCase() === ENGINE_FOLDER)
      return `no template's path inside ${ENGINE_FOLDER}, which the toolbox writes`;
    return pathMisfit(path);
  }

  #collision(path: string, holder: string, file: RenderedFile): Problem {
    const first = this.#files.get(holder);
    return wrong(
      'TEMPLATE_COLLISION',
      holder === path
        ? `${first?.template ?? ''} and ${file.template} both write '${path}'.`
        : `'${holder}' (${first?.template ?? ''}) and '${path}' (${file.template}) differ only by case.`,
      {
        file: file.source,
        value: path,
        expected: `a path no other file has (the other is ${first?.source ?? ''})`,
        action:
          first === undefined || first.template === file.template
            ? 'Rename one of the two, or the data source they are named after.'
            : 'Leave one of the two templates out, or, if they are yours, rename one of the files.',
      },
    );
  }

  finish(): RenderedTree {
    for (const path of this.#files.keys()) this.#refuseFileAsFolder(path);
    refuseAny(this.problems);
    return new Map([...this.#files].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #refuseFileAsFolder(path: string): void {
    const parts = path.split('/');
    for (let length = 1; length < parts.length; length += 1) {
      const folder = parts.slice(0, length).join('/').toLowerCase();
      const holder = this.#taken.get(folder);
      const file = this.#files.get(path);
      if (holder !== undefined && file !== undefined) this.problems.push(this.#collision(path, holder, file));
    }
  }
}

interface Item {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
}

function renderFile(file: StoredFile, manifest: Template, plan: Plan, tree: TreeBuilder): void {
  const source = `templates/${manifest.id}/files/${file.path}`;
  const rule = ruleFor(file, manifest);
  const render = rendering(file, manifest, source, tree);
  if (render === undefined) return;
  const written = writtenPath(file.path);
  const foreign = tokensOf(written).find(([name]) => name !== rule?.as);
  if (foreign !== undefined) {
    tree.problems.push(
      wrong('PATH_TOKEN', `The token __${foreign.join('.')}__ stands for nothing here.`, {
        file: source,
        expected: rule === undefined ? 'a forEach of the manifest for this folder' : `__${rule.as}.id__`,
        action: 'Declare the folder below forEach in template.yaml, or correct the token.',
      }),
    );
    return;
  }
  for (const item of rule === undefined ? [undefined] : itemsOf(rule, manifest, plan, tree)) {
    const path = item === undefined ? written : itemPath(written, item, source, tree);
    if (path === undefined) continue;
    const bytes = contents(render, dataFor(plan, item), source, tree);
    if (bytes === undefined) continue;
    const className = classOf(path, manifest.classes);
    tree.add(path, { bytes, executable: file.executable, class: className, template: manifest.id, source });
  }
}

type ForEach = NonNullable<Template['forEach']>[number];

/** How the bytes of a file are made, `undefined` where its text is wrong. */
function rendering(
  file: StoredFile,
  manifest: Template,
  source: string,
  tree: TreeBuilder,
): Uint8Array | Rendering | undefined {
  if (!isRendered(file.path)) return file.bytes;
  if (file.compiled !== undefined) return compiledRendering(file.compiled);
  const compiled = compileText(new TextDecoder().decode(file.bytes), source, scopeOf(file, manifest));
  if ('render' in compiled) return compiled.render;
  tree.problems.push(...compiled.problems);
  return undefined;
}

/** The rule by which a stored file is written once per item, if it is. */
function ruleFor(file: StoredFile, manifest: Template): ForEach | undefined {
  return manifest.forEach?.find(({ folder }) => file.path === folder || file.path.startsWith(`${folder}/`));
}

/** The fields that the text of a file may name. */
export function scopeOf(file: StoredFile, manifest: Template): Scope {
  const rule = ruleFor(file, manifest);
  const list = rule === undefined ? undefined : shapeAt(planShape, rule.over);
  return {
    plan: planShape,
    inputs: Object.keys(manifest.inputs?.properties ?? {}),
    items: new Map(rule !== undefined && list?.kind === 'list' ? [[rule.as, list.item()] as const] : []),
  };
}

function itemsOf(rule: ForEach, manifest: Template, plan: Plan, tree: TreeBuilder): readonly Item[] {
  const list = lookUp(plan, rule.over)[0]?.value;
  if (Array.isArray(list)) return list.filter(isRecord).map((value) => ({ name: rule.as, value }));
  tree.problems.push(
    wrong('FOR_EACH', `'${rule.over}' is no list of the plan.`, {
      file: `templates/${manifest.id}/template.yaml`,
      pointer: '/forEach',
      value: rule.over,
      expected: 'a JSON pointer to a list of the plan, for instance /sources',
    }),
  );
  return [];
}

const SLUG = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/;

function itemPath(written: string, item: Item, source: string, tree: TreeBuilder): string | undefined {
  const fields: Record<string, string> = {};
  for (const [, field] of tokensOf(written)) {
    const value = item.value[field];
    if (typeof value !== 'string' || !SLUG.test(value)) {
      tree.problems.push(
        wrong('UNSAFE_PATH', `__${item.name}.${field}__ cannot become part of a path.`, {
          file: source,
          value,
          expected: 'lower-case words joined by - or _',
          action: 'Use the id of the item, which is a slug.',
        }),
      );
      return undefined;
    }
    fields[field] = value;
  }
  return fillTokens(written, item.name, fields);
}

function dataFor(plan: Plan, item: Item | undefined): Readonly<Record<string, unknown>> {
  return item === undefined ? { ...plan } : { ...plan, [item.name]: item.value };
}

function contents(
  render: Uint8Array | Rendering,
  data: Readonly<Record<string, unknown>>,
  source: string,
  tree: TreeBuilder,
): Uint8Array | undefined {
  if (typeof render !== 'function') return render;
  try {
    return new TextEncoder().encode(render(data));
  } catch (error) {
    tree.problems.push(valueProblem(error, source));
    return undefined;
  }
}

function valueProblem(error: unknown, source: string): Problem {
  if (error instanceof UnwritableValue)
    return wrong('TEMPLATE_VALUE', `A value cannot be written: ${error.message}.`, {
      file: source,
      ...(error.place === undefined ? {} : { pointer: error.place }),
      action: 'Choose the helper for the place it lands in, or ask {{#if}} first.',
    });
  const message = error instanceof Error ? error.message : String(error);
  return wrong('TEMPLATE_VALUE', `The template cannot be rendered: ${message}`, { file: source });
}

function addConstruct(construct: string, template: string, reader: TemplateReader, tree: TreeBuilder): void {
  const files = reader.construct(construct);
  if (files.length === 0) {
    tree.problems.push(
      wrong('UNKNOWN_CONSTRUCT', `There is no construct '${construct}'.`, {
        file: `templates/${template}/template.yaml`,
        pointer: '/constructs',
        value: construct,
        expected: 'a file or folder below constructs/',
      }),
    );
  }
  for (const { path, bytes, executable } of files) {
    const written = `infra/constructs/${path}`;
    const source = `constructs/${path}`;
    if (!tree.has(written, source))
      tree.add(written, { bytes, executable, class: 'managed', template, source });
  }
}
