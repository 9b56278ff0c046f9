// README examples are compiled and run, and judged by the rules, so that the documentation cannot rot.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { clickHouseKinds } from '#constructs/kubernetes/custom-resources/clickhouse.ts';
import * as gateway from '#constructs/kubernetes/custom-resources/gateway.ts';
import type { ResourceKind } from '#constructs/kubernetes/custom-resources/kind.ts';
import { definitionOf } from '#constructs/kubernetes/custom-resources/kind.ts';
import * as monitoring from '#constructs/kubernetes/custom-resources/monitoring.ts';
import * as postgres from '#constructs/kubernetes/custom-resources/postgres.ts';
import { findingsIn } from '#constructs/policy/findings.ts';
import { kubernetesRules } from '#constructs/policy/kubernetes/catalogue.ts';
import { kubernetesResource } from '#constructs/policy/resource.ts';
import { readProps } from '#generators/build/props/read-props.ts';
import { problemsIn } from '../compiled.ts';
import { componentsFolder } from '../house/files.ts';
import { prod as gcpProd } from '../synth.ts';
import { collect } from './collect.ts';
import { prod } from './deployments.ts';
import { everything } from './everything.ts';
import { collectExample, componentExamples } from './examples.ts';

const examples = componentExamples();

test('every argument has a comment, every optional one a @default, and all are plain JSON', () => {
  const { constructs, problems } = readProps(componentsFolder);
  expect(problems).toEqual([]);
  expect(constructs.map(({ folder }) => folder)).toEqual(examples.map(({ folder }) => folder));
});

describe('README examples', () => {
  test('compile', () => {
    expect(problemsIn(examples.map(({ file }) => file))).toEqual([]);
  }, 120_000);

  test.each(examples)('$folder: no finding in prod', async (example) => {
    const { sent } = await collectExample(example, prod);
    expect(sent.length).toBeGreaterThan(0);
    const resources = sent.map(({ object }) => kubernetesResource(object));
    const found = findingsIn(resources, { env: 'prod', residency: gcpProd.residency }, kubernetesRules);
    expect(found.map(({ rule, path, at }) => [rule, path, at])).toEqual([]);
  });
});

describe('everything the components make', () => {
  let made: Awaited<ReturnType<typeof collect>>;
  beforeAll(async () => {
    made = await collect(() => everything(prod));
  }, 60_000);

  // Pulumi destroys what changes its URN and makes it anew. Is it meant? Give the resource an alias of the old name.
  test('keeps its URNs', () => {
    expect(made.urns).toMatchSnapshot();
  });

  test('fits the definitions of the operators, in the part that is used here', () => {
    const kinds = [
      ...clickHouseKinds,
      ...[gateway, monitoring, postgres].flatMap((module) => Object.values(module)),
    ].filter((one): one is ResourceKind => typeof one === 'object' && 'plural' in one);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    const seen = new Set<string>();
    for (const { object } of made.sent) {
      const kind = kinds.find(
        (one) => object['apiVersion'] === `${one.group}/${one.version}` && object['kind'] === one.kind,
      );
      if (kind === undefined) continue;
      seen.add(kind.kind);
      const [version] = definitionOf(kind).spec.versions;
      const validate = ajv.compile(closed(version?.schema.openAPIV3Schema.properties.spec ?? {}));
      expect([kind.kind, validate(object['spec']), validate.errors]).toEqual([kind.kind, true, null]);
    }
    expect(seen.size).toBeGreaterThanOrEqual(9);
  });
});

/** The schema with every object closed, as strict field validation of the API server has it. */
function closed(schema: object): object {
  return Object.fromEntries(
    Object.entries({
      ...schema,
      ...('properties' in schema ? { additionalProperties: false } : {}),
    }).map(([key, value]: [string, unknown]) => [
      key,
      key === 'properties' && typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, close(inner)]))
        : key === 'items'
          ? close(value)
          : value,
    ]),
  );
}

function close(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? closed(value) : value;
}
