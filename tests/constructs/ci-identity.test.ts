import { describe, expect, test } from '@jest/globals';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js';
import type { CiIdentityProps } from '#constructs/gcp/ci-identity/index.ts';
import { CiIdentity } from '#constructs/gcp/ci-identity/index.ts';
import { applyPermissions, planPermissions } from '#constructs/gcp/ci-identity/permissions.ts';
import { defaultGrantableRoles } from '#constructs/gcp/ci-identity/props.ts';
import { partOf, readmeExamples, stackOf } from './examples.ts';
import type { Resource, Synthesized } from './synth.ts';
import { dev, prod, synth, synthStack } from './synth.ts';

const repository = { owner: 'acme', name: 'data-platform', ownerId: '1001', id: '2002' };
const pool = 'projects/123456789012/locations/global/workloadIdentityPools/shared';

const make = (props: Partial<CiIdentityProps> = {}, deployment = dev): Synthesized =>
  synth((stack) => new CiIdentity(stack, 'ci', { ...deployment, repository, ...props }));

/** Which account a reference means. */
const accountOf = (value: unknown) =>
  /google_service_account\.(\w+?)\./.exec(String(value))?.[1] ?? String(value);

/** Who may be an account: the subject, without the pool. */
const signIns = (stack: Synthesized, account: string) =>
  stack
    .all('google_service_account_iam_member')
    .filter((grant) => accountOf(grant['service_account_id']) === account)
    .map((grant) => String(grant['member']).split('/subject/')[1]);

const rolesOf = (stack: Synthesized, account: string) =>
  stack
    .all('google_project_iam_member')
    .filter((grant) => accountOf(grant['member']) === account)
    .map((grant) => grant['role']);

describe('who may sign in', () => {
  const stack = make();

  test('exact subjects of one repository, its numbers included, with a condition scanners understand', () => {
    const provider = stack.only('google_iam_workload_identity_pool_provider');
    const subjects = [
      'repo:acme/data-platform:pull_request',
      'repo:acme@1001/data-platform@2002:pull_request',
      'repo:acme/data-platform:ref:refs/heads/main',
      'repo:acme@1001/data-platform@2002:ref:refs/heads/main',
      'repo:acme/data-platform:environment:dev',
      'repo:acme@1001/data-platform@2002:environment:dev',
    ];
    expect(provider['attribute_condition']).toBe(
      `(${subjects.map((subject) => `assertion.sub == '${subject}'`).join(' || ')})` +
        " && assertion.repository_id == '2002' && assertion.repository_owner_id == '1001'",
    );
    expect(provider['oidc']).toEqual({ issuer_uri: 'https://token.actions.githubusercontent.com' });
    expect(provider['attribute_mapping']).toMatchObject({
      'google.subject': 'assertion.sub',
      'attribute.repository_id': 'assertion.repository_id',
      'attribute.repository_owner_id': 'assertion.repository_owner_id',
    });
  });

  test('pull requests and main plan, the protected environment applies, and nobody else is anyone', () => {
    expect(signIns(stack, 'ci_plan')).toEqual([
      'repo:acme/data-platform:pull_request',
      'repo:acme@1001/data-platform@2002:pull_request',
      'repo:acme/data-platform:ref:refs/heads/main',
      'repo:acme@1001/data-platform@2002:ref:refs/heads/main',
    ]);
    expect(signIns(stack, 'ci_apply')).toEqual([
      'repo:acme/data-platform:environment:dev',
      'repo:acme@1001/data-platform@2002:environment:dev',
    ]);
    for (const grant of stack.all('google_service_account_iam_member')) {
      expect(grant['role']).toBe('roles/iam.workloadIdentityUser');
      expect(grant['member']).toMatch(
        /^principal:\/\/iam\.googleapis\.com\/\$\{google_iam_workload_identity_pool\.github_acme_dev\.name\}\/subject\/repo:[^*]+$/,
      );
    }
  });

  test('another environment applies and pull requests alone plan, where the props say so', () => {
    const own = make({ environment: 'production', planBranches: [] });
    expect(signIns(own, 'ci_plan')).toEqual([
      'repo:acme/data-platform:pull_request',
      'repo:acme@1001/data-platform@2002:pull_request',
    ]);
    expect(signIns(own, 'ci_apply')[0]).toBe('repo:acme/data-platform:environment:production');
    expect(
      make({}, prod).only('google_iam_workload_identity_pool_provider')['attribute_condition'],
    ).toContain('environment:prod');
  });
});

describe('a pool that is there', () => {
  test('is used, and gets a provider of its own for the repository', () => {
    const stack = make({ existing: { pool } });
    expect(stack.all('google_iam_workload_identity_pool')).toEqual([]);
    expect(stack.only('google_iam_workload_identity_pool_provider')).toMatchObject({
      project: '123456789012',
      workload_identity_pool_id: 'shared',
      workload_identity_pool_provider_id: 'github-acme-dev',
      attribute_condition: expect.stringContaining("assertion.repository_id == '2002'"),
    });
    expect(stack.all('google_service_account_iam_member')[0]?.['member']).toBe(
      `principal://iam.googleapis.com/${pool}/subject/repo:acme/data-platform:pull_request`,
    );
  });

  test('with its provider: nothing of either is made', () => {
    let name = '';
    const stack = synth((scope) => {
      const existing = { pool, provider: 'github' };
      name = new CiIdentity(scope, 'ci', { ...dev, repository, existing }).providerName;
    });
    expect(stack.all('google_iam_workload_identity_pool_provider')).toEqual([]);
    expect(name).toBe(`${pool}/providers/github`);
  });
});

describe('least privilege', () => {
  const stack = make();
  const customRole = (name: string): Resource | undefined =>
    stack.all('google_project_iam_custom_role').find((role) => role['role_id'] === name);

  test('each account has its custom role and one predefined role, and no keys', () => {
    expect(rolesOf(stack, 'ci_plan')).toEqual([
      'roles/iam.workloadIdentityPoolViewer',
      '${google_project_iam_custom_role.ci_plan_role.name}',
    ]);
    expect(rolesOf(stack, 'ci_apply')).toEqual([
      'roles/iam.workloadIdentityPoolViewer',
      '${google_project_iam_custom_role.ci_apply_role.name}',
      '${google_project_iam_custom_role.ci_apply_grant_role.name}',
    ]);
    expect(stack.all('google_service_account_key')).toEqual([]);
  });

  test('the account that plans reads configuration, and no data, log or secret', () => {
    const permissions = customRole('acme_dev_ci_plan_role')?.['permissions'];
    expect(permissions).toEqual(planPermissions);
    for (const permission of planPermissions)
      expect(permission).toMatch(
        /\.(get|list|listTagBindings|getIamPolicy)$|^billing\.resourcebudgets\.read$/,
      );
    expect(planPermissions.join(' ')).not.toMatch(
      /getData|versions\.|objects\.|logEntries|actAs|jobs\.create/,
    );
    expect(planPermissions).toContain('bigquery.datasets.get');
  });

  test('the account that applies becomes no one, and cannot change what it may do', () => {
    expect(customRole('acme_dev_ci_apply_role')?.['permissions']).toEqual(applyPermissions);
    expect(
      applyPermissions.filter((permission) =>
        /actAs|getAccessToken|getOpenIdToken|signBlob|signJwt|implicitDelegation|serviceAccountKeys|^iam\.roles\.(?!get$)|workloadIdentity|projects\.setIamPolicy|getData|versions\.access|objects\./.test(
          permission,
        ),
      ),
    ).toEqual([]);
  });

  test('gives roles in the project by a list, whose condition names them', () => {
    const conditional = stack
      .all('google_project_iam_member')
      .filter((grant) => grant['condition'] !== undefined);
    expect(conditional).toHaveLength(1);
    expect(conditional[0]).toMatchObject({
      role: '${google_project_iam_custom_role.ci_apply_grant_role.name}',
      condition: {
        expression:
          "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', [])" +
          ".hasOnly(['roles/bigquery.jobUser', 'roles/bigquery.readSessionUser', " +
          "'roles/logging.logWriter', 'roles/workflows.invoker'])",
      },
    });
    expect(customRole('acme_dev_ci_apply_grant_role')?.['permissions']).toEqual([
      'resourcemanager.projects.get',
      'resourcemanager.projects.getIamPolicy',
      'resourcemanager.projects.setIamPolicy',
    ]);
    expect(make({ grantableRoles: [] }).all('google_project_iam_custom_role')).toHaveLength(2);
  });

  test('it may give a custom role of the project that is named', () => {
    const own = 'projects/acme-dev-4711/roles/acme_dev_assistant_caller';
    const conditions = make({ grantableRoles: ['roles/bigquery.jobUser', own] })
      .all('google_project_iam_member')
      .flatMap(({ condition }) => (condition === undefined ? [] : [JSON.stringify(condition)]));
    expect(conditions).toEqual([expect.stringContaining(`hasOnly(['roles/bigquery.jobUser', '${own}'])`)]);
  });

  test('all roles of Google that the constructs give in a project are among them', async () => {
    const parts = await Promise.all(readmeExamples().map(partOf));
    const given = synthStack(stackOf(dev, 'cdktf.out', parts).stack)
      .all('google_project_iam_member')
      .filter(({ member }) => !/google_service_account\.ci_(plan|apply)\./.test(String(member)))
      .map(({ role }) => String(role))
      // Roles of our own are named in `grantableRoles` where a client has them.
      .filter((role) => !role.includes('google_project_iam_custom_role'));
    expect(given.length).toBeGreaterThan(4);
    expect([...new Set(given)].sort()).toEqual([...defaultGrantableRoles]);
  });

  test('one reads the state, the other writes it, in its bucket alone', () => {
    expect(
      stack
        .all('google_storage_bucket_iam_member')
        .map((grant) => [accountOf(grant['member']), grant['role'], grant['bucket']]),
    ).toEqual([
      ['ci_plan', 'roles/storage.objectViewer', 'acme-dev-4711-tfstate'],
      ['ci_apply', 'roles/storage.objectUser', 'acme-dev-4711-tfstate'],
    ]);
  });

  test('runs programs as an account only where it is named', () => {
    const granted = synth((scope) => {
      const ci = new CiIdentity(scope, 'ci', { ...dev, repository });
      const runner = new ServiceAccount(scope, 'runner', { accountId: 'runner' });
      ci.grantActAs(runner, 'runner');
    });
    const user = granted
      .all('google_service_account_iam_member')
      .filter((grant) => grant['role'] === 'roles/iam.serviceAccountUser');
    expect(user.map((grant) => [accountOf(grant['service_account_id']), accountOf(grant['member'])])).toEqual(
      [['runner', 'ci_apply']],
    );
  });

  test('predefined roles in place of the custom ones, where the props say so', () => {
    const own = make({
      plan: { permissions: [], roles: ['roles/run.viewer'] },
      apply: { permissions: ['run.services.update'], roles: [] },
    });
    expect(rolesOf(own, 'ci_plan')).toEqual(['roles/run.viewer']);
    expect(
      own.all('google_project_iam_custom_role').map((role) => [role['role_id'], role['permissions']]),
    ).toContainEqual(['acme_dev_ci_apply_role', ['run.services.update']]);
  });
});

describe('data loss', () => {
  test.each([
    ['forbidden', undefined, true],
    ['allowed', 'allow' as const, false],
  ])('%s: names that would be blocked for weeks', (_, dataLoss, kept) => {
    const stack = make(dataLoss === undefined ? {} : { dataLoss });
    const blocked = [
      'google_iam_workload_identity_pool',
      'google_iam_workload_identity_pool_provider',
      'google_project_iam_custom_role',
    ].flatMap((type) => stack.all(type));
    expect(blocked).toHaveLength(5);
    for (const resource of blocked) expect(resource['lifecycle']).toEqual({ prevent_destroy: kept });
  });

  test('their addresses are fixed', () => {
    expect(make().addresses()).toEqual(
      expect.arrayContaining([
        'google_iam_workload_identity_pool.github_acme_dev',
        'google_iam_workload_identity_pool_provider.github_acme_dev',
        'google_project_iam_custom_role.ci_apply_grant_role',
        'google_project_iam_custom_role.ci_apply_role',
        'google_project_iam_custom_role.ci_plan_role',
        'google_service_account.ci_apply',
        'google_service_account.ci_plan',
      ]),
    );
  });
});

test('outputs are what the workflows need', () => {
  expect(make().outputs()).toEqual({
    github_workload_identity_provider: '${google_iam_workload_identity_pool_provider.github_acme_dev.name}',
    github_planner: '${google_service_account.ci_plan.email}',
    github_deployer: '${google_service_account.ci_apply.email}',
  });
});

describe('refuses', () => {
  test.each<[string, Partial<CiIdentityProps>, RegExp]>([
    ['an owner with a wildcard', { repository: { ...repository, owner: '*' } }, /repository\.owner is "\*"/],
    [
      'a name that would end the quotation',
      { repository: { ...repository, name: "x' || true || '" } },
      /repository\.name is /,
    ],
    [
      'a name with its owner',
      { repository: { ...repository, name: 'acme/data-platform' } },
      /repository\.name is "acme\/data-platform", expected the name of a repository, without its owner/,
    ],
    [
      'a name for a number',
      { repository: { ...repository, id: 'data' } },
      /gh api repos\/acme\/data-platform/,
    ],
    ['an owner without number', { repository: { ...repository, ownerId: '' } }, /repository\.ownerId is ""/],
    ['any environment', { environment: '*' }, /environment is "\*", expected the exact name/],
    ['any branch', { planBranches: ['release/*'] }, /planBranches is "release\/\*"/],
    ['a subject too long for Google', { environment: 'e'.repeat(120) }, /at most 127 characters/],
    [
      'a pool by the id of its project',
      { existing: { pool: pool.replace('123456789012', 'acme') } },
      /existing\.pool is .*with the number of the project/,
    ],
    ['a provider by its full name', { existing: { pool, provider: 'a/b' } }, /existing\.provider is "a\/b"/],
    ['a basic role', { apply: { roles: ['roles/owner'] } }, /apply\.roles is "roles\/owner"/],
    [
      'tokens of every account',
      { apply: { roles: ['roles/iam.serviceAccountTokenCreator'] } },
      /apply\.roles is "roles\/iam\.serviceAccountTokenCreator"/,
    ],
    [
      'every account of the project',
      { apply: { roles: ['roles/iam.serviceAccountUser'] } },
      /apply\.roles is "roles\/iam\.serviceAccountUser"/,
    ],
    ['actAs on the project', { apply: { permissions: ['iam.serviceAccounts.actAs'] } }, /apply\.permissions/],
    ['changing its own role', { apply: { permissions: ['iam.roles.update'] } }, /apply\.permissions/],
    [
      'giving itself any role',
      { apply: { permissions: ['resourcemanager.projects.setIamPolicy'] } },
      /apply\.permissions/,
    ],
    [
      'giving a custom role of another project',
      { grantableRoles: ['projects/other-4711/roles/acme_dev_assistant_caller'] },
      /grantableRoles is "projects\/other-4711\/roles\/acme_dev_assistant_caller"/,
    ],
    [
      'giving the role of the workflows to others',
      { grantableRoles: ['projects/acme-dev-4711/roles/acme_dev_ci_apply_role'] },
      /grantableRoles is "projects\/acme-dev-4711\/roles\/acme_dev_ci_apply_role"/,
    ],
    ['giving basic roles', { grantableRoles: ['roles/editor'] }, /grantableRoles is "roles\/editor"/],
    [
      'more roles to give than a condition holds',
      { grantableRoles: Array.from({ length: 11 }, (_, index) => `roles/run.r${index}`) },
      /at most ten roles/,
    ],
    ['a plan that changes', { plan: { permissions: ['run.services.update'] } }, /plan\.permissions/],
    ['a plan that reads data', { plan: { permissions: ['bigquery.tables.getData'] } }, /plan\.permissions/],
    ['a plan that reads objects', { plan: { permissions: ['storage.objects.get'] } }, /plan\.permissions/],
    ['a plan with an editing role', { plan: { roles: ['roles/run.developer'] } }, /plan\.roles/],
    ['a plan with the basic viewer', { plan: { roles: ['roles/viewer'] } }, /plan\.roles/],
    ['a plan with a role of data', { plan: { roles: ['roles/bigquery.dataViewer'] } }, /plan\.roles/],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test('two in one stack', () => {
    expect(() =>
      synth((stack) => {
        new CiIdentity(stack, 'ci', { ...dev, repository });
        new CiIdentity(stack, 'other', { ...dev, repository });
      }),
    ).toThrow(/expected a name that is not google_iam_workload_identity_pool\.github_acme_dev again/);
  });
});
