import type { Template } from '#catalog/schema/generated/types.ts';
import { compareVersions } from './versions.ts';

/** What a newer version of a template changes, in its author's words. */
export interface TemplateChange {
  readonly template: string;
  readonly version: string;
  readonly kind: NonNullable<Template['changes']>[number]['kind'];
  readonly description: string;
}

/** What a reader must know before anything else comes first. */
const ORDER: readonly TemplateChange['kind'][] = [
  'breaking',
  'security',
  'removed',
  'deprecated',
  'changed',
  'fixed',
  'added',
];

/**
 * The changelog between the versions a repository has and those of `manifests`: breaking and security first, then by
 * template, newest version first. A template the repository does not have yet has no changes to tell.
 * @param manifests of the templates of the new plan.
 * @param fromVersions version of every template the repository has, by id.
 */
export function changesBetween(
  manifests: readonly Template[],
  fromVersions: ReadonlyMap<string, string>,
): readonly TemplateChange[] {
  return manifests
    .flatMap(({ id, version: to, changes }) => {
      const from = fromVersions.get(id);
      if (from === undefined) return [];
      return (changes ?? [])
        .filter(({ version }) => isBetween(version, from, to))
        .map(({ version, kind, description }) => ({ template: id, version, kind, description }));
    })
    .sort(
      (a, b) =>
        ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
        compareText(a.template, b.template) ||
        compareVersions(b.version, a.version),
    );
}

/** Whether a version is newer than `from` and not newer than `to`. */
export function isBetween(version: string, from: string, to: string): boolean {
  return compareVersions(version, from) > 0 && compareVersions(version, to) <= 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
