import type { Problem } from '#catalog/problem.ts';
import type { Diagnostic, Plan, Template } from '#catalog/schema/generated/types.ts';
import { templatesTogether } from '#catalog/template-parts.ts';
import { closest } from '#catalog/text/closest.ts';
import { holds } from './condition.ts';
import { refusal, refuseAny, wrong } from '../problems.ts';

/** A template that the plan starts from, and why. */
export interface Root {
  readonly template: string;
  readonly because: string;
}

/** A template of the plan and why it is there. */
export interface Chosen {
  readonly manifest: Template;
  readonly because: string;
}

/** Who gave a capability when a repository was generated, by capability: kept by every later plan. */
export type Pins = ReadonlyMap<string, Pick<Plan['capabilities'][number], 'template' | 'because'>>;

/** What decides where several templates provide a capability. */
export interface Deciding {
  /** Read for `chosenWhen`. Default: nothing is known of the client. */
  readonly diagnostic?: Diagnostic;
  /** Choices of an earlier plan. Default: none. */
  readonly pins?: Pins;
}

/** The templates of a plan in the order they are composed, and who gives which capability. */
export interface Resolution {
  readonly templates: readonly Chosen[];
  readonly capabilities: Plan['capabilities'];
}

/**
 * Adds to the roots every template that a `requires` asks for, until nothing is missing.
 *
 * Among several templates that provide a capability: the one an earlier plan chose, else one that is in the plan
 * already, else the first whose `chosenWhen` holds for the diagnostic, else the one that is `defaultFor` it. What only one
 * template provides is settled before what several do.
 *
 * @throws InputError for an unknown template, a capability nobody provides or that cannot be decided, and a circle.
 */
export function resolveTemplates(
  roots: readonly Root[],
  templates: readonly Template[],
  deciding: Deciding,
): Resolution {
  const byId = new Map(templates.map((template) => [template.id, template]));
  const chosen = new Map<string, Chosen>();
  const problems: Problem[] = [];
  for (const { template, because } of roots) {
    const manifest = byId.get(template);
    if (manifest === undefined) problems.push(unknownTemplate(template, because, [...byId.keys()]));
    else if (!chosen.has(template)) chosen.set(template, { manifest, because });
  }
  refuseAny(problems);

  const providers = new Map<string, Plan['capabilities'][number]>();
  for (let missing = nextMissing(chosen, providers, templates); missing !== undefined;) {
    const { capability, requirer } = missing;
    const pick = provider(capability, requirer, chosen, templates, deciding);
    providers.set(capability, { id: capability, template: pick.manifest.id, because: pick.because });
    if (!chosen.has(pick.manifest.id)) {
      chosen.set(pick.manifest.id, {
        manifest: pick.manifest,
        because: `${requirer.id} needs ${capability}. ${pick.because}`,
      });
    }
    missing = nextMissing(chosen, providers, templates);
  }
  return {
    templates: together(order(chosen, providers)),
    capabilities: [...providers.values()].sort((a, b) => compare(a.id, b.id)),
  };
}

function unknownTemplate(id: string, because: string, known: readonly string[]): Problem {
  const near = closest(id, known);
  return wrong('UNKNOWN_TEMPLATE', `There is no template '${id}' (${because}).`, {
    value: id,
    expected: `one of: ${[...known].sort(compare).join(', ')}`,
    action: near === undefined ? 'Correct implementedBy of the catalog entry.' : `Did you mean '${near}'?`,
  });
}

interface Missing {
  readonly capability: string;
  readonly requirer: Template;
}

/** What only one template gives comes first: that template may also give what several could. */
function nextMissing(
  chosen: ReadonlyMap<string, Chosen>,
  providers: ReadonlyMap<string, unknown>,
  templates: readonly Template[],
): Missing | undefined {
  const missing = [...chosen.values()].flatMap(({ manifest }) =>
    (manifest.requires ?? [])
      .filter((required) => !providers.has(required))
      .map((capability) => ({ capability, requirer: manifest })),
  );
  return (
    missing.find(({ capability }) => templates.filter((each) => provides(each, capability)).length === 1) ??
    missing[0]
  );
}

function provides(template: Template, capability: string): boolean {
  return (template.provides ?? []).includes(capability);
}

function provider(
  capability: string,
  requirer: Template,
  chosen: ReadonlyMap<string, Chosen>,
  templates: readonly Template[],
  { diagnostic, pins }: Deciding,
): Chosen {
  const pin = pins?.get(capability);
  if (pin !== undefined) {
    const manifest = templates.find(
      (template) => template.id === pin.template && provides(template, capability),
    );
    if (manifest === undefined) throw lostProvider(capability, requirer, pin.template);
    return { manifest, because: pin.because };
  }
  const present = [...chosen.values()]
    .map(({ manifest }) => manifest)
    .find((each) => provides(each, capability));
  if (present !== undefined) return { manifest: present, because: 'It is in the plan already.' };

  const candidates = templates
    .filter((each) => provides(each, capability))
    .sort((a, b) => compare(a.id, b.id));
  const [only, ...others] = candidates;
  if (only === undefined) throw unknownCapability(capability, requirer, templates);
  if (others.length === 0) return { manifest: only, because: 'It is the only template that provides it.' };
  for (const manifest of candidates) {
    const fact = (manifest.chosenWhen ?? []).find(({ and = [], ...condition }) =>
      [condition, ...and].every((each) => holds(each, diagnostic)),
    );
    if (fact !== undefined) return { manifest, because: fact.because };
  }
  const fallback = candidates.find((template) => (template.defaultFor ?? []).includes(capability));
  if (fallback === undefined) throw undecided(capability, requirer, candidates);
  return { manifest: fallback, because: 'It is the default; the diagnostic does not decide.' };
}

function unknownCapability(capability: string, requirer: Template, templates: readonly Template[]): Error {
  const known = [...new Set(templates.flatMap((template) => template.provides ?? []))].sort(compare);
  const near = closest(capability, known);
  return refusal(
    wrong('UNKNOWN_CAPABILITY', `No template provides '${capability}', which ${requirer.id} requires.`, {
      file: manifestFile(requirer),
      pointer: '/requires',
      value: capability,
      expected:
        known.length === 0 ? 'a capability that some template provides' : `one of: ${known.join(', ')}`,
      action: near === undefined ? 'Add a template that provides it.' : `Did you mean '${near}'?`,
    }),
  );
}

function lostProvider(capability: string, requirer: Template, pinned: string): Error {
  return refusal(
    wrong('LOST_PROVIDER', `This toolbox has no ${pinned} that provides '${capability}' any more.`, {
      file: '.toltek/lock.json',
      pointer: `/capabilities/${capability}`,
      value: pinned,
      expected: `the template that the repository was made with, because ${requirer.id} needs ${capability}`,
      action: 'Stay with the version of the toolbox that the lock names, and ask for a way over.',
    }),
  );
}

function undecided(capability: string, requirer: Template, candidates: readonly Template[]): Error {
  const ids = candidates.map(({ id }) => id).join(', ');
  return refusal(
    wrong('UNDECIDED_CAPABILITY', `Several templates provide '${capability}' and nothing decides: ${ids}.`, {
      file: manifestFile(requirer),
      pointer: '/requires',
      value: capability,
      expected: "a 'chosenWhen' that the diagnostic fulfils, or one 'defaultFor'",
      action: `Add defaultFor: [${capability}] to one of their manifests.`,
    }),
  );
}

/** The same templates with the parts that the others make theirs. */
function together(ordered: readonly Chosen[]): readonly Chosen[] {
  const manifests = templatesTogether(ordered.map(({ manifest }) => manifest));
  return ordered.map((chosen, index) => ({ ...chosen, manifest: manifests[index] ?? chosen.manifest }));
}

/** Base, stacks, use cases; within a kind a provider before those that require it, then by id. */
function order(
  chosen: ReadonlyMap<string, Chosen>,
  providers: ReadonlyMap<string, { readonly template: string }>,
): readonly Chosen[] {
  const ordered = new Map<string, Chosen>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id)) throw circle([...path.slice(path.indexOf(id)), id]);
    const template = chosen.get(id);
    if (template === undefined || ordered.has(id)) return;
    for (const capability of template.manifest.requires ?? []) {
      const giver = providers.get(capability)?.template;
      if (giver !== undefined && giver !== id) visit(giver, [...path, id]);
    }
    ordered.set(id, template);
  };
  for (const id of [...chosen.keys()].sort(compare)) visit(id, []);
  const kinds = ['base', 'stack', 'use-case'] as const;
  return kinds.flatMap((kind) => [...ordered.values()].filter(({ manifest }) => manifest.kind === kind));
}

function circle(ids: readonly string[]): Error {
  return refusal(
    wrong('TEMPLATE_CYCLE', `Templates require each other in a circle: ${ids.join(' → ')}.`, {
      file: `templates/${ids[0] ?? ''}/template.yaml`,
      pointer: '/requires',
      action: "Remove one 'requires' of the circle, or move what both need to a third template.",
    }),
  );
}

/** The manifest of a template, as messages name it. */
export function manifestFile(template: { readonly id: string }): string {
  return `templates/${template.id}/template.yaml`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
