import { isRecord } from '../../record.ts';
import { pointerAppend } from '../../schema/pointer.ts';
import type { DataObject, DataSource } from '../../schema/generated/diagnostic.ts';
import type { Draft } from '../questionnaire/interview.ts';
import { listAt } from '../questionnaire/place.ts';
import type { WarehouseScan } from './table.ts';

/** A person's answer that a scan sees differently. The answer stays. */
export interface ScanConflict {
  /** Place of the answer. */
  readonly pointer: string;
  readonly kept: unknown;
  readonly scanned: unknown;
}

export interface MergedScan {
  readonly draft: Draft;
  readonly conflicts: readonly ScanConflict[];
}

/** Most tables that a diagnostic keeps of a scan. */
const mostTables = 5000;

/** Name, kind and vendor are the client's words: a scan only guesses them. */
const guessed = ['id', 'name', 'system', 'vendor'];

type Fields = Readonly<Record<string, unknown>>;

/**
 * A draft with what a scan found. What a person answered stays, and is reported where the scan sees it differently;
 * what nobody knew, and what an earlier scan said, is replaced.
 */
export function mergeScan(draft: Draft, found: readonly DataSource[], scan: WarehouseScan): MergedScan {
  const conflicts: ScanConflict[] = [];
  const before = listAt(draft, '/dataSources').filter(isRecord);
  const sources = [...before];
  for (const source of found) {
    const position = sources.findIndex(({ id, name }) => id === source.id || name === source.name);
    const old = sources[position];
    if (old === undefined) sources.push({ ...source });
    else sources[position] = mergeSource(old, source, `/dataSources/${position}`, conflicts);
  }
  return { draft: { ...draft, dataSources: sources, infra: mergeInfra(draft, scan, conflicts) }, conflicts };
}

function mergeSource(
  old: Fields,
  { objects, ...fields }: DataSource,
  pointer: string,
  conflicts: ScanConflict[],
): Fields {
  const measured = Object.fromEntries(Object.entries(fields).filter(([name]) => !guessed.includes(name)));
  const merged = mergeFields(old, measured, pointer, conflicts, false);
  const kept = Array.isArray(old['objects']) ? old['objects'].filter(isRecord) : [];
  return {
    ...fields,
    ...merged,
    objects: mergeObjects(kept, objects, pointerAppend(pointer, 'objects'), conflicts),
  };
}

function mergeObjects(
  before: readonly Fields[],
  found: readonly DataObject[],
  pointer: string,
  conflicts: ScanConflict[],
): readonly Fields[] {
  const objects = [...before];
  for (const object of found) {
    const position = objects.findIndex(({ kind }) => kind === object.kind);
    const old = objects[position];
    if (old === undefined) objects.push({ ...object });
    else
      objects[position] = mergeFields(
        old,
        { ...object },
        pointerAppend(pointer, position),
        conflicts,
        isScanned(old['historyMonths']),
      );
  }
  return objects;
}

/** @param ofScan whether plain figures are those of an earlier scan, and may be replaced. */
function mergeFields(
  old: Fields,
  found: Fields,
  pointer: string,
  conflicts: ScanConflict[],
  ofScan: boolean,
): Fields {
  const merged: Record<string, unknown> = { ...old };
  for (const [name, scanned] of Object.entries(found)) {
    const kept = old[name];
    if (isOpen(kept) || isScanned(kept) || (ofScan && typeof kept === 'number')) merged[name] = scanned;
    else if (!sameAnswer(kept, scanned))
      conflicts.push({ pointer: pointerAppend(pointer, name), kept, scanned });
  }
  return merged;
}

function mergeInfra(draft: Draft, scan: WarehouseScan, conflicts: ScanConflict[]): Fields {
  const infra = isRecord(draft['infra']) ? draft['infra'] : {};
  const clouds = Array.isArray(infra['clouds']) ? infra['clouds'] : undefined;
  if (clouds !== undefined && !clouds.includes('gcp'))
    conflicts.push({ pointer: '/infra/clouds', kept: clouds, scanned: ['gcp'] });
  return {
    ...mergeFields(infra, { warehouse: 'bigquery' }, '/infra', conflicts, false),
    clouds: clouds ?? ['gcp'],
    scan: {
      kind: 'bigquery',
      collectedAt: scan.day,
      tables: scan.profiles.slice(0, mostTables).map(({ table }) => ({
        name: `${table.dataset}.${table.name}`.slice(0, 300),
        rows: table.rows,
        bytes: table.bytes,
        ...(table.modifiedMs !== undefined && {
          lastModified: new Date(table.modifiedMs).toISOString().slice(0, 10),
        }),
      })),
    },
  };
}

/** Nobody said anything yet, or that nobody knows. */
function isOpen(value: unknown): boolean {
  return value === undefined || value === 'unknown' || (isRecord(value) && value['status'] === 'unknown');
}

/** Whether an answer rests on scans alone. */
function isScanned(value: unknown): boolean {
  const evidence: unknown = isRecord(value) ? value['evidence'] : undefined;
  return (
    Array.isArray(evidence) &&
    evidence.length > 0 &&
    evidence.every((one) => isRecord(one) && one['kind'] === 'system_scan')
  );
}

/** Whether two answers say the same, however well they are founded. */
function sameAnswer(kept: unknown, scanned: unknown): boolean {
  if (!isRecord(kept) || !isRecord(scanned)) return kept === scanned;
  // A scan that could not tell says nothing against an answer.
  if (scanned['status'] === 'unknown') return true;
  return ['value', 'low', 'mid', 'high'].every(
    (part) => scanned[part] === undefined || kept[part] === scanned[part],
  );
}
