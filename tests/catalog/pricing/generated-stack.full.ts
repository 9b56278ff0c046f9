// The lines of a cost table that follow from no volume are counted in what a generated program makes.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PolicyResource } from '#constructs/policy/resource.ts';
import { resourcesOf } from '#constructs/policy/resource.ts';
import { validateCostTable } from '#catalog/schema/generated/validators.js';
import { parseWithSchema } from '#catalog/schema/validate.ts';
import { configurationIn, copyExample, synthesizeRepository } from '../../tools/synthesized.ts';

const repository = mkdtempSync(path.join(tmpdir(), 'toltek-costs-'));
let resources: readonly PolicyResource[];

beforeAll(() => {
  copyExample('p1-online-retailer', repository);
  resources = resourcesOf(configurationIn(synthesizeRepository(repository, 'prod')));
});
afterAll(() => {
  rmSync(repository, { recursive: true, force: true });
});

/** Units of an item in production, low and high. */
function counted(item: string): readonly [number, number] {
  const file = path.join(repository, '.toltek/costs.json');
  const table = parseWithSchema(validateCostTable, JSON.parse(readFileSync(file, 'utf8')), file);
  const lines = table.components
    .flatMap((component) => component.lines)
    .filter((line) => line.item === item && line.environment === 'prod');
  const total = (end: 'low' | 'high') => lines.reduce((all, { quantity }) => all + quantity[end], 0);
  return [total('low'), total('high')];
}

const made = (type: string): readonly PolicyResource[] => resources.filter((each) => each.type === type);

function conditions({ body }: PolicyResource): number {
  const found = body['conditions'];
  return Array.isArray(found) ? found.length : 0;
}

test('every condition of an alert is counted, no more and no fewer', () => {
  const all = made('google_monitoring_alert_policy').reduce((sum, policy) => sum + conditions(policy), 0);
  expect(counted('gcp-monitoring-alert-conditions')).toEqual([all, all]);
});

test.each([
  ['gcp-dns-zones', 'google_dns_managed_zone'],
  ['gcp-scheduler-jobs', 'google_cloud_scheduler_job'],
  ['gcp-kms-key-versions', 'google_kms_crypto_key'],
])('%s: what is made lies within what is counted', (item, type) => {
  const [low, high] = counted(item);
  expect(made(type).length).toBeGreaterThanOrEqual(low);
  expect(made(type).length).toBeLessThanOrEqual(high);
});
