import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InputError } from '#catalog/problem.ts';
import { isRecord } from '#catalog/record.ts';
import { readYamlDocument } from '../adapters/yaml-document.ts';

/** A table that a deployment has to hold, and what makes it. */
export interface ExpectedTable {
  readonly dataset: string;
  readonly name: string;
  readonly madeBy: 'ingestion' | 'dbt';
}

/** A source and how old its newest rows may be. */
export interface ExpectedSource {
  readonly id: string;
  readonly maxAgeHours: number;
  /** Tables of `landing` it writes to; empty while its mapping names none. */
  readonly entities: readonly string[];
}

/** What a repository says its deployment is. */
export interface Expected {
  readonly project: string;
  readonly location: string;
  readonly budgetEUR: number | undefined;
  readonly tables: readonly ExpectedTable[];
  readonly sources: readonly ExpectedSource[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What a client repository says of one environment: its settings, the entities dbt reads, the models it builds, the
 * mappings of its sources.
 * @throws InputError if the folder is no client repository, or the environment has no BigQuery.
 */
export async function expectedOf(folder: string, env: string): Promise<Expected> {
  const common = await yaml(path.join(folder, 'settings/common.yaml'));
  const own = await yaml(path.join(folder, `settings/${env}.yaml`));
  const kind = block(own, 'warehouse')['kind'];
  const project = block(own, 'gcp')['project_id'];
  if (kind !== 'bigquery' || typeof project !== 'string')
    throw new InputError([
      {
        code: 'VERIFY',
        severity: 'error',
        message: `The environment '${env}' has no BigQuery.`,
        file: path.join(folder, `settings/${env}.yaml`),
        value: kind,
        expected: 'warehouse.kind: bigquery, and gcp.project_id',
        action: 'Give --env the environment that is deployed.',
      },
    ]);
  const budget = block(block(own, 'gcp'), 'budget')['amount_per_month'];
  const location = block(common, 'residency')['multi_region'];
  const sources = { ...block(common, 'sources'), ...block(own, 'sources') };
  return {
    project,
    location: typeof location === 'string' ? location : 'EU',
    budgetEUR: typeof budget === 'number' ? budget : undefined,
    tables: [...(await landingTables(folder)), ...(await modelTables(folder))],
    sources: await Promise.all(
      Object.entries(sources).map(async ([id, settings]) => ({
        id,
        maxAgeHours: Number((isRecord(settings) ? settings : {})['max_age_hours'] ?? 48),
        entities: await entitiesOf(folder, id),
      })),
    ),
  };
}

/** The entities that dbt reads: ingestion has to have landed them. */
async function landingTables(folder: string): Promise<readonly ExpectedTable[]> {
  const document = await yaml(path.join(folder, 'transform/models/staging/_staging__sources.yml'));
  const sources = Array.isArray(document['sources']) ? document['sources'].filter(isRecord) : [];
  return sources.flatMap(({ name, tables }) =>
    (Array.isArray(tables) ? tables.filter(isRecord) : []).map((table) => ({
      dataset: String(name),
      name: String(table['name']),
      madeBy: 'ingestion' as const,
    })),
  );
}

/** The models dbt builds, each in the dataset its folder is configured for. */
async function modelTables(folder: string): Promise<readonly ExpectedTable[]> {
  const project = await yaml(path.join(folder, 'transform/dbt_project.yml'));
  const folders = Object.values(block(project, 'models')).find(isRecord) ?? {};
  const root = path.join(folder, 'transform/models');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.sql'),
  );
  return files.sort().flatMap((file) => {
    const [top = ''] = file.split(path.sep);
    const dataset = block(folders, top)['+schema'];
    const ephemeral = /materialized\s*=\s*['"]ephemeral/.test(readFileSync(path.join(root, file), 'utf8'));
    if (typeof dataset !== 'string' || ephemeral) return [];
    return { dataset, name: path.basename(file, '.sql'), madeBy: 'dbt' as const };
  });
}

async function entitiesOf(folder: string, source: string): Promise<readonly string[]> {
  const mapping = await yaml(path.join(folder, 'ingestion', source, 'mapping.yaml'));
  return Object.keys(block(mapping, 'entities')).sort();
}

async function yaml(file: string): Promise<Fields> {
  const { data } = await readYamlDocument(file);
  return isRecord(data) ? data : {};
}

function block(fields: Fields, name: string): Fields {
  const value = fields[name];
  return isRecord(value) ? value : {};
}
