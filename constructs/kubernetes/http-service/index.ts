import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { nameRefusal } from '../container.ts';
import type {
  BackendTrafficPolicySpec,
  CertificateSpec,
  GatewaySpec,
  GcpBackendPolicySpec,
  HttpRouteSpec,
} from '../custom-resources/gateway.ts';
import {
  backendTrafficPolicyKind,
  certificateKind,
  gatewayKind,
  gcpBackendPolicyKind,
  httpRouteKind,
} from '../custom-resources/gateway.ts';
import { customResource } from '../custom-resources/kind.ts';
import { isHostName, isSubdomain } from '../names.ts';
import { NamespacedComponent } from '../namespaced-component.ts';
import type { PodPeer } from '../peers.ts';
import type { RestrictedNamespace } from '../restricted-namespace/index.ts';
import type { WorkloadArgs } from '../workload/index.ts';
import { Workload } from '../workload/index.ts';

/** A certificate for a host, got and renewed by cert-manager. */
export interface TlsArgs {
  /** Name of the issuer. */
  readonly issuer: string;
  /**
   * Whether the issuer is for the whole cluster or one of the namespace.
   *
   * @default 'ClusterIssuer'
   */
  readonly issuerKind?: 'ClusterIssuer' | 'Issuer';
}

/** What limits the calls that come in from outside. */
export interface RateLimitArgs {
  /**
   * Calls in a minute that each proxy of Envoy Gateway lets through. Exclusive of `securityPolicy`.
   *
   * @default - not by Envoy Gateway
   */
  readonly requestsPerMinute?: number;
  /**
   * Name of a policy of Cloud Armor that limits them, on GKE. Exclusive of `requestsPerMinute`.
   *
   * @default - not by Cloud Armor
   */
  readonly securityPolicy?: string;
}

/** A way in from outside the cluster. */
export interface RouteArgs {
  /** Host name it is reached at, for instance `api.example.com`. */
  readonly host: string;
  /** Class of the Gateway, for instance `eg` or `gke-l7-regional-external-managed`. */
  readonly gatewayClass: string;
  /**
   * Certificate of the host. There is no way in without one: a host without it is refused.
   *
   * @default - refused
   */
  readonly tls?: TlsArgs;
  /**
   * Whether the class is reached from private networks only. Anything else needs a deployment whose exposure is
   * `public`.
   *
   * @default false
   */
  readonly internal?: boolean;
  /**
   * What limits the calls.
   *
   * @default { requestsPerMinute: 600 }
   */
  readonly rateLimit?: RateLimitArgs;
  /**
   * Seconds after which a call is given up.
   *
   * @default 30
   */
  readonly timeoutSeconds?: number;
}

/** Args of {@link HttpService}. */
export interface HttpServiceArgs extends WorkloadArgs {
  /**
   * A way in from outside the cluster.
   *
   * @default - reached from within the cluster only
   */
  readonly route?: RouteArgs;
}

/**
 * A program that answers HTTP: replicas that follow the load, and if asked for a way in from outside, with a
 * certificate and a limit of calls.
 */
export class HttpService extends NamespacedComponent {
  /** The program. */
  readonly workload: Workload;
  /** Its pods, for `Connections`. */
  readonly peer: PodPeer;
  /** Port that its Service listens on. */
  readonly port: number;

  constructor(
    name: string,
    namespace: RestrictedNamespace,
    args: HttpServiceArgs,
    options?: ComponentResourceOptions,
  ) {
    super('HttpService', name, namespace, options);
    const { route, ...workload } = args;
    this.stopFor(nameRefusal(args.name ?? name));
    if (route !== undefined) this.checkRoute(route);
    this.workload = new Workload(
      name,
      namespace,
      {
        ...workload,
        ...(args.replicas === undefined && args.autoscaling === undefined && args.volume === undefined
          ? { autoscaling: { min: 3, max: 10 } }
          : {}),
      },
      { parent: this },
    );
    this.peer = this.workload.peer;
    this.port = args.ports[0]?.port ?? 0;
    if (route !== undefined) this.open(name, this.workload.name, route);
    this.registerOutputs({ service: this.workload.name });
  }

  private open(name: string, app: string, route: RouteArgs): void {
    const metadata = this.metadata(app);
    const secretName = `${app}-tls`;
    const certificate = customResource<CertificateSpec>(
      `${name}-certificate`,
      certificateKind,
      {
        metadata,
        spec: {
          secretName,
          dnsNames: [route.host],
          duration: '2160h',
          renewBefore: '720h',
          privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
          usages: ['server auth'],
          issuerRef: { name: route.tls?.issuer ?? '', kind: route.tls?.issuerKind ?? 'ClusterIssuer' },
        },
      },
      this.child(),
    );
    const gateway = customResource<GatewaySpec>(
      `${name}-gateway`,
      gatewayKind,
      {
        metadata,
        spec: {
          gatewayClassName: route.gatewayClass,
          // There is no listener without TLS: a call over plain HTTP finds nobody.
          listeners: [
            {
              name: 'https',
              hostname: route.host,
              port: 443,
              protocol: 'HTTPS',
              allowedRoutes: { namespaces: { from: 'Same' } },
              tls: { mode: 'Terminate', certificateRefs: [{ name: secretName }] },
            },
          ],
        },
      },
      this.child({ dependsOn: [certificate] }),
    );
    const httpRoute = customResource<HttpRouteSpec>(
      `${name}-route`,
      httpRouteKind,
      {
        metadata,
        spec: {
          parentRefs: [{ name: app, sectionName: 'https' }],
          hostnames: [route.host],
          rules: [
            {
              matches: [{ path: { type: 'PathPrefix', value: '/' } }],
              backendRefs: [{ name: app, port: this.port }],
              timeouts: { request: `${route.timeoutSeconds ?? 30}s` },
            },
          ],
        },
      },
      this.child({ dependsOn: [gateway] }),
    );
    const { requestsPerMinute, securityPolicy } = route.rateLimit ?? { requestsPerMinute: 600 };
    if (securityPolicy !== undefined)
      customResource<GcpBackendPolicySpec>(
        `${name}-rate-limit`,
        gcpBackendPolicyKind,
        {
          metadata,
          spec: { targetRef: { group: '', kind: 'Service', name: app }, default: { securityPolicy } },
        },
        this.child({ dependsOn: [httpRoute] }),
      );
    if (requestsPerMinute !== undefined)
      customResource<BackendTrafficPolicySpec>(
        `${name}-rate-limit`,
        backendTrafficPolicyKind,
        {
          metadata,
          spec: {
            targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: app }],
            rateLimit: {
              type: 'Local',
              local: { rules: [{ limit: { requests: requestsPerMinute, unit: 'Minute' } }] },
            },
          },
        },
        this.child({ dependsOn: [httpRoute] }),
      );
  }

  private checkRoute(route: RouteArgs): void {
    const { host, tls, internal = false, rateLimit = { requestsPerMinute: 600 } } = route;
    if (!isHostName(host))
      this.refuse('route.host', host, 'a host name such as "api.example.com"', 'Write it without https://.');
    if (tls === undefined)
      this.refuse(
        'route.tls',
        tls,
        `an issuer of certificates, as ${host} is reached from outside the cluster`,
        'Name an issuer of cert-manager: without TLS everyone on the way reads and changes what is said.',
      );
    if (!isSubdomain(tls.issuer))
      this.refuse('route.tls.issuer', tls.issuer, 'the name of an issuer', 'See kubectl get clusterissuers.');
    if (!internal && this.deployment.exposure !== 'public')
      this.refuse(
        'route',
        host,
        'no way in from the internet, as the exposure of the deployment is "private"',
        'Set exposure to public if that is meant, or internal if the Gateway is reached from private networks only.',
      );
    const { requestsPerMinute, securityPolicy } = rateLimit;
    if ((requestsPerMinute === undefined) === (securityPolicy === undefined))
      this.refuse(
        'route.rateLimit',
        rateLimit,
        'one of requestsPerMinute and securityPolicy',
        'Envoy Gateway takes the first, GKE the second.',
      );
    if (requestsPerMinute !== undefined && (!Number.isInteger(requestsPerMinute) || requestsPerMinute < 1))
      this.refuse(
        'route.rateLimit.requestsPerMinute',
        requestsPerMinute,
        'a whole number above 0',
        'Leave rateLimit out for 600.',
      );
  }
}
