/** A repository on GitHub, by its names and by the numbers that outlive renames. */
export interface GithubRepository {
  /** Organization or person it belongs to. */
  readonly owner: string;
  /** Name within `owner`. */
  readonly name: string;
  /** Number of the owner: `gh api users/OWNER --jq .id`. */
  readonly ownerId: string;
  /** Number of the repository: `gh api repos/OWNER/NAME --jq .id`. */
  readonly id: string;
}

/** Issuer of the tokens of GitHub's workflows. */
export const githubIssuer = 'https://token.actions.githubusercontent.com';

/** Claims that become attributes of a signed-in workflow; the numbers are immune to renames. */
export const attributeMapping = {
  'google.subject': 'assertion.sub',
  'attribute.repository': 'assertion.repository',
  'attribute.repository_id': 'assertion.repository_id',
  'attribute.repository_owner_id': 'assertion.repository_owner_id',
  'attribute.event_name': 'assertion.event_name',
  'attribute.ref': 'assertion.ref',
} as const;

/**
 * The subjects of a context (`pull_request`, `environment:prod`, `ref:refs/heads/main`). GitHub writes the numbers into the
 * subjects of repositories made, renamed or moved since 15 July 2026, and of those that opted in: both ways are one
 * repository, because {@link attributeCondition} asks for the numbers too.
 */
export function subjectsOf({ owner, name, ownerId, id }: GithubRepository, context: string): string[] {
  return [`repo:${owner}/${name}:${context}`, `repo:${owner}@${ownerId}/${name}@${id}:${context}`];
}

/** A condition in Google's expression language that only these subjects of this repository meet. */
export function attributeCondition(repository: GithubRepository, subjects: readonly string[]): string {
  const anyOf = subjects.map((subject) => `assertion.sub == '${subject}'`).join(' || ');
  return (
    `(${anyOf}) && assertion.repository_id == '${repository.id}'` +
    ` && assertion.repository_owner_id == '${repository.ownerId}'`
  );
}

/** What is wrong with the names and numbers, by prop; they end up in an expression, so nothing is quoted or escaped. */
export function repositoryProblem(
  repository: GithubRepository,
): { readonly prop: keyof GithubRepository; readonly expected: string; readonly remedy: string } | undefined {
  const { owner, name, ownerId, id } = repository;
  if (!/^[A-Za-z0-9][\w-]{0,38}$/.test(owner))
    return {
      prop: 'owner',
      expected: 'the name of an organization or a person on GitHub',
      remedy: 'Copy it from the address of the repository.',
    };
  if (!/^[\w.-]{1,100}$/.test(name))
    return {
      prop: 'name',
      expected: 'the name of a repository, without its owner',
      remedy: 'Copy it from the address of the repository.',
    };
  if (!/^[1-9]\d*$/.test(ownerId))
    return {
      prop: 'ownerId',
      expected: 'a number',
      remedy: `Ask for it: gh api users/${owner} --jq .id`,
    };
  if (!/^[1-9]\d*$/.test(id))
    return {
      prop: 'id',
      expected: 'a number',
      remedy: `Ask for it: gh api repos/${owner}/${name} --jq .id`,
    };
  return undefined;
}
