import { mergeRecords } from './record.ts';
import type { Template } from './schema/generated/template.ts';

type Part = NonNullable<Template['parts']>[number];
type Contributions = NonNullable<Template['contributes']>;

/**
 * The templates of a plan as they are in each other's company: what one brings for a capability that another gives is
 * its own. Of parts for what nobody gives only the files stay, so that they are known and not written.
 */
export function templatesTogether(templates: readonly Template[]): readonly Template[] {
  const given = new Set(templates.flatMap(({ provides }) => provides ?? []));
  return templates.map((template) => withParts(template, (part) => given.has(part.with)));
}

/** A template with everything it may ever bring. */
export function wholeTemplate(template: Template): Template {
  return withParts(template, () => true);
}

/** Globs of the files that a template of {@link templatesTogether} does not write. */
export function filesLeftOut({ parts }: Template): readonly string[] {
  return (parts ?? []).flatMap(({ files }) => files ?? []);
}

function withParts(template: Template, isGiven: (part: Part) => boolean): Template {
  const { parts = [], ...own } = template;
  const left = parts
    .filter((part) => !isGiven(part))
    .map(({ with: capability, files = [] }) => ({ with: capability, files }));
  const whole = parts.filter(isGiven).reduce<Template>(withPart, own);
  return left.length === 0 ? whole : { ...whole, parts: left };
}

function withPart(template: Template, part: Part): Template {
  const { constructs = [], stateful = [], cost = [], creates = [], moved = {}, contributes = {} } = template;
  return {
    ...template,
    constructs: [...constructs, ...(part.constructs ?? [])],
    stateful: [...stateful, ...(part.stateful ?? [])],
    cost: [...cost, ...(part.cost ?? [])],
    creates: [...creates, ...(part.creates ?? [])],
    moved: mergeMoves(moved, part.moved ?? {}),
    contributes: mergeContributes(contributes, part.contributes ?? {}),
  };
}

function mergeMoves(
  own: NonNullable<Template['moved']>,
  more: NonNullable<Part['moved']>,
): NonNullable<Template['moved']> {
  const versions = [...new Set([...Object.keys(own), ...Object.keys(more)])];
  return Object.fromEntries(versions.map((version) => [version, { ...own[version], ...more[version] }]));
}

function mergeContributes(own: Contributions, more: Contributions): Contributions {
  return {
    steps: [...(own.steps ?? []), ...(more.steps ?? [])],
    services: [...(own.services ?? []), ...(more.services ?? [])],
    python: [...(own.python ?? []), ...(more.python ?? [])],
    dbtFolders: [...(own.dbtFolders ?? []), ...(more.dbtFolders ?? [])],
    gcpStacks: [...(own.gcpStacks ?? []), ...(more.gcpStacks ?? [])],
    kubernetesStacks: [...(own.kubernetesStacks ?? []), ...(more.kubernetesStacks ?? [])],
    documents: [...(own.documents ?? []), ...(more.documents ?? [])],
    environment: [...(own.environment ?? []), ...(more.environment ?? [])],
    settings: {
      common: mergeRecords(own.settings?.common ?? {}, more.settings?.common ?? {}),
      dev: mergeRecords(own.settings?.dev ?? {}, more.settings?.dev ?? {}),
      prod: mergeRecords(own.settings?.prod ?? {}, more.settings?.prod ?? {}),
    },
  };
}
