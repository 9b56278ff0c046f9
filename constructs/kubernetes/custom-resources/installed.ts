import { CustomResourceDefinition } from '@pulumi/kubernetes/apiextensions/v1/customResourceDefinition.js';
import type { CustomResourceOptions } from '@pulumi/pulumi';
import type { ResourceKind } from './kind.ts';

/**
 * Looks a kind up in the cluster, so that a preview stops where it is missing and says who installs it: the name of what
 * is read stands in the message.
 *
 * @param installedBy who installs it, for instance `stack operators`
 */
export function installed(
  { group, plural }: ResourceKind,
  installedBy: string,
  options: CustomResourceOptions,
): CustomResourceDefinition {
  const name = `${plural}.${group}`;
  return CustomResourceDefinition.get(`${name}, installed by ${installedBy}`, name, options);
}
