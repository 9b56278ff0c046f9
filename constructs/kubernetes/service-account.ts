import type { CustomResourceOptions } from '@pulumi/pulumi';
import { ServiceAccount } from '@pulumi/kubernetes/core/v1/serviceAccount.js';
import type { Metadata } from './namespaced-component.ts';

/** Annotation by which GKE lets a Kubernetes account act as a Google account, without a key. */
const workloadIdentity = 'iam.gke.io/gcp-service-account';

/** The account that one program runs as: it is given nothing in the cluster, and no token of it is mounted. */
export function ownAccount(
  logicalName: string,
  metadata: Metadata,
  googleServiceAccount: string | undefined,
  options: CustomResourceOptions,
): ServiceAccount {
  return new ServiceAccount(
    logicalName,
    {
      metadata: {
        ...metadata,
        ...(googleServiceAccount === undefined
          ? {}
          : { annotations: { [workloadIdentity]: googleServiceAccount } }),
      },
      automountServiceAccountToken: false,
    },
    options,
  );
}
