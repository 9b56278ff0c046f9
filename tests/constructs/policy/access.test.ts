import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AccountAccess } from '#constructs/policy/gcp/access.ts';
import { accessIn, accessTable } from '#constructs/policy/gcp/access.ts';
import { rolePermissions } from '#constructs/policy/gcp/role-permissions.ts';
import { partOf, readmeExamples, stackOf } from '../examples.ts';
import { prod } from '../synth.ts';

/** Permissions that read or change data, messages, secrets or keys, or call services and models. */
const data =
  /^(bigquery\.(tables|models|routines)\.(getData|updateData|export|createSnapshot|setData)|storage\.(objects|multipartUploads)\.|pubsub\.(subscriptions\.consume|snapshots\.seek)|secretmanager\.versions\.|cloudkms\.cryptoKeyVersions\.use|run\.(jobs\.run|routes\.invoke)|artifactregistry\.(repositories\.(download|upload)|files)|datacatalog\.categories\.fineGrainedGet|iam\.serviceAccounts\.(actAs|get(AccessToken|OpenIdToken)|sign|implicit))/;

let accounts: readonly AccountAccess[];
beforeAll(async () => {
  const parts = await Promise.all(readmeExamples().map(partOf));
  accounts = accessIn(stackOf(prod, 'cdktf.out', parts).stack.toTerraform());
});

describe('what the accounts of all constructs may do', () => {
  test('is known for every role', () => {
    const roles = accounts.flatMap((account) => account.roles);
    expect(roles.filter(({ permissions }) => permissions === undefined)).toEqual([]);
    // One of each kind of account that the constructs make.
    const made = accounts.filter((each) => each.made).map(({ account }) => account);
    expect(made).toEqual(
      expect.arrayContaining(
        [
          'advice',
          'assistant',
          'backup',
          'ci-apply',
          'ci-plan',
          'demand-forecasting',
          'export',
          'export-cron',
          'freshness',
          'ingest-crm',
          'invoices',
          'invoices-push',
          'pipeline',
          'transform',
        ].map((name) => `acme-prod-${name}`),
      ),
    );
  });

  test('holds no basic role', () => {
    const basic = accounts.flatMap(({ account, roles }) =>
      roles
        .filter(({ role }) => /^roles\/(owner|editor|viewer)$/.test(role))
        .map(({ role }) => `${account} ${role}`),
    );
    expect(basic).toEqual([]);
  });

  test('holds nothing in the whole project that reads or changes data, secrets or keys, or acts as another account', () => {
    const wide = accounts.flatMap(({ account, roles }) =>
      roles
        .filter(({ kind }) => ['project', 'folder', 'organization'].includes(kind))
        .flatMap(({ role, permissions = [] }) =>
          permissions.filter((each) => data.test(each)).map((each) => `${account} ${role} ${each}`),
        ),
    );
    expect(wide).toEqual([]);
  });

  test('the same is found where it is: on datasets, buckets, secrets and keys', () => {
    const kinds = accounts.flatMap(({ roles }) =>
      roles
        .filter(({ permissions = [] }) => permissions.some((each) => data.test(each)))
        .map(({ kind }) => kind),
    );
    expect([...new Set(kinds)].sort()).toEqual(
      expect.arrayContaining([
        'bigquery_dataset',
        'kms_crypto_key',
        'secret_manager_secret',
        'storage_bucket',
      ]),
    );
  });
});

describe('the access of a configuration', () => {
  const configuration = {
    resource: {
      google_service_account: { runner: { account_id: 'acme-runner', display_name: 'Runs it' } },
      google_project_iam_custom_role: { caller: { role_id: 'acme_caller', permissions: ['a.b.call'] } },
      google_bigquery_dataset: { marts: { dataset_id: 'marts' } },
      google_bigquery_dataset_iam_member: {
        one: {
          dataset_id: '${google_bigquery_dataset.marts.dataset_id}',
          role: 'roles/bigquery.dataViewer',
          member: '${google_service_account.runner.member}',
        },
      },
      google_project_iam_member: {
        two: {
          project: 'acme',
          role: '${google_project_iam_custom_role.caller.name}',
          member: 'serviceAccount:${google_service_account.runner.email}',
          condition: { title: 'until_2027' },
        },
        three: {
          project: 'acme',
          role: 'roles/unheard.of',
          member: 'serviceAccount:service-${data.google_project.p.number}@gcp-sa-x.iam.gserviceaccount.com',
        },
      },
    },
  };

  test('names accounts, resources and custom roles as people know them', () => {
    expect(accessIn(configuration)).toEqual([
      {
        account: 'acme-runner',
        made: true,
        purpose: 'Runs it',
        roles: [
          {
            role: 'roles/bigquery.dataViewer',
            kind: 'bigquery_dataset',
            on: 'marts',
            permissions: rolePermissions['roles/bigquery.dataViewer'],
          },
          {
            role: 'acme_caller',
            kind: 'project',
            on: 'acme',
            permissions: ['a.b.call'],
            condition: 'until_2027',
          },
        ],
      },
      {
        account: 'serviceAccount:service-NUMBER@gcp-sa-x.iam.gserviceaccount.com',
        made: false,
        roles: [{ role: 'roles/unheard.of', kind: 'project', on: 'acme' }],
      },
    ]);
  });

  test('is a table in which a role that is not known here stands with a question mark', () => {
    expect(accessTable(accessIn(configuration))).toContain('| project: acme | roles/unheard.of | ? |');
  });
});
