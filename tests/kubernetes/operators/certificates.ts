// What cert-manager makes of a certificate, in short: a secret with the files that pods mount. Nobody signs them, and no program reads them.
import type { KubeObject } from '../json.ts';
import { textAt } from '../json.ts';
import type { CustomKind } from './operator.ts';

/** Certificates. */
export const certificateKinds: readonly CustomKind[] = [
  {
    collection: '/apis/cert-manager.io/v1/certificates',
    desired: (certificate) => ({ objects: [secretOf(certificate)], problems: [] }),
    status: (_, made, problems) => ({
      conditions: [{ type: 'Ready', status: made.length > 0 && problems.length === 0 ? 'True' : 'False' }],
    }),
  },
];

function secretOf(certificate: KubeObject): KubeObject {
  const content = Buffer.from('no certificate: a stand-in').toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: textAt(certificate, 'spec', 'secretName') ?? '' },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': content, 'tls.key': content, 'ca.crt': content },
  };
}
