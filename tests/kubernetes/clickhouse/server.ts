// ClickHouse's own engine as a server on loopback, with the configuration that a cluster would have: its users, their grants,
// limits and passwords. The engine is `clickhouse local`, which has no Keeper, no replicas, no TLS and no cluster.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Setting, Settings } from '#constructs/kubernetes/custom-resources/clickhouse.ts';
import { npm } from '../../tools/npm.ts';
import { once } from '../../tools/once.ts';
import { freePorts } from '../cluster/processes.ts';

const system = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`;
const library = { name: `@chdb/lib-${system}`, version: '26.7.3-stable.1' };
const cache = path.resolve(import.meta.dirname, '../../../.cache/clickhouse', library.version);

/** What a cluster says to its servers, in the fields of a ClickHouseInstallation. */
export interface Configuration {
  readonly users: Settings;
  readonly profiles: Settings;
  readonly quotas: Settings;
  readonly settings: Settings;
  readonly files: Readonly<Record<string, string>>;
}

/** A server that runs. */
export interface ClickHouse {
  /** Port of the HTTP interface on 127.0.0.1. */
  readonly http: number;
  /** Port of the native protocol on 127.0.0.1. */
  readonly native: number;
  /** Asks as a user; throws what the server says against it. */
  readonly ask: (user: string, sql: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server.
 *
 * @param folder what it keeps, `data` below it, is there again when another starts on it
 * @param allowed a folder that it may copy to and restore from
 * @returns when it answers; takes seconds. Every user's password is `secret-of-<user>`
 */
export async function startClickHouse(
  folder: string,
  configuration: Configuration,
  allowed = folder,
): Promise<ClickHouse> {
  const installed = await ensureLibrary();
  const [http = 0, native = 0] = await freePorts(2);
  const variables = writeConfiguration(folder, configuration, allowed);
  const options = {
    'config-file': path.join(folder, 'config.xml'),
    path: path.join(folder, 'data'),
    listen_host: '127.0.0.1',
    http_port: http,
    tcp_port: native,
  };
  const child = spawn(
    'python3',
    [
      path.join(import.meta.dirname, 'server.py'),
      installed,
      ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...variables } },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<void>((resolve) =>
    child.on('close', () => {
      resolve();
    }),
  );
  while (!(await answers(http))) {
    if (child.exitCode !== null) throw new Error(`ClickHouse did not start:\n${said}`);
    await wait(100);
  }
  return {
    http,
    native,
    ask: (user, sql) => ask(http, user, sql),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The engine, from the package that Node's binding of chdb loads. */
async function ensureLibrary(): Promise<string> {
  await once(cache, () => {
    rmSync(cache, { recursive: true, force: true });
    npm(import.meta.dirname, 'install', '--no-save', '--prefix', cache, `${library.name}@${library.version}`);
    return Promise.resolve();
  });
  return path.join(cache, 'node_modules', library.name, 'libchdb.so');
}

/** Writes what the operator makes of a configuration; gives the variables with the passwords. */
function writeConfiguration(
  folder: string,
  { users, profiles, quotas, settings, files }: Configuration,
  allowed: string,
): Record<string, string> {
  const write = (name: string, text: string): void => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  // `clickhouse local` makes neither folder by itself; a server does.
  for (const name of ['data/flags', 'data/backup']) mkdirSync(path.join(folder, name), { recursive: true });
  // Everything needs a grant that can be made to: an image asks for less, a client may ask for all.
  write(
    'config.xml',
    `<clickhouse><users_config>${folder}/users.xml</users_config><backups><allowed_path>${allowed}</allowed_path></backups>
<macros><shard>0</shard><replica>chi-main-main-0-0</replica><cluster>main</cluster></macros>
<access_control_improvements><on_cluster_queries_require_cluster_grant>true</on_cluster_queries_require_cluster_grant>
<select_from_system_db_requires_grant>true</select_from_system_db_requires_grant>
<select_from_information_schema_requires_grant>true</select_from_information_schema_requires_grant>
<table_engines_require_grant>true</table_engines_require_grant></access_control_improvements></clickhouse>`,
  );
  // As in the image. The engine itself runs as this user, so the file that takes it away is not for here.
  write(
    'users.xml',
    `<clickhouse><users><default><password>${passwordOf('default')}</password><profile>default</profile><quota>default</quota></default></users>
<profiles><default/></profiles><quotas><default/></quotas></clickhouse>`,
  );
  const secrets: Record<string, string> = {};
  write('users.d/cluster.xml', document({ users, profiles, quotas }, secrets));
  write('config.d/cluster.xml', document({ '': settings }, secrets));
  for (const [name, text] of Object.entries(files)) if (!name.includes('default-user')) write(name, text);
  return secrets;
}

/** The password of a user. */
export function passwordOf(user: string): string {
  return user === 'default' ? '' : `secret-of-${user}`;
}

/** Settings by path as one document, as the operator writes it. */
function document(sections: Readonly<Record<string, Settings>>, secrets: Record<string, string>): string {
  const root: Element = { children: new Map(), values: [] };
  for (const [section, settings] of Object.entries(sections))
    for (const [name, value] of Object.entries(settings)) {
      const steps = [...(section === '' ? [] : [section]), ...name.split('/')];
      const place = steps.reduce(childOf, root);
      place.values.push(...valuesOf(value, steps, secrets));
    }
  return `<clickhouse>${contentOf(root)}</clickhouse>\n`;
}

interface Element {
  readonly children: Map<string, Element>;
  /** Attributes and text of each element of this name. */
  readonly values: { readonly attributes: string; readonly text: string }[];
}

function childOf(parent: Element, name: string): Element {
  const child = parent.children.get(name) ?? { children: new Map<string, Element>(), values: [] };
  parent.children.set(name, child);
  return child;
}

function contentOf({ children }: Element): string {
  return [...children]
    .flatMap(([name, child]) =>
      child.children.size > 0
        ? [`<${name}>${contentOf(child)}</${name}>`]
        : child.values.map(({ attributes, text }) => `<${name}${attributes}>${text}</${name}>`),
    )
    .join('');
}

function valuesOf(
  value: Setting,
  steps: readonly string[],
  secrets: Record<string, string>,
): Element['values'] {
  if (typeof value === 'object' && 'valueFrom' in value) {
    const variable = steps.join('_').toUpperCase();
    secrets[variable] = passwordOf(steps[1] ?? '');
    return [{ attributes: ` from_env="${variable}"`, text: '' }];
  }
  const all = typeof value === 'object' ? value : [value];
  return all.map((each) => ({ attributes: '', text: escaped(String(each)) }));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ping`).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function ask(port: number, user: string, sql: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'X-ClickHouse-User': user, 'X-ClickHouse-Key': passwordOf(user) },
    body: sql,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text.trimEnd();
}
