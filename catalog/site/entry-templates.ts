import type { IndexedTemplate } from '../catalog.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { templatesTogether } from '../template-parts.ts';

/**
 * The templates that write an entry: its own, and those that give what it requires, the stated default where several do.
 * The base of every repository comes last. Empty for what is planned.
 */
export function templatesOf(
  { implementedBy }: Entry,
  templates: readonly IndexedTemplate[],
): readonly IndexedTemplate[] {
  const own = templates.find(({ manifest }) => manifest.id === implementedBy?.template);
  if (own === undefined) return [];
  const found = [own];
  for (const { manifest } of found) {
    for (const capability of manifest.requires ?? []) {
      if (found.some((each) => each.manifest.provides?.includes(capability))) continue;
      const giving = templates.filter((each) => each.manifest.provides?.includes(capability));
      const provider = giving.find((each) => each.manifest.defaultFor?.includes(capability)) ?? giving[0];
      if (provider !== undefined) found.push(provider);
    }
  }
  const all = [...found, ...templates.filter(({ manifest }) => manifest.kind === 'base')];
  const manifests = templatesTogether(all.map(({ manifest }) => manifest));
  return all.map((each, index) => ({ ...each, manifest: manifests[index] ?? each.manifest }));
}
