import type { Lock, Plan, Template } from '#catalog/schema/generated/types.ts';
import { canonicalJson, sha256 } from './digest.ts';
import { HELPERS_VERSION } from './helpers.ts';
import { questionsOf } from './plan/inputs.ts';
import type { RenderedTree, StoredFile, TemplateReader } from './render/render.ts';
import { HANDLEBARS_VERSION } from './render/template-text.ts';
import { statefulResources } from './state/resources.ts';
import { settledMigrations } from './update/migrations.ts';

/** What a lock is made of. */
export interface LockInput {
  readonly plan: Plan;
  /** Manifests of the templates of the plan. */
  readonly manifests: readonly Template[];
  readonly tree: RenderedTree;
  readonly reader: TemplateReader;
  readonly diagnostic: Lock['diagnostic'];
  /** SHA-256 of the kept base, uncompressed. */
  readonly base: string;
}

/** What a repository was generated from. The same inputs give the same lock. */
export function makeLock({ plan, manifests, tree, reader, diagnostic, base }: LockInput): Lock {
  const {
    asOf,
    client,
    residency,
    sources,
    omittedSources,
    useCases,
    business,
    maturity,
    stacks,
    forgotten,
  } = plan;
  const questions = questionsOf(manifests);
  const secrets = new Set(
    questions.filter(({ schema }) => schema['x-secret'] === true).map(({ name }) => name),
  );
  return {
    lockVersion: 1,
    toolbox: plan.toolbox,
    renderer: { handlebars: HANDLEBARS_VERSION, helpers: HELPERS_VERSION },
    diagnostic,
    facts: {
      asOf,
      client,
      residency,
      sources,
      omittedSources,
      useCases,
      business,
      maturity,
      stacks,
      forgotten,
    },
    selection: plan.templates.map(({ id, version, options }) => ({
      template: id,
      version,
      options,
      digest: filesDigest(reader.filesOf(id)),
    })),
    capabilities: Object.fromEntries(
      plan.capabilities.map(({ id, template, because }) => [id, { template, because }]),
    ),
    answers: Object.fromEntries(
      Object.entries(plan.inputs).map(([name, value]) => [
        name,
        secrets.has(name) && value !== null ? { $env: value } : value,
      ]),
    ),
    answersSchema: sha256(canonicalJson(questions.map(({ name, schema }) => [name, schema]))),
    files: Object.fromEntries(
      [...tree].map(([path, { template, source, class: fileClass, executable, bytes }]) => [
        path,
        { template, source, class: fileClass, mode: executable ? '755' : '644', base: sha256(bytes) },
      ]),
    ),
    resources: statefulResources(plan, manifests),
    migrations: settledMigrations(manifests, plan.inputs),
    base,
  };
}

/** The lock as it is written: sorted keys, so that a formatter or a merge changes nothing that does not differ. */
export function lockText(lock: Lock): string {
  return `${canonicalJson(lock, 2)}\n`;
}

/** Digest of stored files: paths, executable bits and bytes, whatever order they were listed in. */
export function filesDigest(files: readonly StoredFile[]): string {
  const lines = files.map(
    ({ path, executable, bytes }) => `${executable ? '755' : '644'} ${sha256(bytes)} ${path}\n`,
  );
  return sha256(lines.sort().join(''));
}
