// Secrets that a client makes by hand before a program needs them, as the README of the programs says.
import type { Api } from './cluster/api.ts';

/** Secrets by name, each with its keys. */
export type Secrets = Readonly<Record<string, readonly string[]>>;

/** Makes secrets in a namespace, and the namespace where it is not there. */
export async function makeSecrets(api: Api, namespace: string, secrets: Secrets): Promise<void> {
  if ((await api.get(`/api/v1/namespaces/${namespace}`)) === undefined)
    await api.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, 'kubectl');
  for (const [name, keys] of Object.entries(secrets)) {
    const value = Buffer.from('not-a-real-one').toString('base64');
    const data = Object.fromEntries(keys.map((key) => [key, value]));
    await api.put({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data }, 'kubectl');
  }
}
