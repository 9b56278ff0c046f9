import type { Deployment } from '../deployment.ts';
import type { CiAccess } from './account.ts';
import type { GithubRepository } from './github.ts';
import { repositoryProblem } from './github.ts';
import { isEscalation, isReadOnly, isTooMuch, isViewing } from './permissions.ts';

/** A pool of federated identities that is there already. */
export interface ExistingPool {
  /** Its full name with the project's number, `projects/123456789012/locations/global/workloadIdentityPools/github`. */
  readonly pool: string;
  /**
   * Id of a provider in it that trusts GitHub, maps `google.subject` to `assertion.sub` and is limited to this
   * repository by a condition of its own.
   *
   * @default - a provider is made in the pool
   */
  readonly provider?: string;
}

/** Props of {@link CiIdentity}. */
export interface CiIdentityProps extends Deployment {
  /** The repository whose workflows sign in. */
  readonly repository: GithubRepository;
  /**
   * Environment on GitHub whose jobs may apply. Protect it: required reviewers, and the branch `main` only.
   *
   * @default - named as the deployment's environment
   */
  readonly environment?: string;
  /**
   * Branches whose workflows may plan beside pull requests: the drift alarm, and the plan that is read before a
   * deployment.
   *
   * @default ['main']
   */
  readonly planBranches?: readonly string[];
  /**
   * A pool that is there already, for instance that of another environment.
   *
   * @default - a pool and a provider are made
   */
  readonly existing?: ExistingPool;
  /**
   * What the account that plans may do in the project: look at configuration, and nothing else.
   *
   * @default - read what our constructs make and who may use it: no data, no log, no secret
   */
  readonly plan?: CiAccess;
  /**
   * What the account that applies may do in the project.
   *
   * @default - make, change and delete what our constructs make; become no one, change no role
   */
  readonly apply?: CiAccess;
  /**
   * Roles that the account that applies may give and take in the project, at most ten. Custom roles, for instance that of a
   * GenAiService, have to be named here in full (`projects/ID/roles/acme_prod_assistant_caller`), and are made by a person:
   * who may change a custom role can give itself everything.
   *
   * @default - those that the constructs of the toolbox give: jobs and sessions of BigQuery, writing logs, starting workflows
   */
  readonly grantableRoles?: readonly string[];
  /**
   * Bucket of the Terraform state.
   *
   * @default - the bucket that ClientFoundation makes in the project
   */
  readonly stateBucket?: string;
}

/** A prop that cannot be used: name, value, what is expected, what to do. */
export type Refusal = readonly [prop: string, value: unknown, expected: string, remedy: string];

/** Roles that the account that applies may give and take in the project, where the props name none. */
export const defaultGrantableRoles = [
  'roles/bigquery.jobUser',
  'roles/bigquery.readSessionUser',
  'roles/logging.logWriter',
  'roles/workflows.invoker',
] as const;

/** The first prop that cannot be used, or `undefined`. */
export function propProblem(props: CiIdentityProps): Refusal | undefined {
  return (
    whoProblem(props) ??
    poolProblem(props) ??
    planProblem(props) ??
    applyProblem(props) ??
    grantProblem(props)
  );
}

function whoProblem(props: CiIdentityProps): Refusal | undefined {
  const { repository, planBranches = [], environment = props.env } = props;
  const problem = repositoryProblem(repository);
  if (problem !== undefined)
    return [`repository.${problem.prop}`, repository[problem.prop], problem.expected, problem.remedy];
  if (!/^[\w.-]{1,255}$/.test(environment))
    return [
      'environment',
      environment,
      'the exact name of an environment: letters, digits, dots, hyphens and underscores',
      'Name the protected environment of the repository; patterns are not taken.',
    ];
  const branch = planBranches.find((name) => !/^[\w./-]+$/.test(name));
  return branch === undefined
    ? undefined
    : ['planBranches', branch, 'the exact name of a branch', 'Name each branch; patterns are not taken.'];
}

function poolProblem({ existing }: CiIdentityProps): Refusal | undefined {
  if (existing === undefined) return undefined;
  const { pool, provider } = existing;
  if (!/^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]{4,32}$/.test(pool))
    return [
      'existing.pool',
      pool,
      'projects/NUMBER/locations/global/workloadIdentityPools/ID, with the number of the project',
      'Ask for it: gcloud iam workload-identity-pools list --location global --format "value(name)"',
    ];
  return provider === undefined || /^[a-z0-9-]{4,32}$/.test(provider)
    ? undefined
    : ['existing.provider', provider, 'the id of a provider of the pool', 'Leave it out to have one made.'];
}

function planProblem({ plan = {} }: CiIdentityProps): Refusal | undefined {
  const role = (plan.roles ?? []).find((name) => !isViewing(name));
  if (role !== undefined)
    return [
      'plan.roles',
      role,
      'a predefined role that looks at configuration only',
      'Give the narrow role of a viewer, such as "roles/run.viewer".',
    ];
  const permission = (plan.permissions ?? []).find((name) => !isPermission(name) || !isReadOnly(name));
  return permission === undefined
    ? undefined
    : [
        'plan.permissions',
        permission,
        'a permission that reads configuration, which ends in .get, .list or .getIamPolicy',
        'What changes or reads data is for the account that applies, or for programs.',
      ];
}

function applyProblem({ apply = {} }: CiIdentityProps): Refusal | undefined {
  const role = (apply.roles ?? []).find((name) => !isNarrow(name));
  if (role !== undefined) return ['apply.roles', role, narrow, 'Give the one role that is needed.'];
  const permission = (apply.permissions ?? []).find((name) => !isPermission(name) || isEscalation(name));
  return permission === undefined
    ? undefined
    : [
        'apply.permissions',
        permission,
        'a permission that does not become someone else or give itself more',
        'Use grantActAs for the accounts of programs, and grantableRoles for roles in the project.',
      ];
}

function grantProblem({ project, grantableRoles = [] }: CiIdentityProps): Refusal | undefined {
  const role = grantableRoles.find((name) => !isNarrow(name) && !isOwnRole(name, project));
  if (role !== undefined)
    return [
      'grantableRoles',
      role,
      `${narrow}; or a custom role of the project that is not of the workflows, projects/${project}/roles/ID`,
      'Let a person give it, once.',
    ];
  return grantableRoles.length <= 10
    ? undefined
    : ['grantableRoles', grantableRoles, 'at most ten roles', 'Let a person give the others, once.'];
}

const narrow = 'a predefined role that cannot become someone else or give itself more, and is not basic';

function isNarrow(role: string): boolean {
  return /^roles\/[\w.]+$/.test(role) && !isTooMuch(role);
}

/** A custom role of the project, but for those that say what the workflows may do. */
function isOwnRole(role: string, project: string): boolean {
  const [, id] = /^projects\/([^/]+\/roles\/[\w.]+)$/.exec(role) ?? [];
  return id !== undefined && id.startsWith(`${project}/`) && !/_ci_(plan|apply)(_grant)?_role$/.test(id);
}

function isPermission(text: string): boolean {
  return /^[\w-]+(\.[\w-]+)+$/.test(text);
}
