import { environment, imageProblem } from '../common/container.ts';
import type { Environment } from '../common/deployment.ts';
import type { Refusal } from '../common/invalid-prop.ts';
import { isObjectName, isSubdomain, nameExpected } from './names.ts';
import { bytesExpected, cpuExpected, isBytes, isCpu, quantityOf, twice } from './quantities.ts';

/** Processors and memory of a container. */
export interface ContainerResources {
  /** Processors that are kept for it, for instance `500m`. */
  readonly cpu: string;
  /** Memory that is kept for it, and that it may not exceed, for instance `1Gi`. */
  readonly memory: string;
  /**
   * Most processors it may use.
   *
   * @default - twice `cpu`
   */
  readonly cpuLimit?: string;
  /**
   * Disk for logs and scratch folders.
   *
   * @default '1Gi'
   */
  readonly ephemeralStorage?: string;
}

/** A Secret that a container reads as files, one a key. It has to exist: nothing here makes it. */
export interface SecretFiles {
  /** Name of the Secret, in the same namespace. */
  readonly secret: string;
  /** Folder the files are in, for instance `/secrets/warehouse`. */
  readonly mountPath: string;
}

/** A ConfigMap that a container reads as files, one a key. */
export interface ConfigFiles {
  /** Name of the ConfigMap, in the same namespace. */
  readonly configMap: string;
  /** Folder the files are in, for instance `/scripts`. */
  readonly mountPath: string;
}

/** A port that a container listens on. */
export interface ContainerPort {
  /** Name, unique in the container, for instance `http`: at most 15 lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Number, above 1023: smaller ones need a privilege. */
  readonly port: number;
}

/** How a container is asked whether it works: over HTTP where `path` is given, else by opening a connection. */
export interface Probe {
  /** Name of the port that is asked. */
  readonly port: string;
  /**
   * Path that answers 200, for instance `/health`.
   *
   * @default - a connection is opened
   */
  readonly path?: string;
  /**
   * Whether the port speaks TLS.
   *
   * @default false
   */
  readonly tls?: boolean;
}

/** The probes of a container. */
export interface Probes {
  /** Whether it may get calls: must not depend on anything that all replicas share. */
  readonly readiness: Probe;
  /** Whether it has to be restarted: must depend on nothing but the process itself. */
  readonly liveness: Probe;
  /**
   * Seconds it may take to start.
   *
   * @default 120
   */
  readonly startSeconds?: number;
}

/** One container: what it runs. How safely it runs is not up to it. */
export interface ContainerArgs {
  /** Image with an exact tag, or with a digest, as `prod` asks for. */
  readonly image: string;
  /**
   * Command in place of the image's.
   *
   * @default - that of the image
   */
  readonly command?: readonly string[];
  /**
   * Arguments for the command.
   *
   * @default - those of the image
   */
  readonly args?: readonly string[];
  /**
   * Environment variables. Never a secret: give those as files.
   *
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Secrets it reads, as files.
   *
   * @default []
   */
  readonly secrets?: readonly SecretFiles[];
  /**
   * Settings and scripts it reads, as files.
   *
   * @default []
   */
  readonly files?: readonly ConfigFiles[];
  /** Processors and memory. */
  readonly resources: ContainerResources;
  /**
   * Folders it may write to, emptied with the pod. Everything else is read-only.
   *
   * @default ['/tmp']
   */
  readonly scratch?: readonly string[];
  /**
   * Numeric user and group it runs as; never 0.
   *
   * @default 10001
   */
  readonly user?: number;
}

/** A container's place in a pod. */
interface Placed {
  readonly name: string;
  readonly ports?: readonly ContainerPort[];
  readonly probes?: Probes;
  readonly mounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** What no container of ours may do, whatever it runs. */
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What no pod of ours may do. */
export function podSecurity(user: number) {
  return {
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    runAsGroup: user,
    runAsNonRoot: true,
    runAsUser: user,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** User that containers run as when nothing else is said. */
export const ordinaryUser = 10001;

/** The requests and limits of a container. */
export function resourcesOf({ cpu, memory, cpuLimit, ephemeralStorage = '1Gi' }: ContainerResources) {
  return {
    requests: { cpu, memory, 'ephemeral-storage': ephemeralStorage },
    limits: { cpu: cpuLimit ?? twice(cpu), memory, 'ephemeral-storage': ephemeralStorage },
  };
}

/** The container as Kubernetes has it. */
export function containerOf(args: ContainerArgs, { name, ports = [], probes, mounts = [] }: Placed) {
  const { scratch = ['/tmp'], secrets = [], files = [], environment: variables = {} } = args;
  const volumeMounts = [
    ...scratch.map((mountPath, index) => ({ name: `scratch-${index}`, mountPath })),
    ...secrets.map(({ secret, mountPath }) => ({
      name: volumeOf('secret', secret),
      mountPath,
      readOnly: true,
    })),
    ...files.map(({ configMap, mountPath }) => ({
      name: volumeOf('files', configMap),
      mountPath,
      readOnly: true,
    })),
    ...mounts,
  ];
  return {
    name,
    image: args.image,
    imagePullPolicy: 'Always',
    ...(args.command === undefined ? {} : { command: [...args.command] }),
    ...(args.args === undefined ? {} : { args: [...args.args] }),
    ...(Object.keys(variables).length === 0 ? {} : { env: environment(variables) }),
    ...(ports.length === 0
      ? {}
      : { ports: ports.map((port) => ({ name: port.name, containerPort: port.port, protocol: 'TCP' })) }),
    ...(probes === undefined ? {} : probesOf(probes)),
    resources: resourcesOf(args.resources),
    securityContext: containerSecurity,
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
}

/** The volumes that go with {@link containerOf}. */
export function volumesOf({ scratch = ['/tmp'], secrets = [], files = [], resources }: ContainerArgs) {
  return [
    ...scratch.map((_, index) => ({
      name: `scratch-${index}`,
      emptyDir: { sizeLimit: resources.ephemeralStorage ?? '1Gi' },
    })),
    ...secrets.map(({ secret }) => ({
      name: volumeOf('secret', secret),
      // 0440: the group of the pod reads it.
      secret: { secretName: secret, defaultMode: 0o440 },
    })),
    ...files.map(({ configMap }) => ({
      name: volumeOf('files', configMap),
      configMap: { name: configMap, defaultMode: 0o444 },
    })),
  ];
}

function volumeOf(kind: 'secret' | 'files', name: string): string {
  return `${kind}-${name.replaceAll('.', '-')}`.slice(0, 63).replace(/-+$/, '');
}

function probesOf({ readiness, liveness, startSeconds = 120 }: Probes) {
  const period = 5;
  return {
    startupProbe: {
      ...asked(liveness),
      periodSeconds: period,
      failureThreshold: Math.ceil(startSeconds / period),
    },
    readinessProbe: { ...asked(readiness), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    // Slower to act than the readiness probe, as a restart costs more than a pause.
    livenessProbe: { ...asked(liveness), periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 },
  };
}

function asked({ port, path, tls }: Probe) {
  return path === undefined
    ? { tcpSocket: { port } }
    : { httpGet: { path, port, scheme: tls === true ? 'HTTPS' : 'HTTP' } };
}

/** What is wrong with a container, first finding. */
export function containerRefusal(
  args: ContainerArgs,
  env: Environment,
  { ports = [], probes }: Pick<Placed, 'ports' | 'probes'> = {},
): Refusal | undefined {
  const problem = imageProblem(args.image, env);
  if (problem !== undefined)
    return ['image', args.image, problem, 'Let the deploy workflow note tag and digest in images.lock.yaml.'];
  return (
    resourcesRefusal(args.resources) ??
    portsRefusal(ports) ??
    probeRefusal(ports, probes) ??
    mountsRefusal(args) ??
    userRefusal(args.user)
  );
}

/** What is wrong with the processors and memory of a container. */
export function resourcesRefusal(resources: ContainerResources, prop = 'resources'): Refusal | undefined {
  const { cpu, memory, cpuLimit = twice(cpu), ephemeralStorage = '1Gi' } = resources;
  const mend = 'Mend the quantity: an operator stops at it for all it watches.';
  if (!isCpu(cpu)) return [`${prop}.cpu`, cpu, cpuExpected, mend];
  if (!isCpu(cpuLimit)) return [`${prop}.cpuLimit`, cpuLimit, cpuExpected, mend];
  if (!isBytes(memory)) return [`${prop}.memory`, memory, bytesExpected, mend];
  if (!isBytes(ephemeralStorage)) return [`${prop}.ephemeralStorage`, ephemeralStorage, bytesExpected, mend];
  if ((quantityOf(cpuLimit) ?? 0) < (quantityOf(cpu) ?? 0))
    return [
      `${prop}.cpuLimit`,
      cpuLimit,
      `${cpu} or more, which is kept for it`,
      'Leave it out for twice as much.',
    ];
  return undefined;
}

function portsRefusal(ports: readonly ContainerPort[]): Refusal | undefined {
  for (const { name, port } of ports) {
    if (!/^[a-z]([a-z0-9-]{0,13}[a-z0-9])?$/.test(name))
      return [
        'ports',
        name,
        'a name of at most 15 lower-case letters, digits and hyphens',
        'Rename the port.',
      ];
    if (!Number.isInteger(port) || port < 1024 || port > 65_535)
      return [`ports.${name}`, port, 'a number from 1024 to 65535', 'Let the program listen on such a port.'];
  }
  const names = ports.map(({ name }) => name);
  const twiceUsed = names.find((name, index) => names.indexOf(name) !== index);
  return twiceUsed === undefined
    ? undefined
    : ['ports', twiceUsed, 'names that differ', 'Rename one of the two.'];
}

function probeRefusal(ports: readonly ContainerPort[], probes: Probes | undefined): Refusal | undefined {
  if (probes === undefined) return undefined;
  const names = ports.map(({ name }) => name);
  for (const prop of ['readiness', 'liveness'] as const)
    if (!names.includes(probes[prop].port))
      return [
        `probes.${prop}.port`,
        probes[prop].port,
        `one of its ports: ${names.join(', ') || 'it has none'}`,
        'Name the port the program answers on.',
      ];
  return undefined;
}

function mountsRefusal({ scratch = [], secrets = [], files = [] }: ContainerArgs): Refusal | undefined {
  for (const { secret } of secrets)
    if (!isSubdomain(secret))
      return ['secrets', secret, 'the name of a Secret', 'Name one that exists in the namespace.'];
  const paths = [...scratch, ...[...secrets, ...files].map(({ mountPath }) => mountPath)];
  for (const [index, path] of paths.entries()) {
    if (!/^\/[^/]/.test(path))
      return ['scratch or secrets', path, 'an absolute path below /', 'Begin it with a slash.'];
    if (paths.indexOf(path) !== index)
      return ['scratch or secrets', path, 'folders that differ', 'Give each a folder of its own.'];
  }
  return undefined;
}

function userRefusal(user = ordinaryUser): Refusal | undefined {
  return Number.isInteger(user) && user > 0 && user < 2 ** 31
    ? undefined
    : ['user', user, 'the number of a user other than root', `Leave it out for ${ordinaryUser}.`];
}

/** What is wrong with the name of something in a namespace. */
export function nameRefusal(name: string, prop = 'name'): Refusal | undefined {
  return isObjectName(name) ? undefined : [prop, name, nameExpected, 'Rename it.'];
}
