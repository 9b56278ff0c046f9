/** A port that figures are collected from. */
export interface MetricsPort {
  /** Its name in the pod. */
  readonly name: string;
  /** Its number. */
  readonly port: number;
}

/** A service that is promised something. */
export interface ServiceObjective {
  /** Name of the service, as its Service is called. */
  readonly name: string;
  /** Share of calls without a fault, for instance 0.995. */
  readonly availability: number;
  /**
   * Milliseconds within which `latencyShare` of the calls are answered: 50, 100, 250, 500, 1000, 2500, 5000 or 10000.
   *
   * @default - nothing is promised
   */
  readonly latencyMs?: number;
  /**
   * Share of calls that are answered in time.
   *
   * @default 0.99
   */
  readonly latencyShare?: number;
  /**
   * Port with the metrics `http_requests_total{status}` and `http_request_duration_seconds_bucket`, at `/metrics`.
   *
   * @default { name: 'http', port: 8080 }
   */
  readonly metrics?: MetricsPort;
}

/** A ClickHouse cluster that is watched. */
export interface WatchedClickHouse {
  /** Name of the installation. */
  readonly name: string;
  /** Replicas of every shard. */
  readonly replicas: number;
  /** How many Keepers there are. */
  readonly keepers: number;
  /**
   * Whether copies are made, so that a missing one is told.
   *
   * @default true
   */
  readonly backup?: boolean;
}

/** A PostgreSQL cluster that is watched. */
export interface WatchedPostgres {
  /** Name of the cluster. */
  readonly name: string;
  /** How many instances there are. */
  readonly instances: number;
}

/** Args of `Observability`. */
export interface ObservabilityArgs {
  /**
   * What collects: the operator of Prometheus, the managed collection of GKE, or nothing, for a cluster that has neither
   * (then dashboards and rules are made as ConfigMaps for whoever reads them).
   *
   * @default 'prometheus-operator'
   */
  readonly collector?: 'prometheus-operator' | 'gke-managed' | 'none';
  /**
   * Namespace of what collects.
   *
   * @default - `monitoring`, and on GKE `gmp-system`
   */
  readonly collectorNamespace?: string;
  /**
   * Labels by which the Prometheus of the cluster finds its rules and monitors, for instance `{ release: "prometheus" }`.
   *
   * @default {}
   */
  readonly selectedBy?: Readonly<Record<string, string>>;
  /** Web address of the runbooks; `/<name of the alert>.md` is added, for instance `https://github.com/acme/data/blob/main/docs/runbooks`. */
  readonly runbookUrl: string;
  /**
   * Services that are promised something.
   *
   * @default []
   */
  readonly services?: readonly ServiceObjective[];
  /**
   * ClickHouse clusters.
   *
   * @default []
   */
  readonly clickhouse?: readonly WatchedClickHouse[];
  /**
   * PostgreSQL clusters.
   *
   * @default []
   */
  readonly postgres?: readonly WatchedPostgres[];
  /**
   * Jobs on a schedule that have to succeed, with the hours that may pass between two successes. Read from the figures of
   * kube-state-metrics.
   *
   * @default {}
   */
  readonly jobs?: Readonly<Record<string, number>>;
}
