// The cluster of the platform, with the users that the template gives it.
import {
  filesOf,
  profilesOf,
  quotasOf,
  serverSettings,
  usersOf,
} from '#constructs/kubernetes/clickhouse-cluster/configuration.ts';
import { users } from '../../../templates/stacks/clickhouse-kubernetes/files/infra/kubernetes/platform/users.ts';
import { analytics } from '../../constructs/kubernetes/clusters.ts';
import type { Configuration } from './server.ts';

/** What it is made of. */
export const cluster = { ...analytics, ...users };

/** What it says to its servers. */
export const configuration: Configuration = {
  users: usersOf(cluster.users),
  profiles: profilesOf(cluster),
  quotas: quotasOf(cluster.profiles),
  settings: serverSettings,
  files: filesOf(cluster),
};
