import { isBuilt } from '../../catalog.ts';
import type { CatalogIndex } from '../../catalog.ts';
import type { Text } from '../../dated.ts';
import { domainNames } from '../../names/advice.ts';
import { anyKindText } from '../../names/data.ts';
import type { Entry } from '../../schema/generated/types.ts';
import { list } from '../../selection/text.ts';
import { capital } from '../../text/capital.ts';
import type { Language } from '../../selection/text.ts';
import { placeOf } from './components.ts';
import type { Place } from './components.ts';
import type { Diagram, DiagramBand, DiagramEdge, DiagramLane, DiagramNode, NodeTone } from './diagram.ts';
import { diagramWords, toneNames } from './words.ts';

/** An entry in an architecture, with what it reads and whom it serves. */
export interface Use {
  readonly entry: Entry;
  /** What it reads; may be shared with other uses. */
  readonly sources: readonly DiagramNode[];
  /** Who works with what it makes. */
  readonly users: readonly DiagramNode[];
}

/** What is known of the place an architecture is for. */
export interface Setting {
  readonly language: Language;
  /** Foundations that are there already, by id. Default: none. */
  readonly owned?: readonly string[];
  /** Where it runs, for instance regions. Default: not said. */
  readonly residency?: string;
}

/** The architecture of one entry of the catalog, for any client. */
export function entryArchitecture(entry: Entry, language: Language): Diagram {
  return architecture(entry.name[language], [catalogUse(entry, language)], { language });
}

/**
 * The architecture a template is part of: of the entries it writes, or, for a stack, of the entries whose templates
 * need what it provides.
 */
export function templateArchitecture(
  id: string,
  { entries, templates }: Pick<CatalogIndex, 'entries' | 'templates'>,
  language: Language,
): Diagram {
  const manifest = templates.find((template) => template.manifest.id === id)?.manifest;
  const provides = manifest?.provides ?? [];
  const users = templates.filter(({ manifest: { requires = [] } }) =>
    requires.some((capability) => provides.includes(capability)),
  );
  const ids = new Set([id, ...users.map((user) => user.manifest.id)]);
  const shown = entries.filter(
    ({ implementedBy }) => implementedBy !== undefined && ids.has(implementedBy.template),
  );
  return architecture(
    manifest?.name ?? id,
    shown.map((entry) => catalogUse(entry, language)),
    { language },
  );
}

/** An entry that no client is known of: it reads the kinds of data it requires. */
function catalogUse(entry: Entry, language: Language): Use {
  const { requires, businessDomain } = entry;
  return {
    entry,
    sources: requires.objects.map(({ anyOf, historyMonths }) => ({
      id: `data-${anyOf.join('-')}`,
      title: capital(anyKindText(anyOf, language)),
      ...(historyMonths !== undefined && {
        detail: language === 'en' ? `${historyMonths} months` : `${historyMonths} mois`,
      }),
      tone: 'client',
    })),
    users:
      businessDomain === undefined
        ? []
        : [
            {
              id: `domain-${businessDomain}`,
              title: capital(domainNames[businessDomain][language]),
              tone: 'client',
            },
          ],
  };
}

/** How many nodes of a lane are drawn one by one; further ones are counted. */
const mostNodes = 6;

/** The architecture of several uses together: what they share is there once. */
export function architecture(title: string, uses: readonly Use[], setting: Setting): Diagram {
  const { language } = setting;
  const word = (key: keyof typeof diagramWords): string => diagramWords[key][language];
  const parts = uses.map((use) => partsOf(use));
  const nodes = new Map<string, DiagramNode>();
  const edges: DiagramEdge[] = [];
  const join = (from: string, to: string): void => {
    if (!edges.some((edge) => edge.from === from && edge.to === to)) edges.push({ from, to });
  };
  const shared = new Map(sharedNodes(parts, setting).map((node): [string, DiagramNode] => [node.id, node]));
  for (const { use, carries } of parts) {
    const way = carries.warehouse ? 'ingestion' : 'intake';
    for (const source of use.sources) {
      nodes.set(source.id, source);
      join(source.id, way);
    }
    for (const id of ['warehouse', 'documents', 'vectors'] as const) {
      if (!carries[id]) continue;
      if (use.sources.length > 0) join(way, id);
      join(id, use.entry.id);
    }
    if (carries.gateway) join('gateway', use.entry.id);
    for (const user of use.users) {
      nodes.set(user.id, user);
      join(use.entry.id, user.id);
    }
  }
  const lane = (
    key: 'sources' | 'ingestion' | 'platform' | 'useCases' | 'users',
    ids: readonly string[],
  ): DiagramLane => ({
    title: word(key),
    nodes: [...new Set(ids)].flatMap((id) => nodes.get(id) ?? shared.get(id) ?? []),
  });
  for (const { use } of parts) nodes.set(use.entry.id, useCaseNode(use.entry, language));
  const full: readonly DiagramLane[] = [
    lane(
      'sources',
      uses.flatMap(({ sources }) => sources.map(({ id }) => id)),
    ),
    lane('ingestion', ['ingestion', 'intake']),
    lane('platform', ['warehouse', 'documents', 'vectors', 'gateway']),
    lane(
      'useCases',
      uses.map(({ entry }) => entry.id),
    ),
    lane(
      'users',
      uses.flatMap(({ users }) => users.map(({ id }) => id)),
    ),
  ];
  const lanes = full.filter((each) => each.nodes.length > 0).map((each) => shortened(each, word('more')));
  const shown = redirected(edges, full, lanes);
  const bands = bandsOf(parts, setting);
  return {
    title: `${word('title')}${language === 'en' ? ': ' : ' : '}${title}`,
    lanes,
    edges: shown,
    bands,
    legend: legendOf(lanes, language),
    description: described(lanes, bands, language),
  };
}

interface Parts {
  readonly use: Use;
  readonly components: Readonly<Record<Place, readonly string[]>>;
  readonly carries: Readonly<
    Record<'warehouse' | 'documents' | 'vectors' | 'gateway' | 'kubernetes', boolean>
  >;
}

function partsOf(use: Use): Parts {
  const { stack, modules, requires } = use.entry;
  const at = (place: Place): readonly string[] => stack.filter((component) => placeOf(component) === place);
  const warehouse = modules.includes('warehouse') || at('warehouse').length > 0;
  const vectors = at('vectors').length > 0;
  return {
    use,
    components: {
      ingestion: at('ingestion'),
      warehouse: at('warehouse'),
      gateway: at('gateway'),
      vectors: at('vectors'),
      operations: at('operations'),
      infrastructure: at('infrastructure'),
      service: at('service'),
    },
    carries: {
      warehouse,
      documents: !warehouse && !vectors && use.sources.length > 0,
      vectors,
      gateway: modules.includes('llm-gateway') || requires.modelProvider || at('gateway').length > 0,
      kubernetes: modules.includes('kubernetes'),
    },
  };
}

/** Tools of a place over all uses, each once. */
function toolsAt(parts: readonly Parts[], place: Place): readonly string[] {
  return [...new Set(parts.flatMap(({ components }) => components[place]))];
}

function sharedNodes(parts: readonly Parts[], { language, owned = [] }: Setting): readonly DiagramNode[] {
  const word = (key: keyof typeof diagramWords): string => diagramWords[key][language];
  const someBuilt = parts.some(({ use, carries }) => carries.warehouse && isBuilt(use.entry));
  const warehouseTone: NodeTone = owned.includes('warehouse') ? 'owned' : someBuilt ? 'built' : 'planned';
  const tools = (place: Place, fallback: string): string => toolsAt(parts, place).join(', ') || fallback;
  const reads = (part: Parts): boolean => part.use.sources.length > 0;
  const candidates: readonly (false | DiagramNode)[] = [
    parts.some((part) => part.carries.warehouse && reads(part)) && {
      id: 'ingestion',
      title: word('pipelines'),
      detail: tools('ingestion', 'dlt'),
      tone: someBuilt ? 'built' : 'planned',
    },
    parts.some((part) => !part.carries.warehouse && reads(part)) && {
      id: 'intake',
      title: word('intake'),
      detail: word('intakeDetail'),
      tone: 'planned',
    },
    parts.some(({ carries }) => carries.warehouse) && {
      id: 'warehouse',
      title: word('warehouse'),
      detail: tools('warehouse', 'BigQuery, dbt'),
      tone: warehouseTone,
    },
    parts.some(({ carries }) => carries.documents) && {
      id: 'documents',
      title: word('documents'),
      detail: word('documentsDetail'),
      tone: 'planned',
    },
    parts.some(({ carries }) => carries.vectors) && {
      id: 'vectors',
      title: word('vectors'),
      detail: tools('vectors', word('vectorsDetail')),
      tone: 'planned',
    },
    parts.some(({ carries }) => carries.gateway) && {
      id: 'gateway',
      title: word('gateway'),
      detail: tools('gateway', word('gatewayDetail')),
      tone: owned.includes('llm-gateway') ? 'owned' : 'planned',
    },
  ];
  return candidates.filter((node) => node !== false);
}

function useCaseNode(entry: Entry, language: Language): DiagramNode {
  const own = entry.stack.filter((component) => placeOf(component) === 'service');
  const { humanOversight } = entry.risk;
  const person = humanOversight === 'none' ? [] : [diagramWords[humanOversight][language]];
  const detail = [...own, ...person].join(', ');
  return {
    id: entry.id,
    title: entry.name[language],
    ...(detail !== '' && { detail }),
    tone: isBuilt(entry) ? 'built' : 'planned',
  };
}

function bandsOf(parts: readonly Parts[], { language, residency }: Setting): readonly DiagramBand[] {
  const word = (key: keyof typeof diagramWords): string => diagramWords[key][language];
  const operations = toolsAt(parts, 'operations');
  const infrastructure = [...toolsAt(parts, 'infrastructure'), word('guarded'), residency];
  return [
    ...(operations.length > 0 ? [{ title: word('operations'), detail: operations.join(', ') }] : []),
    ...(parts.some(({ carries }) => carries.kubernetes)
      ? [{ title: word('kubernetes'), detail: word('kubernetesDetail') }]
      : []),
    {
      title: word('infrastructure'),
      detail: infrastructure.filter((each) => each !== undefined).join(', '),
    },
  ];
}

/** A lane with its first nodes, and one that counts the others. */
function shortened({ title, nodes }: DiagramLane, more: string): DiagramLane {
  if (nodes.length <= mostNodes) return { title, nodes };
  const shown = nodes.slice(0, mostNodes - 1);
  return {
    title,
    nodes: [
      ...shown,
      {
        id: `more-${nodes[mostNodes - 1]?.id ?? ''}`,
        title: `+ ${nodes.length - shown.length} ${more}`,
        tone: nodes[mostNodes - 1]?.tone ?? 'client',
      },
    ],
  };
}

/** Edges between what is drawn: those of nodes that are only counted lead to the count. */
function redirected(
  edges: readonly DiagramEdge[],
  full: readonly DiagramLane[],
  lanes: readonly DiagramLane[],
): readonly DiagramEdge[] {
  const shown = new Map<string, string>();
  for (const { title, nodes } of full) {
    const drawn = lanes.find((lane) => lane.title === title)?.nodes ?? [];
    nodes.forEach(({ id }, index) => {
      const target = drawn[Math.min(index, drawn.length - 1)];
      if (target !== undefined) shown.set(id, target.id);
    });
  }
  const found = new Map<string, DiagramEdge>();
  for (const edge of edges) {
    const from = shown.get(edge.from);
    const to = shown.get(edge.to);
    if (from !== undefined && to !== undefined) found.set(`${from} ${to}`, { from, to });
  }
  return [...found.values()];
}

function legendOf(lanes: readonly DiagramLane[], language: Language): Diagram['legend'] {
  const occurring = new Set(lanes.flatMap(({ nodes }) => nodes.map(({ tone }) => tone)));
  return (['client', 'owned', 'built', 'planned'] as const)
    .filter((tone) => occurring.has(tone))
    .map((tone) => ({ tone, name: toneNames[tone][language] }));
}

function described(lanes: readonly DiagramLane[], bands: readonly DiagramBand[], language: Language): string {
  const colon = language === 'en' ? ': ' : ' : ';
  const named = ({ title, detail }: { readonly title: string; readonly detail?: string }): string =>
    detail === undefined ? title : `${title} (${detail})`;
  const flow: Text = diagramWords.flow;
  return [
    flow[language],
    ...lanes.map(({ title, nodes }) => `${title}${colon}${list(nodes.map(named), language)}.`),
    `${diagramWords.under[language]}${colon}${list(bands.map(named), language)}.`,
  ].join(' ');
}
