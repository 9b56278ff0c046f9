// The rules over the constructs of this repository, and over single mistakes made in what they synthesize.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ClientStack } from '#constructs/gcp/client-stack.ts';
import type { Finding } from '#constructs/policy/findings.ts';
import { findingsIn } from '#constructs/policy/findings.ts';
import { gcpRules } from '#constructs/policy/gcp/catalogue.ts';
import type { PolicyResource } from '#constructs/policy/resource.ts';
import { resourcesOf } from '#constructs/policy/resource.ts';
import { partOf, readmeExamples, stackOf } from '../examples.ts';
import { prod } from '../synth.ts';
import type { Mutation } from './mutations.ts';
import { addSample, mutations, withValue } from './mutations.ts';

let examples: readonly ((stack: ClientStack) => void)[];
beforeAll(async () => {
  examples = await Promise.all(readmeExamples().map(partOf));
});

const resources = (...more: readonly ((stack: ClientStack) => void)[]) =>
  resourcesOf(stackOf(prod, 'cdktf.out', [...examples, ...more]).stack.toTerraform());
const judge = (given: readonly PolicyResource[]) => findingsIn(given, prod, gcpRules);
const name = ({ rule, path, at }: Finding) => `${rule} ${path} ${at}`;

test('README examples on production settings: what is known to be missing, and nothing else', () => {
  // A line may go when the construct is mended. A new one has to be mended, or to stand here with a reason to.
  expect(judge(resources()).map(name)).toEqual([]);
});

describe('single mistakes', () => {
  let good: readonly PolicyResource[];
  let known: ReadonlySet<string>;
  beforeAll(() => {
    good = resources(addSample);
    known = new Set(judge(good).map(name));
  });

  /** Rules that find something they did not find before. */
  function caughtBy({ type, at, value }: Mutation): string[] {
    const target = good.find((resource) => resource.type === type);
    if (target === undefined) throw new Error(`no ${type}`);
    const body = withValue(target.body, at.split('.'), value);
    expect(body).not.toEqual(target.body);
    const mutant = { ...target, body: Object.fromEntries(Object.entries(body ?? {})) };
    const found = judge(good.map((resource) => (resource === target ? mutant : resource)));
    return [...new Set(found.filter((finding) => !known.has(name(finding))).map(({ rule }) => rule))];
  }

  test('which rules catch them: all wrong values; shapes and references are for Terraform to refuse', () => {
    const table = mutations.map(
      (mutation) => `${mutation.name}: ${caughtBy(mutation).join(', ') || 'no rule'}`,
    );
    expect(table).toHaveLength(22);
    expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      unknown attribute: no rule
      text for a number: no rule
      missing required attribute: no rule
      reference to nothing: no rule
      reference to a missing attribute: no rule
      two blocks where one is allowed: no rule
      dataset id with a hyphen: TLTK_GCP_070
      ingress of no kind: TLTK_GCP_081
      expiration under an hour: TLTK_GCP_052, TLTK_GCP_083
      table schema that is not JSON: TLTK_GCP_074
      two kinds of replication: TLTK_GCP_036, TLTK_GCP_082
      account id too long: TLTK_GCP_071
      principal without its kind: TLTK_GCP_077
      pool that begins with gcp-: TLTK_GCP_072
      timeout of "10 minutes": TLTK_GCP_079
      column type STRNG: TLTK_GCP_074
      bad cron line: TLTK_GCP_075
      upper-case bucket name: TLTK_GCP_069
      role without roles/: TLTK_GCP_076
      memory "lots": TLTK_GCP_078
      messages kept over 31 days: TLTK_GCP_067
      upper-case label key: TLTK_GCP_084
      "
    `);
  });
});
