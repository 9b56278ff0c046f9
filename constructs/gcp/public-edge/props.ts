import { isIP } from 'node:net';
import type { AlertTargets } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import type { Refusal } from '../../common/invalid-prop.ts';
import { pathProblem } from '../run-service-props.ts';
import type { Protection } from './protection.ts';
import { attackOf, attacks } from './protection.ts';

/** What is asked from outside, to know that the service can be reached. */
export interface UptimeProps {
  /** Number of the project, from `ClientFoundation.projectNumber`: the name of the asking account holds it. */
  readonly projectNumber: string;
  /**
   * Path that answers 200 while the service is alive.
   *
   * @default '/health'
   */
  readonly path?: string;
}

/** Props of PublicEdge. */
export interface PublicEdgeProps extends Deployment, AlertTargets {
  /** Name, unique among the edges of the deployment, for instance `advice`. */
  readonly name: string;
  /** Domain names it answers to, for instance `advice.example.com`; their DNS has to name the edge's address. */
  readonly domains: readonly string[];
  /**
   * What becomes of a request that no rule names: `allow` lets everyone in who is within the limits, `deny` only
   * `allowedIpRanges`.
   *
   * @default 'allow'
   */
  readonly defaultAction?: 'allow' | 'deny';
  /**
   * Addresses that may call, as CIDR ranges, for instance `203.0.113.0/24`. Goes with `defaultAction` `deny`.
   *
   * @default - everyone
   */
  readonly allowedIpRanges?: readonly string[];
  /**
   * How much is seen as an attack: from 1, little and hardly ever wrong, to 4, much and often wrong.
   *
   * @default 1
   */
  readonly wafSensitivity?: 1 | 2 | 3 | 4;
  /**
   * Whether attacks are logged and let through, to see what would be refused. Refused in `prod`. Attacks on known
   * holes are always refused.
   *
   * @default false
   */
  readonly wafPreview?: boolean;
  /**
   * Rules that refuse what the service needs, for instance `owasp-crs-v030301-id942432-sqli`. The logs name them.
   *
   * @default []
   */
  readonly wafIgnoredRules?: readonly string[];
  /**
   * Requests one address may make in a minute.
   *
   * @default 120
   */
  readonly requestsPerMinute?: number;
  /**
   * How long an address that made more is refused, in seconds.
   *
   * @default 600
   */
  readonly banSeconds?: number;
  /**
   * Asks the service through the edge and the first of the `domains`, and tells people when it does not answer. The
   * service has to know `https://` and that domain as its `audience`. Not with `defaultAction` `deny`: Google asks from
   * addresses of its own.
   *
   * @default - nobody asks
   */
  readonly uptime?: UptimeProps;
}

/** A Cloud Run service that something else made. */
export interface ExistingRunService {
  /** Name of the service. */
  readonly name: string;
  /** Region it runs in. */
  readonly location: string;
  /** Its ingress setting, for instance `INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER`. */
  readonly ingress: string;
  /**
   * Audiences it knows beside its own address.
   *
   * @default []
   */
  readonly audiences?: readonly string[];
}

/** The protection the props ask for, with its defaults. */
export function protectionOf(props: PublicEdgeProps): Protection {
  return {
    defaultAction: props.defaultAction ?? 'allow',
    allowedIpRanges: props.allowedIpRanges ?? [],
    wafSensitivity: props.wafSensitivity ?? 1,
    wafPreview: props.wafPreview ?? false,
    wafIgnoredRules: props.wafIgnoredRules ?? [],
    requestsPerMinute: props.requestsPerMinute ?? 120,
    banSeconds: props.banSeconds ?? 600,
  };
}

/** The first thing that is wrong with where the edge stands and leads, or `undefined`. */
export function targetProblem(
  { exposure }: PublicEdgeProps,
  { name, location, ingress }: ExistingRunService,
  region: string,
): Refusal | undefined {
  if (exposure !== 'public')
    return [
      'exposure',
      exposure ?? 'private',
      '"public"',
      'Nothing of this deployment may be reached from the internet: decide that first, then set exposure.',
    ];
  if (ingress !== 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER')
    return [
      'service.ingress',
      ingress,
      'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      ingress === 'INGRESS_TRAFFIC_INTERNAL_ONLY'
        ? `A load balancer cannot reach ${name}: set its ingress to "load-balancer".`
        : `Callers could pass by the edge and its rules: set the ingress of ${name} to "load-balancer".`,
    ];
  if (location !== region)
    return [
      'service.location',
      location,
      `the region of the deployment, ${region}`,
      'Make the edge in the deployment of the service.',
    ];
  return undefined;
}

/** The first thing that is wrong with how the edge is asked from outside, or `undefined`. */
export function uptimeProblem(
  { uptime, domains: [domain = ''], defaultAction }: PublicEdgeProps,
  { audiences = [] }: ExistingRunService,
): Refusal | undefined {
  if (uptime === undefined) return undefined;
  if (defaultAction === 'deny')
    return [
      'uptime and defaultAction',
      'deny',
      'one of the two',
      "Google's checks come from many addresses: leave uptime out, and watch the service by its objectives.",
    ];
  if (!audiences.includes(`https://${domain}`))
    return [
      'service.audience',
      audiences,
      `https://${domain} among them, as uptime asks with a token for it`,
      'Set the audience of the service.',
    ];
  return pathProblem('uptime.path', uptime.path ?? '/health', '/health');
}

/** The first thing that is wrong with what the edge answers to, and how it judges, or `undefined`. */
export function propProblem(props: PublicEdgeProps): Refusal | undefined {
  return nameProblem(props) ?? accessProblem(props) ?? limitProblem(props);
}

function nameProblem({ name, domains }: PublicEdgeProps): Refusal | undefined {
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name))
    return ['name', name, 'lower-case letters, digits and hyphens, a letter first', 'Mend the name.'];
  if (domains.length === 0 || domains.length > 100)
    return ['domains', domains, 'from 1 to 100 domain names', 'Name the domains the service is called by.'];
  const wrong = domains.find(
    (domain) => domain.length > 253 || !/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domain),
  );
  if (wrong !== undefined)
    return [
      'domains',
      wrong,
      'a domain name in lower case, without a wildcard',
      'Google makes no certificate for wildcards: name each domain.',
    ];
  const twice = domains.find((domain, index) => domains.indexOf(domain) !== index);
  return twice === undefined
    ? undefined
    : ['domains', twice, 'names that differ', 'Take one of the two out.'];
}

function accessProblem(props: PublicEdgeProps): Refusal | undefined {
  const { defaultAction = 'allow', allowedIpRanges = [], wafPreview = false, env } = props;
  if (defaultAction === 'deny' && allowedIpRanges.length === 0)
    return [
      'allowedIpRanges',
      props.allowedIpRanges,
      'at least one range, as defaultAction is "deny"',
      'Nobody could call: name the addresses that may.',
    ];
  if (defaultAction === 'allow' && allowedIpRanges.length > 0)
    return [
      'allowedIpRanges',
      allowedIpRanges,
      'nothing, as defaultAction is "allow"',
      'Set defaultAction to "deny" to let only these addresses in, or leave the ranges out.',
    ];
  const wrong = allowedIpRanges.find((range) => !isRange(range));
  if (wrong !== undefined)
    return [
      'allowedIpRanges',
      wrong,
      'a CIDR range such as "203.0.113.0/24", and not the whole internet',
      'To let everyone in, leave the ranges and defaultAction out.',
    ];
  if (wafPreview && env === 'prod')
    return [
      'wafPreview',
      true,
      'false in prod',
      'Try the rules in dev, then leave out those that are wrong.',
    ];
  return undefined;
}

function limitProblem(props: PublicEdgeProps): Refusal | undefined {
  const { wafSensitivity, wafIgnoredRules, requestsPerMinute, banSeconds } = protectionOf(props);
  if (!isWhole(wafSensitivity, 1, 4))
    return ['wafSensitivity', wafSensitivity, 'a whole number from 1 to 4', 'Leave it out for 1.'];
  const known = new Set<string | undefined>(attacks);
  const unknown = wafIgnoredRules.find((rule) => !known.has(attackOf(rule)));
  if (unknown !== undefined)
    return [
      'wafIgnoredRules',
      unknown,
      'the id of a rule such as "owasp-crs-v030301-id942432-sqli"',
      'Copy it from preconfiguredExprIds in the log of a request that was refused.',
    ];
  if (!isWhole(requestsPerMinute, 1, 10_000))
    return [
      'requestsPerMinute',
      requestsPerMinute,
      'a whole number from 1 to 10000',
      'Leave it out for 120.',
    ];
  if (!isWhole(banSeconds, 60, 3600))
    return ['banSeconds', banSeconds, 'a whole number from 60 to 3600', 'Leave it out for 600.'];
  return undefined;
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function isRange(text: string): boolean {
  const [address = '', bits = '', ...more] = text.split('/');
  const version = isIP(address);
  return (
    more.length === 0 &&
    version !== 0 &&
    /^\d+$/.test(bits) &&
    isWhole(Number(bits), 1, version === 4 ? 32 : 128)
  );
}
