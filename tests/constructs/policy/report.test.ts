import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import { PubsubSubscription } from '@cdktf/provider-google/lib/pubsub-subscription/index.js';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket/index.js';
import { App, Aspects, TerraformStack } from '#constructs/gcp/terraform.ts';
import type { Acknowledgement } from '#constructs/policy/acknowledgements.ts';
import { PolicyAspect } from '#constructs/policy/gcp/policy-aspect.ts';
import type { PolicySettings } from '#constructs/policy/settings.ts';
import { policyReport, reportMarkdown } from '#constructs/policy/gcp/report.ts';
import { dev, prod } from '../synth.ts';

const today = '2026-11-21';
const versioning: Acknowledgement = {
  rule: 'TLTK_GCP_050',
  path: 'open/bucket',
  reason: 'Holds copies that are loaded again every night.',
  until: '2026-12-31',
};

let outdir: string;
beforeAll(() => {
  outdir = mkdtempSync(path.join(tmpdir(), 'toltek-policy-'));
});
afterAll(() => {
  rmSync(outdir, { recursive: true, force: true });
});

/** A stack with two errors on a bucket (001 and 050 are not among what this bucket sets right), and a warning. */
function openStack(): { app: App; stack: TerraformStack } {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'open');
  new GoogleProvider(stack, 'google', {});
  new StorageBucket(stack, 'bucket', {
    name: 'acme-dev-open',
    location: 'EU',
    uniformBucketLevelAccess: false,
    publicAccessPrevention: 'enforced',
    lifecycleRule: [{ action: { type: 'Delete' }, condition: { age: 30 } }],
    labels: { client: 'acme', env: 'dev', 'managed-by': 'terraform' },
  });
  new PubsubSubscription(stack, 'orders', {
    name: 'orders',
    topic: 'projects/acme/topics/orders',
    expirationPolicy: { ttl: '' },
    labels: { client: 'acme', env: 'dev', 'managed-by': 'terraform' },
  });
  return { app, stack };
}

function synthesize(settings: Partial<PolicySettings> = {}): void {
  const { app, stack } = openStack();
  Aspects.of(stack).add(new PolicyAspect({ ...dev, today, ...settings }));
  app.synth();
}

const report = (settings: Partial<PolicySettings> = {}) =>
  policyReport(openStack().stack, { ...dev, today, ...settings });

const both: readonly Acknowledgement[] = [
  versioning,
  { ...versioning, rule: 'TLTK_GCP_006', reason: 'Partner writes objects with an access list.' },
];

describe('the aspect', () => {
  test('fails the synthesis with every error at once: rule, path, value, expectation, reason and remedy', () => {
    expect(() => {
      synthesize();
    }).toThrow(
      /TLTK_GCP_006 open\/bucket: uniform_bucket_level_access is false, expected true\. With access lists .* Set uniform_bucket_level_access to true\.[\s\S]*TLTK_GCP_050 open\/bucket: versioning\.enabled is missing, expected true/,
    );
  });

  test('leaves warnings to the report', () => {
    expect(() => {
      synthesize({ acknowledgements: both });
    }).not.toThrow();
    expect(report({ acknowledgements: both }).open).toMatchObject([
      { rule: 'TLTK_GCP_065', severity: 'warning', path: 'open/orders' },
    ]);
  });

  test('sees what other aspects add', () => {
    const { app, stack } = openStack();
    Aspects.of(stack).add(new PolicyAspect({ ...dev, today, acknowledgements: both }));
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof StorageBucket) node.publicAccessPrevention = 'inherited';
      },
    });
    expect(() => {
      app.synth();
    }).toThrow(/TLTK_GCP_005 open\/bucket: public_access_prevention is "inherited"/);
  });
});

describe('acknowledgements', () => {
  test('show up in the report with reason and last day, and hold on that day', () => {
    const { acknowledged, counts } = report({ acknowledgements: [versioning], today: versioning.until });
    expect(acknowledged).toMatchObject([{ rule: 'TLTK_GCP_050', acknowledgement: versioning }]);
    expect(counts).toEqual({ error: 1, warning: 1, acknowledged: 1, unused: 0 });
  });

  test('are errors again the day after', () => {
    expect(() => {
      synthesize({ acknowledgements: both, today: '2027-01-01' });
    }).toThrow(/TLTK_GCP_050 open\/bucket: .* It was acknowledged until 2026-12-31\./);
    expect(report({ acknowledgements: both, today: '2027-01-01' }).counts).toMatchObject({
      error: 2,
      acknowledged: 0,
    });
  });

  test('cover one rule at one construct', () => {
    const elsewhere = { ...versioning, path: 'open/other' };
    const { open, unused } = report({ acknowledgements: [elsewhere] });
    expect(open.map(({ rule }) => rule)).toContain('TLTK_GCP_050');
    expect(unused).toEqual([elsewhere]);
  });

  test.each<[string, Partial<Acknowledgement>, RegExp]>([
    [
      'no reason',
      { reason: 'because   ' },
      /acknowledgements\.0: reason is "because {3}", expected at least 10/,
    ],
    ['no day', { until: 'never' }, /until is "never", expected a day/],
    ['a day no calendar has', { until: '2026-02-30' }, /until is "2026-02-30"/],
    ['an unknown rule', { rule: 'CKV_GCP_62' }, /rule is "CKV_GCP_62", expected the id of a rule/],
    ['no path', { path: '' }, /path is ""/],
  ])('with %s are refused before anything runs', (_, wrong, message) => {
    expect(
      () => new PolicyAspect({ ...dev, today, acknowledgements: [{ ...versioning, ...wrong }] }),
    ).toThrow(message);
  });

  test('are judged by a day that is given', () => {
    expect(() => new PolicyAspect({ ...dev, today: '21.11.2026' })).toThrow(/today is "21\.11\.2026"/);
  });
});

describe('the report', () => {
  test('is plain JSON, and the same every time', () => {
    const text = JSON.stringify(report({ acknowledgements: both }));
    expect(JSON.stringify(report({ acknowledgements: both }))).toBe(text);
    expect(JSON.parse(text)).toMatchObject({ stack: 'open', env: 'dev', today });
  });

  test('is Markdown for people, with what is open, what is accepted and what is accepted for nothing', () => {
    const unused = { ...versioning, path: 'open/a | b' };
    const text = reportMarkdown(report({ acknowledgements: [versioning, unused] }));
    expect(text).toContain(
      'dev, 2026-11-21: 1 errors, 1 warnings, 1 acknowledged, 1 acknowledgements without',
    );
    expect(text).toMatch(/\| TLTK_GCP_006 \| error \| open\/bucket uniform_bucket_level_access \| false \|/);
    expect(text).toMatch(/## Acknowledged[\s\S]*loaded again every night\. \| 2026-12-31 \|/);
    expect(text).toContain('open/a \\| b');
  });

  test('is kept by the aspect that judged the synthesis, and not there before', () => {
    const { app, stack } = openStack();
    const aspect = new PolicyAspect({ ...dev, today, acknowledgements: both });
    Aspects.of(stack).add(aspect);
    expect(() => aspect.reportOf(stack)).toThrow(
      /open: add the policy aspect to the stack and synthesize it/,
    );
    app.synth();
    expect(aspect.reportOf(stack)).toEqual(report({ acknowledgements: both }));
  });

  test('asks more of production', () => {
    const rules = policyReport(openStack().stack, { ...prod, today }).open.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['TLTK_GCP_014', 'TLTK_GCP_047']));
    expect(report().open.map(({ rule }) => rule)).not.toContain('TLTK_GCP_047');
  });
});
