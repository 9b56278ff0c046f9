import { all, byType, required } from '../../checks.ts';
import type { PolicyResource } from '../../resource.ts';
import type { Check, RuleGroup } from '../../rule.ts';
import { texts } from '../../values.ts';
import { grants, membersOf, wideGrants } from './iam.ts';

const basicRole = /^roles\/(owner|editor|viewer)$/;

/** Roles that read or change data, secrets or keys, or call services: they belong on the resource. */
const resourceRole = new RegExp(
  '^roles/(' +
    [
      'bigquery\\.(admin|data\\w+|filteredDataViewer|connection(Admin|User))',
      'storage\\.(admin|object\\w+|folderAdmin|legacy\\w+)',
      'pubsub\\.(admin|editor|subscriber)',
      'secretmanager\\.(admin|secretAccessor|secretVersion\\w+)',
      'cloudkms\\.(admin|cryptoKey\\w+|cryptoOperator)',
      'artifactregistry\\.(admin|repoAdmin|writer)',
      'run\\.invoker',
    ].join('|') +
    ')$',
);

/** Roles whose holder can act as a service account, or make itself able to. */
const impersonation =
  /^roles\/iam\.(serviceAccount(TokenCreator|OpenIdTokenCreator|User|Admin|KeyAdmin)|workloadIdentityUser|securityAdmin)$/;

const defaultAccount = /(-compute@developer|@appspot|@cloudbuild)\.gserviceaccount\.com$/;

function rolesLike(pattern: RegExp, expected: string): Check {
  return ({ body }) =>
    texts(body, 'role')
      .filter(({ value }) => pattern.test(value))
      .map(({ at, value }) => ({ at, value, expected }));
}

function membersLike(pattern: RegExp, expected: string): Check {
  return (resource) =>
    membersOf(resource)
      .filter(({ value }) => pattern.test(value))
      .map(({ at, value }) => ({ at, value, expected }));
}

/** Administrators' roles given to programs. */
function isAdminAccount(resource: PolicyResource): boolean {
  const members = [resource.body['member'], resource.body['members']].flat();
  return members.some(
    (member) => typeof member === 'string' && /^serviceAccount:|google_service_account\./.test(member),
  );
}

const accountPaths: Readonly<Record<string, string>> = {
  google_cloud_run_v2_service: 'template.service_account',
  google_cloud_run_v2_job: 'template.template.service_account',
  google_workflows_workflow: 'service_account',
  google_eventarc_trigger: 'service_account',
  google_cloudfunctions2_function: 'service_config.service_account_email',
};

export const identity: RuleGroup = {
  subject: 'Identity and access',
  rules: [
    {
      id: 'TLTK_GCP_020',
      title: 'No basic role is given',
      severity: 'error',
      reason: 'owner, editor and viewer hold thousands of permissions, on data that does not exist yet too.',
      remedy: 'Give the one predefined role that is needed, or a custom role.',
      references: ['CKV_GCP_115', 'CKV_GCP_116', 'CKV_GCP_117'],
      reads: grants,
      check: rolesLike(basicRole, 'a role of one service, such as "roles/bigquery.jobUser"'),
    },
    {
      id: 'TLTK_GCP_021',
      title: 'Access to data, secrets, keys and services is given on the resource',
      severity: 'error',
      reason: 'Given for a whole project, it covers every dataset, bucket, secret and service made later.',
      remedy: 'Give the role on the dataset, bucket, topic, secret, key or service itself.',
      reads: wideGrants,
      check: rolesLike(
        resourceRole,
        'a role that reads and changes no data, such as "roles/bigquery.jobUser"',
      ),
    },
    {
      id: 'TLTK_GCP_022',
      title: 'No one may act as all service accounts of a project',
      severity: 'error',
      reason: 'Whoever holds such a role has the rights of every account in the project.',
      remedy: 'Give it on the one service account, with google_service_account_iam_member.',
      references: ['CKV_GCP_41', 'CKV_GCP_44', 'CKV_GCP_45', 'CKV_GCP_49', 'CIS 1.6'],
      reads: wideGrants,
      check: rolesLike(impersonation, 'the same role on one service account'),
    },
    {
      id: 'TLTK_GCP_023',
      title: 'No one may make tokens of a service account',
      severity: 'error',
      reason: 'Tokens leave no trace of who really acted, and work from anywhere.',
      remedy: 'Run the program as the account, or federate its identity with roles/iam.workloadIdentityUser.',
      reads: ['google_service_account_iam_member', 'google_service_account_iam_binding'],
      check: rolesLike(
        /^roles\/iam\.serviceAccount(TokenCreator|OpenIdTokenCreator|KeyAdmin)$/,
        'roles/iam.workloadIdentityUser, or roles/iam.serviceAccountUser to deploy',
      ),
    },
    {
      id: 'TLTK_GCP_024',
      title: 'Service accounts have no keys',
      severity: 'error',
      reason: 'A key is a password without expiry, and Terraform writes it into its state.',
      remedy: 'Use workload identity federation, or run the program as the account.',
      references: ['CKV2_GCP_3', 'CIS 1.4'],
      reads: ['google_service_account_key'],
      check: ({ body }) => [
        { at: 'service_account_id', value: body['service_account_id'], expected: 'no such resource' },
      ],
    },
    {
      id: 'TLTK_GCP_025',
      title: 'Default service accounts are given nothing',
      severity: 'error',
      reason: 'Everything that names no account runs as them: all of it would have the role.',
      remedy: 'Give the role to an account that is made for the program.',
      references: ['CKV_GCP_46', 'CKV_GCP_47', 'CKV_GCP_48'],
      reads: grants,
      check: membersLike(defaultAccount, 'a service account of its own'),
    },
    {
      id: 'TLTK_GCP_026',
      title: 'Every program runs as an account of its own',
      severity: 'error',
      reason:
        'Left out, it is the default Compute Engine account, which shares its rights with everything else.',
      remedy: 'Make a google_service_account and name it.',
      reads: Object.keys(accountPaths),
      check: byType(
        Object.fromEntries(
          Object.entries(accountPaths).map(([type, path]) => {
            const expected = 'the e-mail address of a service account of its own';
            return [type, all(required(path, expected), notMatching(path, defaultAccount, expected))];
          }),
        ),
      ),
    },
    {
      id: 'TLTK_GCP_027',
      title: 'Programs are no administrators of a project',
      severity: 'warning',
      reason: 'An administrator can give itself everything else; a stolen token is then the whole project.',
      remedy:
        'Use a custom role with the permissions that are used; only the account that applies may need more.',
      references: ['CKV_GCP_42', 'CIS 1.5'],
      reads: wideGrants,
      check: (resource, context) =>
        isAdminAccount(resource)
          ? rolesLike(/[aA]dmin$/, 'a role that administers nothing')(resource, context)
          : [],
    },
    {
      id: 'TLTK_GCP_028',
      title: 'Access is added, never replaced',
      severity: 'error',
      reason: 'A policy or a binding of a project takes away what others were given, Google included.',
      remedy: 'Use the …_iam_member of the same resource.',
      reads: ['google_*_iam_policy', ...wideGrants.filter((type) => type.endsWith('_binding'))],
      check: ({ type, body }) => [
        {
          at: type.endsWith('_policy') ? 'policy_data' : 'members',
          value: body['members'],
          expected: 'one google_…_iam_member per role and principal',
        },
      ],
    },
    {
      id: 'TLTK_GCP_029',
      title: 'Only company accounts are given access',
      severity: 'error',
      reason: 'A personal account stays when its owner leaves the company, and no policy of it applies.',
      remedy: 'Use the account of the company, best a group.',
      references: ['CIS 1.1'],
      reads: grants,
      check: membersLike(
        /^user:.*@(gmail|googlemail|outlook|hotmail|yahoo|icloud)\./,
        'an account of the company',
      ),
    },
    {
      id: 'TLTK_GCP_030',
      title: 'No custom role lets its holder become someone else',
      severity: 'error',
      reason: 'With tokens, keys or signatures of an account, its holder has all rights of that account.',
      remedy: 'Leave these permissions out of the role.',
      reads: ['google_project_iam_custom_role', 'google_organization_iam_custom_role'],
      check: ({ body }) =>
        texts(body, 'permissions')
          .filter(({ value }) =>
            /^iam\.(serviceAccounts\.(getAccessToken|getOpenIdToken|signBlob|signJwt|implicitDelegation)|serviceAccountKeys\.create)$/.test(
              value,
            ),
          )
          .map(({ at, value }) => ({ at, value, expected: 'permissions of the holder itself' })),
    },
  ],
};

function notMatching(path: string, pattern: RegExp, expected: string): Check {
  return ({ body }) =>
    texts(body, path)
      .filter(({ value }) => pattern.test(value))
      .map(({ at, value }) => ({ at, value, expected }));
}
