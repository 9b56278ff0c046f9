import { existsSync } from 'node:fs';
import path from 'node:path';
import type { QualityRecord } from '#catalog/schema/generated/types.ts';
import { validateQualityRecord } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { readJsonDocument } from './json-document.ts';
import { packageRoot } from './package-root.ts';

/** Where test runs write what they measured of the templates of this package. */
export function qualityFile(): string {
  return path.join(packageRoot(), 'catalog/quality.json');
}

/**
 * What test runs measured; nothing where none was recorded.
 * @throws InputError if the file is no such record.
 */
export function readQuality(): QualityRecord {
  const file = qualityFile();
  if (!existsSync(file)) return { qualityVersion: 1, templates: {} };
  return parseWithSchema(validateQualityRecord, readJsonDocument(file), file);
}
