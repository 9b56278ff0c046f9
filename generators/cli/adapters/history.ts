import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';
import type { Problem } from '#catalog/problem.ts';
import type { History, Template } from '#catalog/schema/generated/types.ts';
import { validateHistory } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { recordOf, withHead, withRelease } from '../../engine/history.ts';
import { folderReader } from './files-templates.ts';
import { readJsonDocument } from './json-document.ts';
import { readTemplates } from './template-source.ts';
import { writeDocument } from './write-document.ts';

/** Where the histories of the templates of a checkout are: in its catalog, or beside the templates if it has none. */
export function historyFolder(root: string): string {
  const catalog = path.join(root, 'catalog');
  return existsSync(catalog) ? path.join(catalog, 'history') : path.join(root, 'history');
}

/** Where the history of one template is. */
export function historyFile(folder: string, template: string): string {
  return path.join(folder, `${template}.json`);
}

/**
 * What is recorded of a template, `undefined` where nothing is.
 * @throws InputError if the file is no history.
 */
export function readHistory(folder: string, template: string): History | undefined {
  const file = historyFile(folder, template);
  return existsSync(file) ? parseWithSchema(validateHistory, readJsonDocument(file), file) : undefined;
}

/** The templates that have a history, sorted. */
export function recordedTemplates(folder: string): readonly Template['id'][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length).split(path.sep).join('/'))
    .sort();
}

/**
 * Records what every template writes now, each at the end of its history; nothing is written if one cannot be recorded.
 * @param root folder with templates/ and constructs/.
 * @param release version of the toolbox that the newest versions ship with, if they are to be marked so.
 * @returns the files that changed.
 * @throws InputError naming every template whose version would have to be raised.
 */
export async function recordHistories(root: string, release?: string): Promise<readonly string[]> {
  const folder = historyFolder(root);
  const { templates, problems } = await readTemplates(path.join(root, 'templates'));
  const reader = folderReader(path.join(root, 'templates'), path.join(root, 'constructs'));
  const refused: Problem[] = [...problems];
  const changed: (readonly [string, History])[] = [];
  for (const { indexed, document } of templates) {
    const { manifest } = indexed;
    const before = readHistory(folder, manifest.id);
    const recorded = withHead(manifest.id, before, recordOf(manifest, reader));
    if ('message' in recorded) {
      refused.push(document.locate(recorded));
      continue;
    }
    const after = release === undefined ? recorded : withRelease(recorded, release);
    if (JSON.stringify(after) !== JSON.stringify(before))
      changed.push([historyFile(folder, manifest.id), after]);
  }
  if (refused.length > 0) throw new InputError(refused);
  for (const [file, history] of changed) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeDocument(file, history);
  }
  return changed.map(([file]) => file);
}
