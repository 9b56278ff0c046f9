/**
 * IAM member of the account under which one of Google's services works in a project, for instance `gcp-sa-pubsub` or
 * `gs-project-accounts`. It exists once the service's API is on.
 *
 * @param projectNumber number of the project, known after it exists
 */
export function serviceAgent(projectNumber: string, service: string): string {
  return `serviceAccount:service-${projectNumber}@${service}.iam.gserviceaccount.com`;
}
