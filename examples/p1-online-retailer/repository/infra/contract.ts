import { readdirSync, readFileSync } from 'node:fs';
import { SettingsError } from '#constructs/common/settings.ts';
import type { ContractColumn, ContractTable } from '#constructs/gcp/warehouse/index.ts';

const folder = 'contract/entities/';

/** The canonical entities as the data-quality scans compare them: `contract/entities/*.schema.json`. */
export function contractTables(repository: URL): ContractTable[] {
  const entities = new URL(folder, repository);
  return readdirSync(entities)
    .filter((file) => file.endsWith('.schema.json'))
    .sort()
    .map((file) => tableOf(file, JSON.parse(readFileSync(new URL(file, entities), 'utf8'))));
}

function tableOf(file: string, schema: unknown): ContractTable {
  const required = new Set(texts(at(schema, 'required'), file, 'required'));
  const properties = at(schema, 'properties');
  if (!isObject(properties)) return refuse(file, 'properties');
  return {
    dataset: 'landing',
    table: file.replace('.schema.json', ''),
    key: texts(at(schema, 'x-key'), file, 'x-key'),
    columns: Object.entries(properties).map(([name, property]) =>
      columnOf(name, property, required.has(name)),
    ),
    rows: 'not _rejected',
  };
}

function columnOf(name: string, property: unknown, required: boolean): ContractColumn {
  const values = at(property, 'enum');
  const [minimum, maximum] = [at(property, 'minimum'), at(property, 'maximum')];
  return {
    name,
    required,
    ...(Array.isArray(values) ? { values: values.filter((value) => typeof value === 'string') } : {}),
    ...(typeof minimum === 'number' ? { minimum } : {}),
    ...(typeof maximum === 'number' ? { maximum } : {}),
  };
}

function texts(value: unknown, file: string, place: string): string[] {
  if (!Array.isArray(value)) return refuse(file, place);
  return value.map((item: unknown) => (typeof item === 'string' ? item : refuse(file, place)));
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? new Map(Object.entries(value)).get(key) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(file: string, place: string): never {
  throw new SettingsError(
    `${folder}${file}: ${place} is missing or of the wrong kind. Restore it from version control.`,
  );
}
