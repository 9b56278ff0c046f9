import type { IndexedTemplate } from '#catalog/catalog.ts';
import { changesBetween } from '../../engine/update/changes.ts';
import type { TemplateChange } from '../../engine/update/changes.ts';
import { compareVersions } from '../../engine/update/versions.ts';
import { historyFolder, readHistory } from '../adapters/history.ts';
import { packageRoot } from '../adapters/package-root.ts';

/** What a version of a template brought. */
export interface TemplateVersion {
  readonly version: string;
  /** Version of the toolbox that it came with; missing where it has not shipped, or nobody recorded it. */
  readonly released?: string;
  readonly changes: readonly Pick<TemplateChange, 'kind' | 'description'>[];
}

/** Every version of a template that is recorded or has something to tell, newest first. */
export function versionsOf({ manifest }: IndexedTemplate): readonly TemplateVersion[] {
  const recorded = readHistory(historyFolder(packageRoot()), manifest.id)?.versions ?? [];
  const changes = changesBetween([manifest], new Map([[manifest.id, '0.0.0']]));
  const known = [...recorded, ...changes].map(({ version }) => version);
  return [...new Set(known)]
    .sort((a, b) => compareVersions(b, a))
    .map((version) => {
      const released = recorded.find((record) => record.version === version)?.released;
      return {
        version,
        ...(released !== undefined && { released }),
        changes: changes
          .filter((change) => change.version === version)
          .map(({ kind, description }) => ({ kind, description })),
      };
    });
}

/** A version as labelled lines. */
export function versionRows({
  version,
  released,
  changes,
}: TemplateVersion): readonly (readonly [label: string, text: string])[] {
  const shipped = released === undefined ? 'not shipped yet' : `with toolbox ${released}`;
  return [
    [version, shipped],
    ...changes.map(({ kind, description }) => ['', `${kind}: ${description}`] as const),
  ];
}
