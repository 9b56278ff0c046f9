import type { Refusal } from '../../common/invalid-prop.ts';
import { isCron } from '../../common/cron.ts';
import { containerRefusal, resourcesRefusal } from '../container.ts';
import type { KubernetesDeployment } from '../deployment.ts';
import { isSubdomain } from '../names.ts';
import { bytesExpected, isBytes, quantityOf } from '../quantities.ts';
import type { ClickHouseClusterArgs, RetentionArgs, SecretKey, UserArgs } from './args.ts';
import { monthsThatFit, peakGigabytes, usableShare } from './capacity.ts';
import { keeperContainer, serverContainer } from './containers.ts';

/** What is wrong with the args of a cluster, first finding: what Kubernetes and the operator would let through. */
export function clusterRefusal(
  name: string,
  args: ClickHouseClusterArgs,
  deployment: KubernetesDeployment,
): Refusal | undefined {
  return (
    nameRefusal(name) ??
    layoutRefusal(args, deployment) ??
    containerRefusal(serverContainer(name, args), deployment.env) ??
    resourcesRefusal(keeperContainer(args).resources, 'keeper.resources') ??
    containerRefusal(keeperContainer(args), deployment.env) ??
    volumeRefusal(args) ??
    retentionRefusal(args) ??
    usersRefusal(args) ??
    collectionsRefusal(args) ??
    secretsRefusal(args) ??
    backupRefusal(args, deployment)
  );
}

function nameRefusal(name: string): Refusal | undefined {
  return /^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name)
    ? undefined
    : [
        'name',
        name,
        'at most 15 lower-case letters, digits and hyphens, a letter first',
        'The operator builds the names of pods from it.',
      ];
}

function layoutRefusal(
  { shards, replicas, keeper }: ClickHouseClusterArgs,
  { zones, env }: KubernetesDeployment,
): Refusal | undefined {
  for (const [prop, value] of [
    ['shards', shards],
    ['replicas', replicas],
    ['keeper.replicas', keeper.replicas],
  ] as const)
    if (!Number.isInteger(value) || value < 1)
      return [prop, value, 'a whole number above 0', 'Use 1 for the least.'];
  if (keeper.replicas % 2 === 0 || keeper.replicas > 7)
    return [
      'keeper.replicas',
      keeper.replicas,
      'an odd number up to 7',
      `Half of ${keeper.replicas} is no majority: use ${Math.min(keeper.replicas - 1, 7)}, which bears the loss of as many.`,
    ];
  for (const [prop, value] of [
    ['replicas', replicas],
    ['keeper.replicas', keeper.replicas],
  ] as const)
    if (value > zones.length)
      return [
        prop,
        value,
        `at most ${zones.length}, one for each zone (${zones.join(', ')})`,
        'Lower it, or give the cluster nodes in more zones: two in one zone are lost together.',
      ];
  if (env === 'prod' && replicas > 1 && keeper.replicas < 3)
    return [
      'keeper.replicas',
      keeper.replicas,
      '3 or more in prod, as there are replicas',
      'Without a majority of Keepers no replica takes a row.',
    ];
  return undefined;
}

function volumeRefusal({ volume, previousVolume, keeper }: ClickHouseClusterArgs): Refusal | undefined {
  for (const [prop, value] of [
    ['volume', volume],
    ['previousVolume', previousVolume],
    ['keeper.volume', keeper.volume],
  ] as const)
    if (value !== undefined && !isBytes(value)) return [prop, value, bytesExpected, 'Mend the quantity.'];
  if (previousVolume !== undefined && (quantityOf(volume) ?? 0) < (quantityOf(previousVolume) ?? 0))
    return [
      'volume',
      volume,
      `${previousVolume} or more, which it was`,
      'A volume grows and never shrinks. To get a smaller one, restore a copy into a new cluster.',
    ];
  return undefined;
}

function retentionRefusal(args: ClickHouseClusterArgs): Refusal | undefined {
  const { retention = [], keptGigabytes = 0, shards, volume } = args;
  const wrong = retentionFigureRefusal(retention, keptGigabytes);
  if (wrong !== undefined || retention.length === 0) return wrong;
  const peaks = retention.map((each) => peakGigabytes(each, each.months));
  const all = peaks.reduce((sum, peak) => sum + peak, keptGigabytes);
  const usable = (shards * (quantityOf(volume) ?? 0) * usableShare) / 1e9;
  if (all <= usable) return undefined;
  // The largest can give most.
  const peak = Math.max(...peaks);
  const largest = retention[peaks.indexOf(peak)];
  if (largest === undefined) return undefined;
  const fit = monthsThatFit(largest, usable - (all - peak));
  return [
    `retention.${largest.name}.months`,
    largest.months,
    `at most ${fit}: ${Math.round(all)} GB would have to fit into ${Math.round(usable)} GB, which is 80 % of ${shards} × ${volume}`,
    'Keep events for a shorter time, or give the replicas larger volumes or more shards.',
  ];
}

function retentionFigureRefusal(
  retention: readonly RetentionArgs[],
  keptGigabytes: number,
): Refusal | undefined {
  if (!Number.isFinite(keptGigabytes) || keptGigabytes < 0)
    return ['keptGigabytes', keptGigabytes, 'a number, 0 or more', 'Take it from the diagnostic.'];
  const names = retention.map(({ name }) => name);
  for (const [index, each] of retention.entries()) {
    if (each.name === '' || names.indexOf(each.name) !== index)
      return ['retention', each.name, 'names that differ, none of them empty', 'Name each source once.'];
    const wrong = figureRefusal(each);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function figureRefusal(retention: RetentionArgs): Refusal | undefined {
  const { name, months } = retention;
  if (!Number.isInteger(months) || months < 1 || months > 240)
    return [`retention.${name}.months`, months, 'a whole number from 1 to 240', 'Ten years are 120.'];
  for (const [prop, value] of [
    ['startGigabytes', retention.startGigabytes],
    ['gigabytesPerMonth', retention.gigabytesPerMonth],
    ['growthPercentPerMonth', retention.growthPercentPerMonth ?? 0],
  ] as const)
    if (!Number.isFinite(value) || value < 0)
      return [`retention.${name}.${prop}`, value, 'a number, 0 or more', 'Take it from the diagnostic.'];
  return undefined;
}

/** Names that ClickHouse or the operator keeps for itself. */
const reserved = ['default', 'clickhouse_operator'];

function usersRefusal({ users, profiles, operationsUser }: ClickHouseClusterArgs): Refusal | undefined {
  const profileNames = profiles.map(({ name }) => name);
  for (const [prop, names] of [
    ['users', users.map(({ name }) => name)],
    ['profiles', profileNames],
  ] as const)
    for (const [index, name] of names.entries()) {
      if (!/^[a-z][a-z0-9_]{0,62}$/.test(name) || reserved.includes(name))
        return [
          prop,
          name,
          `lower-case letters, digits and underscores, a letter first, and not ${reserved.join(' or ')}`,
          'Rename it.',
        ];
      if (names.indexOf(name) !== index) return [prop, name, 'names that differ', 'Rename one of the two.'];
    }
  for (const profile of profiles) {
    const wrong = profileRefusal(profile);
    if (wrong !== undefined) return wrong;
  }
  for (const user of users) {
    const wrong = userRefusal(user, profileNames);
    if (wrong !== undefined) return wrong;
  }
  return users.some(({ name }) => name === operationsUser)
    ? undefined
    : ['operationsUser', operationsUser, 'one of the users', 'Name the user that is granted everything.'];
}

function profileRefusal(profile: ClickHouseClusterArgs['profiles'][number]): Refusal | undefined {
  for (const [prop, value] of [
    ['maxQueryMemory', profile.maxQueryMemory],
    ['maxQueryRead', profile.maxQueryRead],
  ] as const)
    if (value !== undefined && !isBytes(value))
      return [`profiles.${profile.name}.${prop}`, value, bytesExpected, 'Mend the quantity.'];
  for (const [prop, value] of [
    ['maxQuerySeconds', profile.maxQuerySeconds],
    ['queriesPerHour', profile.queriesPerHour],
  ] as const)
    if (value !== undefined && (!Number.isInteger(value) || value < 1))
      return [
        `profiles.${profile.name}.${prop}`,
        value,
        'a whole number above 0',
        'Leave it out for the default.',
      ];
  return undefined;
}

function userRefusal(
  { name, profile, networks = [], grants }: UserArgs,
  profiles: readonly string[],
): Refusal | undefined {
  if (!profiles.includes(profile))
    return [
      `users.${name}.profile`,
      profile,
      `one of ${profiles.join(', ')}`,
      'Name a profile of the cluster.',
    ];
  for (const network of networks)
    if (!/^\d{1,3}(\.\d{1,3}){3}(\/([0-9]|[12]\d|3[0-2]))?$/.test(network) || network.endsWith('/0'))
      return [
        `users.${name}.networks`,
        network,
        'addresses such as "10.8.0.0/16", and not all of them',
        'Name where the user comes from.',
      ];
  for (const grant of grants ?? [])
    if (!/^GRANT \S.* ON \S+( WITH GRANT OPTION)?$/.test(grant))
      return [
        `users.${name}.grants`,
        grant,
        'a statement such as "GRANT SELECT ON marts.*"',
        'Leave TO out.',
      ];
  return undefined;
}

function collectionsRefusal({ namedCollections = [] }: ClickHouseClusterArgs): Refusal | undefined {
  const names = namedCollections.map(({ name }) => name);
  for (const [index, { name, values }] of namedCollections.entries()) {
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(name) || names.indexOf(name) !== index)
      return [
        'namedCollections',
        name,
        'names that differ, of lower-case letters, digits and underscores, a letter first',
        'Rename it.',
      ];
    for (const [key, value] of Object.entries(values))
      if (!/^[a-z][a-z0-9_]*$/.test(key) || value === '')
        return [
          `namedCollections.${name}`,
          key,
          'keys of lower-case letters, digits and underscores, none of them without a value',
          'Mend it, or leave it out.',
        ];
  }
  return undefined;
}

/** Every key of a Secret that the cluster needs: the prop that names it, and what its absence leads to. */
function secretKeys({
  users,
  namedCollections = [],
}: ClickHouseClusterArgs): (readonly [string, SecretKey, string])[] {
  const known = 'the operator gives a user whose Secret is missing a password that everyone knows.';
  const waiting = 'the pods of ClickHouse wait for it.';
  return [
    ...users.map(({ name, password }) => [`users.${name}.password`, password, known] as const),
    ...namedCollections.flatMap(({ name, values }) =>
      Object.entries(values).flatMap(([key, value]) =>
        typeof value === 'string' ? [] : [[`namedCollections.${name}.${key}`, value, waiting] as const],
      ),
    ),
  ];
}

function secretsRefusal(args: ClickHouseClusterArgs): Refusal | undefined {
  const { secrets } = args;
  for (const [prop, { secret, key }, absence] of secretKeys(args)) {
    if (!isSubdomain(secret) || key === '')
      return [prop, { secret, key }, 'the name of a Secret and a key in it', 'Name both.'];
    if (secrets !== undefined && !(secrets[secret] ?? []).includes(key))
      return [
        prop,
        `${secret}/${key}`,
        'a key of a Secret that exists in the namespace',
        `Fill it first: ${absence}`,
      ];
  }
  return undefined;
}

function backupRefusal(
  { backup }: ClickHouseClusterArgs,
  { env }: KubernetesDeployment,
): Refusal | undefined {
  if (backup === undefined)
    return env === 'prod'
      ? ['backup', backup, 'a bucket for copies in prod', 'Replicas all follow a DROP: only a copy does not.']
      : undefined;
  for (const [prop, value] of [
    ['schedule', backup.schedule],
    ['restoreCheck', backup.restoreCheck],
  ] as const)
    if (value !== undefined && !isCron(value))
      return [`backup.${prop}`, value, 'a cron line of five fields', 'Leave it out for the default.'];
  const { keep = 14 } = backup;
  if (!Number.isInteger(keep) || keep < 2)
    return ['backup.keep', keep, '2 or more', 'One may be half made while the other is needed.'];
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(backup.bucket))
    return ['backup.bucket', backup.bucket, 'the name of a bucket', 'Write it without gs://.'];
  if (!/^[a-z0-9-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com$/.test(backup.googleServiceAccount))
    return [
      'backup.googleServiceAccount',
      backup.googleServiceAccount,
      'a Google service account such as "backup@acme-prod-4711.iam.gserviceaccount.com"',
      'There is no key: the pods act as it by workload identity.',
    ];
  return undefined;
}
