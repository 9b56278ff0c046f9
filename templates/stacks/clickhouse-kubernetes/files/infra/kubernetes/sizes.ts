import type { QuotaArgs } from '#constructs/kubernetes/restricted-namespace/index.ts';
import { quantityOf } from '#constructs/kubernetes/quantities.ts';
import type { Settings } from '#constructs/common/settings.ts';

/** What a size of the warehouse is made of. */
export interface Size {
  readonly shards: number;
  readonly replicas: number;
  readonly cpu: string;
  readonly memory: string;
  readonly volume: string;
  readonly keepers: number;
  readonly postgresInstances: number;
  /** What all pods of the warehouse's namespace may ask for: about twice the pods, so that a replica can be replaced. */
  readonly quota: QuotaArgs;
}

// A replica and what the cluster itself needs fit on a node: of 4 processors and 16 GiB, for growth of 8 and 32.
const sizes = {
  'single-node': {
    shards: 1,
    replicas: 1,
    cpu: '1',
    memory: '4Gi',
    volume: '100Gi',
    keepers: 1,
    postgresInstances: 1,
    quota: { cpu: '8', memory: '24Gi', storage: '300Gi' },
  },
  starter: {
    shards: 1,
    replicas: 2,
    cpu: '2',
    memory: '10Gi',
    volume: '500Gi',
    keepers: 3,
    postgresInstances: 3,
    quota: { cpu: '24', memory: '96Gi', storage: '2Ti' },
  },
  growth: {
    shards: 2,
    replicas: 2,
    cpu: '6',
    memory: '24Gi',
    volume: '2Ti',
    keepers: 3,
    postgresInstances: 3,
    quota: { cpu: '96', memory: '640Gi', storage: '10Ti' },
  },
} as const satisfies Record<string, Size>;

/**
 * The size of the settings, `kubernetes.size`: `single-node` for one machine, `starter` for about 1 TB, `growth` for about
 * 10 TB of data before compression. `kubernetes.clickhouse` may say another number of shards or replicas, other resources
 * or a larger volume.
 */
export function sizeOf(settings: Settings): Size {
  const base = sizes[settings.oneOf('kubernetes.size', ['single-node', 'starter', 'growth'], 'starter')];
  const own = settings.section('kubernetes.clickhouse');
  const pods = {
    shards: own.number('shards', base.shards),
    replicas: own.number('replicas', base.replicas),
    cpu: own.text('cpu', base.cpu),
    memory: own.text('memory', base.memory),
    volume: own.text('volume', base.volume),
  };
  return { ...base, ...pods, quota: quotaFor(base, pods) };
}

type Pods = Pick<Size, 'shards' | 'replicas' | 'cpu' | 'memory' | 'volume'>;

/**
 * The quota of a size, larger by as much as ClickHouse is to be: what is above a quota the operator cannot make, and says
 * "Completed" all the same.
 */
function quotaFor(base: Size, wanted: Pods): QuotaArgs {
  const { cpu, memory, storage } = base.quota;
  return {
    cpu: grown(cpu, timesMore('cpu', base, wanted), 1, ''),
    memory: grown(memory, timesMore('memory', base, wanted), 1024 ** 3, 'Gi'),
    storage: grown(storage ?? '0', timesMore('volume', base, wanted), 1024 ** 3, 'Gi'),
  };
}

/** What is no quantity counts as the size's own: ClickHouseCluster refuses it, and says what it is. */
function timesMore(what: 'cpu' | 'memory' | 'volume', base: Pods, wanted: Pods): number {
  const usual = quantityOf(base[what]) ?? 1;
  const each = (quantityOf(wanted[what]) ?? usual) / usual;
  return (each * wanted.shards * wanted.replicas) / (base.shards * base.replicas);
}

function grown(quantity: string, times: number, unit: number, suffix: string): string {
  return times <= 1 ? quantity : `${Math.ceil(((quantityOf(quantity) ?? 0) * times) / unit)}${suffix}`;
}
