import type { Plan, Template } from '#catalog/schema/generated/types.ts';
import { lookUp } from '../plan/pointer.ts';
import { fillTokens, tokensOf, writtenPath } from '../render/paths.ts';
import type { Rename } from './types.ts';
import { compareVersions } from './versions.ts';

/**
 * The renames that the templates of a plan declare for the versions an update crosses, oldest version first, so that a
 * path that moved twice is found in its last place.
 * @param manifests of the templates of the plan, in their new version.
 * @param from the version of each template that the repository has; a template that is not named is new there.
 * @param plan the new plan: a rename with a token holds for each of its items.
 */
export function renamesBetween(
  manifests: readonly Template[],
  from: ReadonlyMap<string, string>,
  plan: Plan,
): readonly Rename[] {
  return manifests.flatMap((manifest) => {
    const old = from.get(manifest.id);
    if (old === undefined) return [];
    return Object.entries(manifest.renames ?? {})
      .filter(
        ([version]) => compareVersions(version, old) > 0 && compareVersions(version, manifest.version) <= 0,
      )
      .sort(([a], [b]) => compareVersions(a, b))
      .flatMap(([, renames]) => vacatingFirst(renames))
      .flatMap((rename) => filled(rename, manifest, plan));
  });
}

/** The renames of one version, which happen at once: what moves away from a path goes before what moves there. */
function vacatingFirst(renames: Readonly<Record<string, string>>): readonly Rename[] {
  const ordered = new Map<string, Rename>();
  const place = (from: string, onTheWay: ReadonlySet<string>): void => {
    const to = renames[from];
    if (to === undefined || ordered.has(from) || onTheWay.has(from)) return;
    place(to, new Set([...onTheWay, from]));
    ordered.set(from, { from, to });
  };
  for (const from of Object.keys(renames)) place(from, new Set());
  return [...ordered.values()];
}

/** A rename once per item of the list its token stands for. */
function filled({ from, to }: Rename, manifest: Template, plan: Plan): readonly Rename[] {
  const name = tokensOf(from)[0]?.[0] ?? tokensOf(to)[0]?.[0];
  if (name === undefined) return [{ from, to }];
  return itemsOf(name, to, manifest, plan).map((fields) => ({
    from: fillTokens(from, name, fields),
    to: fillTokens(to, name, fields),
  }));
}

function itemsOf(
  name: string,
  path: string,
  manifest: Template,
  plan: Plan,
): readonly Readonly<Record<string, string>>[] {
  const rules = (manifest.forEach ?? []).filter((rule) => rule.as === name);
  const rule = rules.find(({ folder }) => path.startsWith(`${writtenPath(folder)}/`)) ?? rules[0];
  const list = rule === undefined ? undefined : lookUp(plan, rule.over)[0]?.value;
  return Array.isArray(list) ? list.map(textFields) : [];
}

/** The fields of an item that a token can stand for. */
function textFields(item: unknown): Readonly<Record<string, string>> {
  if (typeof item !== 'object' || item === null) return {};
  return Object.fromEntries(
    Object.entries(item).flatMap(([field, value]) =>
      typeof value === 'string' ? [[field, value] as const] : [],
    ),
  );
}
