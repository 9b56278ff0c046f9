import { list, object, oneOf, port, text, texts, textMap, whole } from './schema.ts';
import type { ResourceKind } from './kind.ts';

/** What a `Gateway` says here. */
export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly listeners: readonly {
    readonly name: string;
    readonly hostname: string;
    readonly port: number;
    readonly protocol: 'HTTPS';
    readonly allowedRoutes: { readonly namespaces: { readonly from: 'Same' } };
    readonly tls: {
      readonly mode: 'Terminate';
      readonly certificateRefs: readonly { readonly name: string }[];
    };
  }[];
}

/** Where calls from outside come in: of the Gateway API. */
export const gatewayKind: ResourceKind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  kind: 'Gateway',
  plural: 'gateways',
  operator: 'an implementation of the Gateway API',
  spec: object(
    {
      gatewayClassName: text,
      listeners: list(
        object(
          {
            name: text,
            hostname: text,
            port,
            protocol: oneOf('HTTPS'),
            allowedRoutes: object({ namespaces: object({ from: oneOf('Same') }) }),
            tls: object({
              mode: oneOf('Terminate'),
              certificateRefs: list(object({ name: text }, ['name'])),
            }),
          },
          ['name', 'port', 'protocol'],
        ),
      ),
    },
    ['gatewayClassName', 'listeners'],
  ),
};

/** What an `HTTPRoute` says here. */
export interface HttpRouteSpec {
  readonly parentRefs: readonly { readonly name: string; readonly sectionName: string }[];
  readonly hostnames: readonly string[];
  readonly rules: readonly {
    readonly matches: readonly { readonly path: { readonly type: 'PathPrefix'; readonly value: string } }[];
    readonly backendRefs: readonly { readonly name: string; readonly port: number }[];
    readonly timeouts: { readonly request: string };
  }[];
}

/** Which calls go to which Service. */
export const httpRouteKind: ResourceKind = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  kind: 'HTTPRoute',
  plural: 'httproutes',
  operator: 'an implementation of the Gateway API',
  spec: object(
    {
      parentRefs: list(object({ name: text, sectionName: text }, ['name'])),
      hostnames: texts,
      rules: list(
        object({
          matches: list(object({ path: object({ type: oneOf('PathPrefix'), value: text }) })),
          backendRefs: list(object({ name: text, port }, ['name'])),
          timeouts: object({ request: text }),
        }),
      ),
    },
    ['parentRefs', 'rules'],
  ),
};

/** What a `BackendTrafficPolicy` of Envoy Gateway says here. */
export interface BackendTrafficPolicySpec {
  readonly targetRefs: readonly {
    readonly group: string;
    readonly kind: 'HTTPRoute';
    readonly name: string;
  }[];
  readonly rateLimit: {
    readonly type: 'Local';
    readonly local: {
      readonly rules: readonly { readonly limit: { readonly requests: number; readonly unit: 'Minute' } }[];
    };
  };
}

/** How many calls Envoy Gateway lets through. */
export const backendTrafficPolicyKind: ResourceKind = {
  group: 'gateway.envoyproxy.io',
  version: 'v1alpha1',
  kind: 'BackendTrafficPolicy',
  plural: 'backendtrafficpolicies',
  operator: 'Envoy Gateway',
  spec: object(
    {
      targetRefs: list(object({ group: text, kind: oneOf('HTTPRoute'), name: text }, ['kind', 'name'])),
      rateLimit: object({
        type: oneOf('Local'),
        local: object({
          rules: list(object({ limit: object({ requests: whole(1), unit: oneOf('Minute') }) })),
        }),
      }),
    },
    ['targetRefs'],
  ),
};

/** What a `GCPBackendPolicy` says here. */
export interface GcpBackendPolicySpec {
  readonly targetRef: { readonly group: ''; readonly kind: 'Service'; readonly name: string };
  readonly default: { readonly securityPolicy: string };
}

/** Which policy of Cloud Armor stands before a Service on GKE. */
export const gcpBackendPolicyKind: ResourceKind = {
  group: 'networking.gke.io',
  version: 'v1',
  kind: 'GCPBackendPolicy',
  plural: 'gcpbackendpolicies',
  operator: 'GKE',
  spec: object(
    {
      targetRef: object({ group: text, kind: oneOf('Service'), name: text }, ['kind', 'name']),
      default: object({ securityPolicy: text }),
    },
    ['targetRef'],
  ),
};

/** What a `Certificate` of cert-manager says here. */
export interface CertificateSpec {
  readonly secretName: string;
  readonly dnsNames: readonly string[];
  readonly duration: string;
  readonly renewBefore: string;
  readonly privateKey: { readonly algorithm: 'ECDSA'; readonly size: 256; readonly rotationPolicy: 'Always' };
  readonly usages: readonly ('server auth' | 'client auth')[];
  readonly issuerRef: IssuerRef;
  readonly secretTemplate?: { readonly labels: Readonly<Record<string, string>> };
}

/** An issuer of cert-manager that the cluster has. */
export interface IssuerRef {
  /** Its name. */
  readonly name: string;
  /** Whether it is for the whole cluster or one of the namespace. */
  readonly kind: 'ClusterIssuer' | 'Issuer';
}

/** A certificate that cert-manager gets and renews. */
export const certificateKind: ResourceKind = {
  group: 'cert-manager.io',
  version: 'v1',
  kind: 'Certificate',
  plural: 'certificates',
  shortNames: ['cert', 'certs'],
  operator: 'cert-manager',
  spec: object(
    {
      secretName: text,
      dnsNames: texts,
      duration: text,
      renewBefore: text,
      privateKey: object({
        algorithm: oneOf('ECDSA'),
        size: whole(256, 521),
        rotationPolicy: oneOf('Always'),
      }),
      usages: texts,
      issuerRef: object({ name: text, kind: oneOf('ClusterIssuer', 'Issuer') }, ['name']),
      secretTemplate: object({ labels: textMap }),
    },
    ['secretName', 'issuerRef'],
  ),
};
