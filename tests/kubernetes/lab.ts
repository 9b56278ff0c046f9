import { clickHouseKinds } from '#constructs/kubernetes/custom-resources/clickhouse.ts';
import { Cluster } from './cluster/cluster.ts';
import { certificateKinds } from './operators/certificates.ts';
import { clickhouseKinds } from './operators/clickhouse.ts';
import { install, kindsOfOthers } from './operators/kinds.ts';
import type { CustomKind } from './operators/operator.ts';
import { StandInOperators } from './operators/operator.ts';
import { postgresKinds } from './operators/postgres.ts';

/** What a cluster has before a test begins. */
export interface LabOptions {
  /** Whether it has the operator of ClickHouse, for all namespaces. Without, it is for the test to install one. */
  readonly hasClickHouseOperator: boolean;
}

/** A cluster as a client has it: with the kinds of others, and with stand-ins for all operators. */
export class Lab {
  readonly cluster: Cluster;
  readonly operators: StandInOperators;

  private constructor(cluster: Cluster, clickhouse: readonly CustomKind[]) {
    this.cluster = cluster;
    this.operators = new StandInOperators(cluster.api, [
      ...clickhouse,
      ...certificateKinds,
      ...postgresKinds,
    ]);
  }

  /** Starts one. */
  static async start({ hasClickHouseOperator }: LabOptions): Promise<Lab> {
    const clickhouse = hasClickHouseOperator
      ? clickhouseKinds.map(({ operator: _, ...kind }) => kind)
      : clickhouseKinds;
    const lab = new Lab(await Cluster.start(), clickhouse);
    try {
      await install(lab.cluster.api, [...kindsOfOthers, ...(hasClickHouseOperator ? clickHouseKinds : [])]);
    } catch (error) {
      await lab.stop();
      throw error;
    }
    lab.operators.start();
    return lab;
  }

  /** Ends it. */
  async stop(): Promise<void> {
    await this.operators.stop();
    await this.cluster.stop();
  }
}
