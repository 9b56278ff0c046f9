import { boundedName } from '../common/naming.ts';

/** Name of the bucket that holds a project's Terraform state. */
export function stateBucketName(project: string): string {
  return `${project}-tfstate`;
}

/**
 * `project-name`, for buckets: their names are shared by the whole world, and a project id is already
 * nobody else's.
 */
export function bucketName(project: string, name: string): string {
  return boundedName([project, name], 63);
}
