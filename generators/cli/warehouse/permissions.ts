/** A role of Google Cloud, by the name the console shows and by the one commands take. */
export interface Role {
  readonly title: string;
  readonly id: string;
}

/** The least role that holds each permission a scan may lack. */
const roles: readonly (readonly [permission: RegExp, role: Role])[] = [
  [/^bigquery\.jobs\.listAll$/, { title: 'BigQuery Resource Viewer', id: 'roles/bigquery.resourceViewer' }],
  [/^bigquery\.jobs\./, { title: 'BigQuery Job User', id: 'roles/bigquery.jobUser' }],
  [/^bigquery\.tables\.getData$/, { title: 'BigQuery Data Viewer', id: 'roles/bigquery.dataViewer' }],
  [/^bigquery\./, { title: 'BigQuery Metadata Viewer', id: 'roles/bigquery.metadataViewer' }],
];

/** Everything that a scan needs. */
export const scanRoles: readonly Role[] = roles.slice(1).map(([, role]) => role);

/**
 * The permission that BigQuery says is missing, with the role to ask for; undefined where it names none.
 * @param said what BigQuery answered, such as `User does not have bigquery.jobs.create permission in project acme`.
 */
export function missingPermission(
  said: string,
): { readonly permission: string; readonly role: Role } | undefined {
  const permission = /\bbigquery(?:\.[a-zA-Z]+){2}\b/.exec(said)?.[0];
  if (permission === undefined) return undefined;
  const role = roles.find(([pattern]) => pattern.test(permission))?.[1];
  return role === undefined ? undefined : { permission, role };
}
