import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Access } from './api.ts';
import { Api } from './api.ts';
import { freePorts } from './processes.ts';
import type { Processes } from './processes.ts';

/** Seconds after which a node that no longer reports counts as lost. */
export const nodeGrace = 16;

/** A control plane that runs. */
export interface ControlPlane {
  readonly api: Api;
  /** Configuration of a client, as an administrator. */
  readonly kubeconfig: string;
}

/** Starts etcd, the API server, the controllers and the scheduler, on free ports of this machine with keys of their own. */
export async function startControlPlane(processes: Processes, folder: string): Promise<ControlPlane> {
  const [apiPort = 0, etcdPort = 0, peerPort = 0] = await freePorts(3);
  const keys = writeKeys(folder);
  startEtcd(processes, folder, etcdPort, peerPort);
  startApiServer(processes, folder, keys, apiPort, etcdPort);
  const access = { port: apiPort, certificate: path.join(folder, 'apiserver.crt'), token: keys.token };
  await processes.ready('the certificate of the API server', 90, () =>
    Promise.resolve(existsSync(access.certificate)),
  );
  const kubeconfig = writeKubeconfig(folder, access);
  const api = new Api(access);
  await processes.ready('the API server', 90, async () => (await api.call('GET', '/readyz')).status === 200);
  startControllers(processes, keys, access, kubeconfig);
  processes.start('kube-scheduler', [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
  ]);
  return { api, kubeconfig };
}

interface Keys {
  readonly token: string;
  /** File with the tokens that the API server knows. */
  readonly tokens: string;
  /** Files of the key that service accounts' tokens are signed with. */
  readonly signing: { readonly private: string; readonly public: string };
}

function writeKeys(folder: string): Keys {
  const token = randomBytes(16).toString('hex');
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const write = (name: string, text: string): string => {
    const file = path.join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  return {
    token,
    tokens: write('tokens.csv', `${token},admin,admin,system:masters\n`),
    signing: {
      private: write('service-accounts.key', privateKey),
      public: write('service-accounts.pub', publicKey),
    },
  };
}

function startEtcd(processes: Processes, folder: string, port: number, peerPort: number): void {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  processes.start('etcd', [
    `--data-dir=${path.join(folder, 'etcd')}`,
    // What is in it is gone with the test.
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
  ]);
}

function startApiServer(
  processes: Processes,
  folder: string,
  keys: Keys,
  port: number,
  etcdPort: number,
): void {
  processes.start('kube-apiserver', [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${folder}`,
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=Node,RBAC',
    `--token-auth-file=${keys.tokens}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${keys.signing.public}`,
    `--service-account-signing-key-file=${keys.signing.private}`,
    // Pods leave a lost node after seconds here, after five minutes in a real cluster.
    '--default-unreachable-toleration-seconds=2',
    '--default-not-ready-toleration-seconds=2',
  ]);
}

function startControllers(processes: Processes, keys: Keys, access: Access, kubeconfig: string): void {
  processes.start('kube-controller-manager', [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    '--secure-port=0',
    '--controllers=*',
    `--service-account-private-key-file=${keys.signing.private}`,
    `--root-ca-file=${access.certificate}`,
    '--enable-hostpath-provisioner',
    '--node-monitor-period=2s',
    `--node-monitor-grace-period=${nodeGrace}s`,
  ]);
}

function writeKubeconfig(folder: string, { port, certificate, token }: Access): string {
  const file = path.join(folder, 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'lab',
        cluster: { server: `https://127.0.0.1:${port}`, 'certificate-authority': certificate },
      },
    ],
    users: [{ name: 'lab', user: { token } }],
    contexts: [{ name: 'lab', context: { cluster: 'lab', user: 'lab' } }],
    'current-context': 'lab',
  };
  // JSON is YAML, too.
  writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
  return file;
}
