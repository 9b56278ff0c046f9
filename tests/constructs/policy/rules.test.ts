import { describe, expect, test } from '@jest/globals';
import { gcpRuleGroups, gcpRules } from '#constructs/policy/gcp/catalogue.ts';
import { kubernetesRuleGroups, kubernetesRules } from '#constructs/policy/kubernetes/catalogue.ts';
import { findingsIn } from '#constructs/policy/findings.ts';
import type { PolicyResource } from '#constructs/policy/resource.ts';
import { objectOf } from '#constructs/policy/resource.ts';
import type { Rule } from '#constructs/policy/rule.ts';
import { dev } from '../synth.ts';
import type { Body, RuleCase } from './cases/case.ts';
import { cases } from './cases/index.ts';

const rules = [...gcpRules, ...kubernetesRules];
const byId = new Map(rules.map((rule) => [rule.id, rule]));

function ruleOf({ rule }: RuleCase): Rule {
  const found = byId.get(rule);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  return found;
}

/** Where the rule of a case finds something in a resource with these arguments. */
function placesIn(tested: RuleCase, body: Body): string[] {
  const resource: PolicyResource = { type: tested.type, name: 'tested', path: 'test/tested', body };
  const env = ruleOf(tested).only ?? 'prod';
  return findingsIn([resource, ...(tested.beside ?? [])], { env, residency: dev.residency }, rules)
    .filter(({ rule, path }) => rule === tested.rule && path === resource.path)
    .map(({ at }) => at);
}

const accepted = cases.flatMap((tested) => tested.passes.map((body) => ({ tested, body })));
const refused = cases.flatMap((tested) => tested.fails.map(([at, body]) => ({ tested, at, body })));

/** The same value with one text after the other replaced by a reference. */
function withReferences(value: unknown): unknown[] {
  if (typeof value === 'string') return ['${google_thing.other.id}'];
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) =>
      withReferences(item).map((changed) => value.map((old: unknown, at) => (at === index ? changed : old))),
    );
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) =>
      withReferences(item).map((changed) => ({ ...value, [key]: changed })),
    );
  return [];
}

describe('every rule', () => {
  test('has an id of its own, in order, and words for people', () => {
    for (const [family, groups] of [
      ['GCP', gcpRuleGroups],
      ['K8S', kubernetesRuleGroups],
    ] as const) {
      const own = groups.flatMap((group) => group.rules);
      expect(own.map(({ id }) => id)).toEqual(
        own.map((_, index) => `TLTK_${family}_${String(index + 1).padStart(3, '0')}`),
      );
    }
    for (const rule of rules) {
      for (const sentence of [rule.reason, rule.remedy]) expect(sentence).toMatch(/^\S.*\.$/su);
      expect(rule.title).toMatch(/^[A-Z].*[^.]$/u);
      for (const reference of rule.references ?? [])
        expect(reference).toMatch(/^(CKV2?_(GCP|K8S)_\d+|CIS [1-7]\.\d{1,2}|[a-z]+(-[a-z]+)+)$/);
    }
  });

  test('accepts something and refuses something here', () => {
    const accepts = new Set(accepted.map(({ tested }) => tested.rule));
    const refuses = new Set(refused.map(({ tested }) => tested.rule));
    // These refuse that a resource is there at all.
    const always = ['TLTK_GCP_024', 'TLTK_GCP_028', 'TLTK_K8S_028'];
    expect(rules.map(({ id }) => id).filter((id) => !refuses.has(id))).toEqual([]);
    expect(rules.map(({ id }) => id).filter((id) => !accepts.has(id))).toEqual(always);
    // Each type a rule names, not only each rule: most have a table of types inside.
    const pairs = new Set(refused.map(({ tested }) => `${tested.rule} ${tested.type}`));
    const named = rules.flatMap(({ id, reads }) =>
      reads.filter((type) => !type.includes('*')).map((type) => `${id} ${type}`),
    );
    expect(named.filter((pair) => !pairs.has(pair))).toEqual([]);
  });

  test.each(accepted.map((item) => [item.tested.rule, item.tested.type, item] as const))(
    '%s accepts a good %s',
    (_, __, { tested, body }) => {
      expect(placesIn(tested, body)).toEqual([]);
    },
  );

  test.each(refused.map((item) => [item.tested.rule, item.tested.type, item.at, item] as const))(
    '%s refuses a bad %s, at %s',
    (_, __, at, { tested, body }) => {
      expect(placesIn(tested, body)).toContain(at);
    },
  );
});

describe('alerts that reach nobody', () => {
  const alert = (name: string, channels: readonly string[]): PolicyResource => ({
    type: 'google_monitoring_alert_policy',
    name,
    path: `acme/${name}`,
    body: { notification_channels: channels, documentation: { content: 'See the runbook.' } },
  });
  const untold = (...resources: readonly PolicyResource[]): readonly string[] =>
    findingsIn(resources, { env: 'prod', residency: dev.residency }, gcpRules)
      .filter(({ rule }) => rule === 'TLTK_GCP_043')
      .map(({ path, expected }) => `${path}: ${expected}`);

  test('are one finding, which says what to set, where none reaches anybody', () => {
    expect(untold(alert('a', []), alert('b', []), alert('c', []))).toEqual([
      'acme/a: at least one channel on the 3 alerts, none of which reaches anybody: name who is told in gcp.alert_emails of the settings',
    ]);
  });

  test('are named one by one where others do', () => {
    expect(untold(alert('a', []), alert('b', ['c']), alert('c', []))).toEqual([
      'acme/a: at least one channel',
      'acme/c: at least one channel',
    ]);
  });
});

describe('what Terraform learns only when it runs', () => {
  test('is never a violation by itself', () => {
    const wronged = accepted.flatMap(({ tested, body }) =>
      withReferences(body)
        .filter((changed) => placesIn(tested, objectOf(changed)).length > 0)
        .map((changed) => ({ rule: tested.rule, changed })),
    );
    expect(wronged).toEqual([]);
  });

  test('is nothing a rule stumbles over, whatever stands in its place', () => {
    for (const odd of ['${a.b.c}', null, [], {}, 7, true, [null], 'x'])
      for (const { tested, body } of [...accepted, ...refused])
        expect(() =>
          placesIn(tested, Object.fromEntries(Object.keys(body).map((key) => [key, odd]))),
        ).not.toThrow();
  });
});
