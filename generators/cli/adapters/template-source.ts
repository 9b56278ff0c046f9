import { existsSync } from 'node:fs';
import { lstat, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { IndexedTemplate } from '#catalog/catalog.ts';
import type { Problem } from '#catalog/problem.ts';
import { canonicalJson, sha256 } from '../../engine/digest.ts';
import { readChecked } from './catalog-source.ts';
import type { YamlDocument } from './yaml-document.ts';

/** Name of the manifest in a template's folder. */
export const manifestName = 'template.yaml';

/** A template as its author wrote it. */
export interface TemplateSource {
  readonly indexed: IndexedTemplate;
  readonly document: YamlDocument;
  /** The template's folder. */
  readonly folder: string;
}

/** What tools leave behind when a template is run where it stands; npm does not pack it either. */
const leftovers = new Set([
  '__pycache__',
  '.venv',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  'node_modules',
  '.DS_Store',
]);

/** Reads every template below a folder; a folder without a manifest is no template. */
export async function readTemplates(
  root: string,
): Promise<{ readonly templates: readonly TemplateSource[]; readonly problems: readonly Problem[] }> {
  const templates: TemplateSource[] = [];
  const problems: Problem[] = [];
  for (const id of await templateIds(root)) {
    const read = await readTemplate(path.join(root, id), id);
    if ('indexed' in read) templates.push(read);
    else problems.push(...read);
  }
  return { templates, problems };
}

/** Ids of all templates below a folder, sorted: `base`, `stacks/<name>`, `use-cases/<name>`. */
async function templateIds(root: string): Promise<string[]> {
  const ids = ['base'];
  for (const kind of ['stacks', 'use-cases']) {
    const folder = path.join(root, kind);
    if (existsSync(folder)) ids.push(...(await readdir(folder)).map((name) => `${kind}/${name}`));
  }
  return ids.filter((id) => existsSync(path.join(root, id, manifestName))).sort();
}

/**
 * Reads one template.
 * @param id the id its place demands.
 */
export async function readTemplate(folder: string, id: string): Promise<TemplateSource | readonly Problem[]> {
  const { validateTemplate } = await import('#catalog/schema/generated/validators.js');
  const manifest = await readChecked(path.join(folder, manifestName), validateTemplate);
  if (!('data' in manifest)) return manifest;
  const { data, document } = manifest;
  if (data.id !== id) return [document.locate(wrongId(data.id, id))];
  const { files, problems, digests } = await listFiles(path.join(folder, 'files'));
  if (problems.length > 0) return problems;
  const digest = sha256(canonicalJson({ manifest: data, digests }));
  return { indexed: { manifest: data, digest, files }, document, folder };
}

function wrongId(id: string, expected: string): Problem {
  return {
    code: 'TEMPLATE_ID',
    severity: 'error',
    message: `The id '${id}' is not the template's folder.`,
    pointer: '/id',
    value: id,
    expected,
    action: 'Correct the id, or move the folder.',
  };
}

interface Listing {
  readonly files: IndexedTemplate['files'];
  /** sha256 by path. */
  readonly digests: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

async function listFiles(folder: string): Promise<Listing> {
  const files: IndexedTemplate['files'][number][] = [];
  const digests: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const name of await pathsBelow(folder)) {
    const file = path.join(folder, name);
    const status = await lstat(file);
    if (!status.isFile()) {
      problems.push(noFile(file));
      continue;
    }
    const bytes = await readFile(file);
    const executable = (status.mode & 0o100) !== 0;
    files.push({ path: name, bytes: bytes.length, executable });
    digests[name] = `${sha256(bytes)}${executable ? ' executable' : ''}`;
  }
  return { files, digests, problems };
}

async function pathsBelow(folder: string, prefix = ''): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const paths: string[] = [];
  for (const item of await readdir(folder, { withFileTypes: true })) {
    if (leftovers.has(item.name)) continue;
    const name = `${prefix}${item.name}`;
    if (item.isDirectory()) paths.push(...(await pathsBelow(path.join(folder, item.name), `${name}/`)));
    else paths.push(name);
  }
  return paths.sort();
}

function noFile(file: string): Problem {
  return {
    code: 'TEMPLATE_LINK',
    severity: 'error',
    message: 'A template holds plain files only; this is a link or a special file.',
    file,
    expected: 'a plain file',
    action: 'Replace it by a copy of the file.',
  };
}
