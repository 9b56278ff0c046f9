import type { Template } from '#catalog/schema/generated/types.ts';

/** The least a manifest says, and what a test adds. */
export function toyManifest(id: string, version: string, more: Partial<Template> = {}): Template {
  return {
    schemaVersion: 1,
    id,
    name: id,
    summary: 'A toy.',
    version,
    kind: id === 'base' ? 'base' : 'stack',
    lifecycle: 'stable',
    owner: 'toltek',
    licence: 'Apache-2.0',
    ...more,
  };
}
