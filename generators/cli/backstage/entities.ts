import { isBuilt } from '#catalog/catalog.ts';
import type { CatalogIndex, Foundation } from '#catalog/catalog.ts';
import type { Entry } from '#catalog/schema/generated/types.ts';

/** An entity of a Backstage catalog, or a software template of its scaffolder. */
export interface BackstageEntity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly tags?: readonly string[];
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Everything stands in a namespace of its own, so that no name of the company's is taken. */
export const namespace = 'toltek';

const owner = `group:${namespace}/toltek`;
const system = 'toolbox';

/** The catalog as entities: a group and a system, a component per entry, a resource per foundation. */
export function backstageEntities({
  entries,
  foundations,
  version,
}: CatalogIndex): readonly BackstageEntity[] {
  return [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { namespace, name: 'toltek', title: 'Toltek', description: 'Who maintains the catalog' },
      spec: { type: 'team', children: [] },
    },
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'System',
      metadata: {
        namespace,
        name: system,
        title: 'Toltek Toolbox',
        description: 'What can be advised and generated for a client',
        annotations: { 'toltek/catalog-version': version },
      },
      spec: { owner },
    },
    ...foundations.map(resourceOf),
    ...entries.map(componentOf),
  ];
}

function resourceOf({ id, name, summary }: Foundation): BackstageEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { namespace, name: id, title: name.en, description: summary.en },
    spec: { type: 'foundation', owner, system },
  };
}

function componentOf(entry: Entry): BackstageEntity {
  const { id, name, summary, kind, family, packages, modules, requires } = entry;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      namespace,
      name: id,
      title: name.en,
      description: summary.en,
      tags: [...new Set([isBuilt(entry) ? 'built' : 'planned', family, ...packages])].filter(isTag).sort(),
      annotations: { 'toltek/show': `toltek catalog show ${id}` },
    },
    spec: {
      type: kind,
      lifecycle: isBuilt(entry) ? entry.lifecycle : 'planned',
      owner,
      system,
      dependsOn: [
        ...modules.map((module) => `resource:${namespace}/${module}`),
        ...requires.dependsOn.map((other) => `component:${namespace}/${other}`),
      ],
    },
  };
}

/** Backstage takes lower-case words with hyphens, at most 63 characters. */
function isTag(text: string): boolean {
  return /^[a-z0-9+#]+(-[a-z0-9+#]+)*$/.test(text) && text.length <= 63;
}
