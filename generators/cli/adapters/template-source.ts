import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { IndexedTemplate } from '#catalog/catalog.ts';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Template } from '#catalog/schema/generated/types.ts';
import { validateTemplate } from '#catalog/schema/generated/validators.js';
import { wholeTemplate } from '#catalog/template-parts.ts';
import type { StoredFile, TemplateReader } from '../../engine/render/render.ts';
import { templateDigest } from './catalog-digest.ts';
import { readChecked } from './catalog-source.ts';
import { folderReader } from './files-templates.ts';
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

/**
 * Reads every template below a folder; a folder without a manifest is no template. Constructs lie beside it, in
 * `constructs/`.
 */
export async function readTemplates(
  root: string,
): Promise<{ readonly templates: readonly TemplateSource[]; readonly problems: readonly Problem[] }> {
  const templates: TemplateSource[] = [];
  const problems: Problem[] = [];
  const reader = folderReader(root, path.join(root, '..', 'constructs'));
  for (const id of await templateIds(root)) {
    const read = await readTemplate(path.join(root, id), id, reader);
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
async function readTemplate(
  folder: string,
  id: string,
  reader: TemplateReader,
): Promise<TemplateSource | readonly Problem[]> {
  const manifest = await readChecked(path.join(folder, manifestName), validateTemplate);
  if (!('data' in manifest)) return manifest;
  const { data, document } = manifest;
  if (data.id !== id) return [document.locate(wrongId(data.id, id))];
  const stored = filesOf(data, reader);
  if ('problems' in stored) return stored.problems;
  return {
    indexed: {
      manifest: data,
      digest: templateDigest(data, reader),
      files: stored.map(({ path: name, bytes, executable }) => ({
        path: name,
        bytes: bytes.length,
        executable,
      })),
    },
    document,
    folder,
  };
}

/** The files of a template, or what keeps one of them, or of its constructs, from being read. */
function filesOf(manifest: Template, reader: TemplateReader): readonly StoredFile[] | InputError {
  try {
    for (const construct of wholeTemplate(manifest).constructs ?? []) reader.construct(construct);
    return reader.filesOf(manifest.id);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
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
