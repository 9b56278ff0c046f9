import type { Diagnostic, Lock, Plan, Template } from '#catalog/schema/generated/types.ts';
import { templatesTogether } from '#catalog/template-parts.ts';
import { gzipStored, tar } from './archive.ts';
import { clientView } from './client-view.ts';
import { canonicalJson, sha256 } from './digest.ts';
import { lockText, makeLock } from './lock.ts';
import { cycloneDx } from './provenance/cyclonedx.ts';
import { COSTS_NAME, PROVENANCE_NAME, SBOM_NAME, SELECTION_NAME } from './provenance/names.ts';
import { pinsOf } from './provenance/pins.ts';
import { provenanceOf } from './provenance/statement.ts';
import { ENGINE_FOLDER } from './render/paths.ts';
import { render } from './render/render.ts';
import type { RenderedFile, RenderedTree, TemplateReader } from './render/render.ts';

/** Everything a client repository is made of. */
export interface RepositoryInput {
  readonly plan: Plan;
  /** Every template there is, or at least those of the plan. */
  readonly templates: readonly Template[];
  readonly reader: TemplateReader;
  readonly diagnostic: Diagnostic;
  /** The selection document, kept in the repository as the client may see it. */
  readonly selection: unknown;
}

/** Who the files are from that no template writes. */
const ENGINE_SOURCE = 'toolbox';

/**
 * The complete client repository: what the templates write, and below .toltek/ the lock, the base that later updates
 * merge with, and the client's view of the selection. Pure: the same inputs give the same bytes.
 * @throws InputError naming what cannot be rendered or written.
 */
export function makeRepository({ diagnostic, selection, ...input }: RepositoryInput): RenderedTree {
  const { plan, templates, reader } = input;
  const manifests = manifestsOf(plan, templates);
  return assembleRepository({
    plan,
    manifests,
    reader,
    tree: render(plan, manifests, reader),
    diagnostic: identityOf(diagnostic),
    selection: encode(`${canonicalJson(clientView(selection), 2)}\n`),
  }).files;
}

/** How a lock names the diagnostic that a repository was generated from. */
export function identityOf(diagnostic: Diagnostic): Lock['diagnostic'] {
  return {
    id: diagnostic.meta.diagnosticId,
    schemaVersion: diagnostic.meta.schemaVersion,
    sha256: sha256(canonicalJson(diagnostic)),
  };
}

/** The manifests of the templates of a plan, in its order, as they are together. */
export function manifestsOf(plan: Plan, templates: readonly Template[]): readonly Template[] {
  return templatesTogether(
    plan.templates.flatMap(({ id }) => templates.find((template) => template.id === id) ?? []),
  );
}

/** A rendered plan, and what the toolbox writes beside it. */
export interface Assembly {
  readonly plan: Plan;
  /** Of the templates of the plan. */
  readonly manifests: readonly Template[];
  readonly reader: TemplateReader;
  /** What the templates write. */
  readonly tree: RenderedTree;
  readonly diagnostic: Lock['diagnostic'];
  /** Contents of .toltek/selection.json. */
  readonly selection: Uint8Array;
  /** What an update knows of the repository's past and leaves to a person. Default: the repository is new. */
  readonly carry?: (lock: Lock) => Lock;
}

const ATTRIBUTES = [
  'base.tgz -diff merge=binary linguist-generated',
  ...[COSTS_NAME, 'lock.json', PROVENANCE_NAME, SBOM_NAME].map((name) => `${name} linguist-generated`),
  '',
].join('\n');

/** Adds to rendered files what the toolbox itself writes below .toltek/. */
export function assembleRepository(assembly: Assembly): {
  readonly lock: Lock;
  readonly files: RenderedTree;
} {
  const { plan, manifests, reader, tree, diagnostic, selection, carry = (made: Lock) => made } = assembly;
  // Files that are written once or are secret are never merged: what they pin is the client's choice from the first day.
  const kept = [...tree].filter(([, file]) => file.class !== 'once' && file.class !== 'secret');
  const base = tar(kept.map(([path, { bytes, executable }]) => ({ path, bytes, executable })));
  const lock = carry(makeLock({ plan, manifests, tree, reader, diagnostic, base: sha256(base) }));
  const bom = cycloneDx(pinsOf(new Map(kept)), { client: plan.client.id, toolbox: plan.toolbox.version });
  const costs = `${canonicalJson(plan.costs.table, 2)}\n`;
  const own: readonly (readonly [string, Uint8Array | string])[] = [
    ['.gitattributes', ATTRIBUTES],
    // Holds an update while it is applied, and what undoes it while its conflicts are open.
    ['.gitignore', '/update/\n'],
    ['base.tgz', gzipStored(base)],
    [COSTS_NAME, costs],
    ['lock.json', lockText(lock)],
    [
      PROVENANCE_NAME,
      provenanceOf(lock, { [COSTS_NAME]: costs, [SBOM_NAME]: bom, [SELECTION_NAME]: selection }),
    ],
    [SBOM_NAME, bom],
    [SELECTION_NAME, selection],
  ];
  return { lock, files: new Map([...own.map(([name, content]) => engineFile(name, content)), ...tree]) };
}

function engineFile(name: string, content: Uint8Array | string): readonly [string, RenderedFile] {
  const bytes = typeof content === 'string' ? encode(content) : content;
  return [
    `${ENGINE_FOLDER}/${name}`,
    { bytes, executable: false, class: 'managed', template: ENGINE_SOURCE, source: ENGINE_SOURCE },
  ];
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
