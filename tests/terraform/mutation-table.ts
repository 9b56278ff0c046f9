// Which layer stops each of the single mistakes: our rules at synthesis, Terraform core, or checkov.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findingsIn } from '#constructs/policy/findings.ts';
import { gcpRules } from '#constructs/policy/gcp/catalogue.ts';
import type { PolicyResource } from '#constructs/policy/resource.ts';
import { resourcesOf } from '#constructs/policy/resource.ts';
import type { Mutation } from '../constructs/policy/mutations.ts';
import { addSample, mutations, withValue } from '../constructs/policy/mutations.ts';
import { partOf, readmeExamples, stackOf } from '../constructs/examples.ts';
import { prod } from '../constructs/synth.ts';
import { configurationIn } from '../tools/synthesized.ts';
import { checkovFindings } from './checkov.ts';
import { keepStateHere, terraform } from './engine.ts';

/** What stops one mistake. */
export interface Caught {
  readonly mistake: string;
  /** Where it is made, for instance `google_bigquery_dataset.location`. */
  readonly at: string;
  /** Ids of our rules. */
  readonly rules: readonly string[];
  /** The first line of what `terraform validate` says; empty when it accepts. */
  readonly terraform: string;
  /** Ids of checkov's checks. */
  readonly checkov: readonly string[];
}

/** Makes each mistake once in a configuration that is right, and asks every layer. Needs the stand-in provider. */
export async function caughtMutations(folder: string): Promise<Caught[]> {
  const parts = await Promise.all(readmeExamples().map(partOf));
  const { app, stack } = stackOf(prod, mkdtempSync(path.join(folder, 'right-')), [...parts, addSample]);
  app.synth();
  const right = path.join(app.outdir, 'stacks', stack.node.id);
  keepStateHere(right);
  const validated = terraform(right, 'validate');
  if (validated.status !== 0)
    throw new Error(`The configuration without a mistake is refused:\n${validated.output}`);
  const configuration = configurationIn(right);
  const resources = resourcesOf(configuration);
  const known = new Set(idsOf(resources));
  const checkov = await checkovCatches(folder, resources);
  return mutations.map((mutation) => {
    const [target, body] = mutant(mutation, resources);
    const mutated = resources.map((resource) => (resource === target ? { ...target, body } : resource));
    return {
      mistake: mutation.name,
      at: `${mutation.type}.${mutation.at}`,
      rules: [...new Set(idsOf(mutated).filter((id) => !known.has(id)))].map((id) => id.split(' ')[0] ?? ''),
      terraform: refusal(right, withValue(configuration, ['resource', target.type, target.name], body)),
      checkov: checkov.get(mutation.name) ?? [],
    };
  });
}

function mutant(
  { type, at, value }: Mutation,
  resources: readonly PolicyResource[],
): [PolicyResource, PolicyResource['body']] {
  const target = resources.find((resource) => resource.type === type);
  if (target === undefined) throw new Error(`no ${type}`);
  return [target, Object.fromEntries(Object.entries(withValue(target.body, at.split('.'), value) ?? {}))];
}

function idsOf(resources: readonly PolicyResource[]): string[] {
  return findingsIn(resources, prod, gcpRules).map(
    ({ rule, path: at, at: argument }) => `${rule} ${at} ${argument}`,
  );
}

/** What Terraform says first against a configuration; the one that is right stands in the folder again afterwards. */
function refusal(folder: string, configuration: unknown): string {
  const file = path.join(folder, 'cdk.tf.json');
  const before = JSON.stringify(configurationIn(folder), null, 2);
  writeFileSync(file, JSON.stringify(configuration, null, 2));
  const { status, output } = terraform(folder, 'validate');
  writeFileSync(file, before);
  return status === 0 ? '' : (/Error: (.*)/.exec(output)?.[1] ?? 'refused');
}

/** One run of checkov over each mistake's resource alone, beside the same resource without the mistake. */
async function checkovCatches(
  folder: string,
  resources: readonly PolicyResource[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = mkdtempSync(path.join(folder, 'checkov-'));
  mutations.forEach((mutation, index) => {
    const [{ type, name, body: right }, wrong] = mutant(mutation, resources);
    for (const [kind, body] of Object.entries({ right, wrong })) {
      mkdirSync(path.join(all, `${index}-${kind}`));
      writeFileSync(
        path.join(all, `${index}-${kind}/cdk.tf.json`),
        JSON.stringify({ resource: { [type]: { [name]: body } } }),
      );
    }
  });
  const findings = await checkovFindings(all, true);
  const found = (place: string): string[] =>
    findings
      .filter((finding) => finding.includes(`/${place}/`))
      .map((finding) => finding.split(' ')[0] ?? '');
  return new Map(
    mutations.map(({ name }, index) => {
      const known = new Set(found(`${index}-right`));
      return [name, found(`${index}-wrong`).filter((check) => !known.has(check))];
    }),
  );
}
