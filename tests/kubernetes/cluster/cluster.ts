import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { built, kubelab } from '../programs.ts';
import type { Api } from './api.ts';
import { startControlPlane } from './control-plane.ts';
import { allReady, nodes, simulated, storageClass } from './nodes.ts';
import { freePorts, Processes } from './processes.ts';

/** What a run of kubectl gave. */
export interface Outcome {
  readonly status: number | null;
  /** Both streams: what a person would see. */
  readonly output: string;
}

/**
 * A Kubernetes cluster for tests: etcd, API server, controllers and scheduler are the real ones, nodes and what runs on
 * them are simulated. No container starts, no probe is asked, no network policy is enforced.
 */
export class Cluster {
  /** Its API server. */
  readonly api: Api;
  /** Configuration of a client, as an administrator. */
  readonly kubeconfig: string;
  /** Keys, logs and data; gone when the cluster is stopped. */
  readonly folder: string;
  private readonly processes: Processes;

  private constructor(processes: Processes, folder: string, api: Api, kubeconfig: string) {
    this.processes = processes;
    this.folder = folder;
    this.api = api;
    this.kubeconfig = kubeconfig;
  }

  /** Starts a cluster of its own; it is ready when this returns. */
  static async start(): Promise<Cluster> {
    const folder = mkdtempSync(path.join(tmpdir(), 'toltek-cluster-'));
    const processes = new Processes(built(kubelab), folder);
    try {
      const { api, kubeconfig } = await startControlPlane(processes, folder);
      for (const object of [...nodes(), storageClass]) await api.put(object, 'lab');
      await simulateNodes(processes, folder, kubeconfig);
      await processes.ready('all nodes', 90, () => allReady(api));
      await processes.ready(
        'the default service account',
        90,
        async () => (await api.get('/api/v1/namespaces/default/serviceaccounts/default')) !== undefined,
      );
      return new Cluster(processes, folder, api, kubeconfig);
    } catch (error) {
      await processes.stop();
      throw error;
    }
  }

  /** Runs kubectl. */
  kubectl(...args: string[]): Outcome {
    const { status, stdout, stderr, error } = spawnSync(
      built(kubelab),
      ['kubectl', `--kubeconfig=${this.kubeconfig}`, ...args],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (error !== undefined) throw error;
    return { status, output: `${stdout}${stderr}` };
  }

  /** Ends the cluster and removes all it left. */
  async stop(): Promise<void> {
    this.api.close();
    await this.processes.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function simulateNodes(processes: Processes, folder: string, kubeconfig: string): Promise<void> {
  const stages = path.join(folder, 'stages.yaml');
  writeFileSync(stages, execFileSync(built(kubelab), ['kwok-stages']));
  const [port = 0] = await freePorts(1);
  processes.start('kwok', [
    `--kubeconfig=${kubeconfig}`,
    '--manage-all-nodes=false',
    `--manage-nodes-with-label-selector=${simulated}=true`,
    '--node-lease-duration-seconds=12',
    `--server-address=127.0.0.1:${port}`,
    `--config=${stages}`,
  ]);
}
