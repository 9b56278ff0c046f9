// The same four props of access on every construct that makes something a role can be given on.
import { describe, expect, test } from '@jest/globals';
import { ContractPublication } from '#constructs/gcp/contract-publication/index.ts';
import type { IamProps } from '#constructs/gcp/iam.ts';
import { ScheduledJob } from '#constructs/gcp/scheduled-job/index.ts';
import { ModelService } from '#constructs/gcp/model-service/index.ts';
import type { TerraformStack } from '#constructs/gcp/terraform.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import { dev, synth } from './synth.ts';

const analysts = 'group:analysts@example.com';
const until = { title: 'until_2027', expression: 'request.time < timestamp("2027-01-01T00:00:00Z")' };
const image = 'europe-west1-docker.pkg.dev/acme-dev-4711/acme-dev-images/a:1.0.0';
const name = 'forecast';

const makers: Readonly<Record<string, (stack: TerraformStack, iam: IamProps) => unknown>> = {
  google_cloud_run_v2_service_iam_member: (stack, iam) =>
    new ModelService(stack, 'made', warehouseIn(stack), {
      ...dev,
      ...iam,
      name,
      image,
      args: [],
      reads: [],
      writes: [],
    }),
  google_cloud_run_v2_job_iam_member: (stack, iam) =>
    new ScheduledJob(stack, 'made', { ...dev, ...iam, name, image, args: [] }),
  google_storage_bucket_iam_member: (stack, iam) =>
    new ContractPublication(stack, 'made', { ...dev, ...iam, name: 'gcp' }),
  google_bigquery_dataset_iam_member: (stack, iam) =>
    new Warehouse(stack, 'made', { ...dev, datasets: [{ id: 'marts', description: 'Marts', ...iam }] }),
};

function warehouseIn(stack: TerraformStack): Warehouse {
  return new Warehouse(stack, 'warehouse', { ...dev, datasets: [{ id: 'marts', description: 'Marts' }] });
}

describe.each(Object.entries(makers))('%s', (type, make) => {
  const made = (iam: IamProps) => synth((stack) => make(stack, iam)).all(type);

  test('gives what the four props ask for, and nothing more without them', () => {
    const before = made({}).length;
    const grants = made({
      iam: { 'roles/custom.one': [analysts] },
      iamBindings: { auditors: { role: 'roles/custom.two', members: [analysts], condition: until } },
      iamBindingsAdditive: { loader: { role: 'roles/custom.three', member: analysts } },
      iamByPrincipals: { [analysts]: ['roles/custom.four'] },
    }).filter(({ member }) => member === analysts);
    expect(made({})).toHaveLength(before);
    expect(grants.map(({ role, condition }) => [role, condition])).toEqual(
      expect.arrayContaining([
        ['roles/custom.one', undefined],
        ['roles/custom.two', until],
        ['roles/custom.three', undefined],
        ['roles/custom.four', undefined],
      ]),
    );
    expect(grants).toHaveLength(4);
  });

  test('refuses everyone', () => {
    expect(() => made({ iam: { 'roles/custom.one': ['allUsers'] } })).toThrow(/expected a named principal/);
  });
});
