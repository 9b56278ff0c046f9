import { isRecord } from '#catalog/record.ts';
import { ENGINE_FOLDER } from '../render/paths.ts';
import type { WorkTree } from '../update/types.ts';

/** A JSON document below .toltek/, or what keeps it from being read. */
export function ownDocument(
  ours: WorkTree,
  name: string,
): { readonly data: unknown; readonly bytes: Uint8Array } | { readonly message: string } {
  const file = ours.get(`${ENGINE_FOLDER}/${name}`);
  if (file === undefined) return { message: 'It is missing.' };
  if (file.kind !== 'file') return { message: 'It is no file.' };
  try {
    return { data: JSON.parse(new TextDecoder().decode(file.bytes)) as unknown, bytes: file.bytes };
  } catch {
    return { message: 'It is not JSON.' };
  }
}

/** A field of a document that somebody may have written to; nothing where it is not there. */
export function fieldAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
}

/** A list of such a document, empty where it is none. */
export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const list = fieldAt(value, ...keys);
  return Array.isArray(list) ? list : [];
}

/** A text of such a document, empty where it is none. */
export function textAt(value: unknown, ...keys: readonly string[]): string {
  const text = fieldAt(value, ...keys);
  return typeof text === 'string' ? text : '';
}
