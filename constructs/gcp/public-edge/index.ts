import type { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service/index.js';
import { ComputeBackendService } from '@cdktf/provider-google/lib/compute-backend-service/index.js';
import { ComputeGlobalAddress } from '@cdktf/provider-google/lib/compute-global-address/index.js';
import { ComputeGlobalForwardingRule } from '@cdktf/provider-google/lib/compute-global-forwarding-rule/index.js';
import { ComputeManagedSslCertificate } from '@cdktf/provider-google/lib/compute-managed-ssl-certificate/index.js';
import { ComputeRegionNetworkEndpointGroup } from '@cdktf/provider-google/lib/compute-region-network-endpoint-group/index.js';
import { ComputeSecurityPolicy } from '@cdktf/provider-google/lib/compute-security-policy/index.js';
import { ComputeSslPolicy } from '@cdktf/provider-google/lib/compute-ssl-policy/index.js';
import { ComputeTargetHttpProxy } from '@cdktf/provider-google/lib/compute-target-http-proxy/index.js';
import { ComputeTargetHttpsProxy } from '@cdktf/provider-google/lib/compute-target-https-proxy/index.js';
import { ComputeUrlMap } from '@cdktf/provider-google/lib/compute-url-map/index.js';
import { createHash } from 'node:crypto';
import { GcpConstruct } from '../gcp-construct.ts';
import type { Construct } from '../terraform.ts';
import type { ExistingRunService, PublicEdgeProps } from './props.ts';
import { propProblem, protectionOf, targetProblem, uptimeProblem } from './props.ts';
import { rulesOf } from './protection.ts';
import { UptimeCheck } from './uptime.ts';

export type { ExistingRunService, PublicEdgeProps, UptimeProps } from './props.ts';

/** The scheme of Google's current external application load balancer. */
const loadBalancingScheme = 'EXTERNAL_MANAGED';

/**
 * The protected way in from the internet to one Cloud Run service: HTTPS with a certificate of Google's, Cloud Armor
 * before it, every request logged. Its parts are global: connections end at Google's edge next to the caller, wherever
 * that is, and only then go to the region. What must not leave the region even on its way does not belong behind it.
 */
export class PublicEdge extends GcpConstruct {
  /** The address that DNS has to name. */
  readonly address: ComputeGlobalAddress;
  /** The rules that every request is judged by. */
  readonly securityPolicy: ComputeSecurityPolicy;
  /** Which versions and ciphers of TLS are spoken. */
  readonly sslPolicy: ComputeSslPolicy;
  /** The certificate of the domains; Google makes it once DNS names the address. */
  readonly certificate: ComputeManagedSslCertificate;
  /** The service, as the load balancer sees it. */
  readonly endpoints: ComputeRegionNetworkEndpointGroup;
  /** Joins the service with its protection and its logs. */
  readonly backend: ComputeBackendService;
  /** Sends every request to the service. */
  readonly urlMap: ComputeUrlMap;
  /** Speaks HTTPS. */
  readonly httpsProxy: ComputeTargetHttpsProxy;
  /** Takes requests on port 443. */
  readonly httpsRule: ComputeGlobalForwardingRule;
  /** Sends every request on to HTTPS. */
  readonly redirect: ComputeUrlMap;
  /** Speaks HTTP, to redirect. */
  readonly httpProxy: ComputeTargetHttpProxy;
  /** Takes requests on port 80. */
  readonly httpRule: ComputeGlobalForwardingRule;
  /** Asks the service from outside; `undefined` when nobody does. */
  readonly uptime: UptimeCheck | undefined;
  private readonly edgeName: string;

  /**
   * @param service its ingress has to be that of load balancers, and it still checks who calls: callers send an
   *   identity token whose audience it knows
   */
  constructor(
    scope: Construct,
    id: string,
    service: CloudRunV2Service | ExistingRunService,
    props: PublicEdgeProps,
  ) {
    super(scope, id, props);
    this.edgeName = props.name;
    this.stopFor(targetProblem(props, known(service), props.region));
    this.stopFor(propProblem(props) ?? uptimeProblem(props, known(service)));
    this.address = this.publicAddress();
    this.securityPolicy = this.armor(props);
    this.sslPolicy = new ComputeSslPolicy(this, 'tls', {
      ...this.own('tls'),
      minTlsVersion: 'TLS_1_2',
      profile: 'RESTRICTED',
    });
    this.certificate = this.managedCertificate(props.domains);
    this.endpoints = new ComputeRegionNetworkEndpointGroup(this, 'endpoints', {
      ...this.own(),
      region: props.region,
      networkEndpointType: 'SERVERLESS',
      cloudRun: { service: service.name },
    });
    this.backend = this.protectedBackend();
    this.urlMap = new ComputeUrlMap(this, 'routes', { ...this.own(), defaultService: this.backend.id });
    this.httpsProxy = new ComputeTargetHttpsProxy(this, 'https-proxy', {
      ...this.own(),
      urlMap: this.urlMap.id,
      sslCertificates: [this.certificate.id],
      sslPolicy: this.sslPolicy.id,
    });
    this.httpsRule = this.listen('https', '443', this.httpsProxy.id);
    this.redirect = new ComputeUrlMap(this, 'redirect', {
      ...this.own('redirect'),
      defaultUrlRedirect: {
        httpsRedirect: true,
        stripQuery: false,
        redirectResponseCode: 'MOVED_PERMANENTLY_DEFAULT',
      },
    });
    this.httpProxy = new ComputeTargetHttpProxy(this, 'http-proxy', {
      ...this.own('redirect'),
      urlMap: this.redirect.id,
    });
    this.httpRule = this.listen('http', '80', this.httpProxy.id);
    const [domain = ''] = props.domains;
    this.uptime =
      props.uptime === undefined
        ? undefined
        : new UptimeCheck(this, 'uptime', { ...props, ...props.uptime, service: service.name, domain });
  }

  /** Project and name of a part. */
  private own(...part: readonly string[]): { readonly project: string; readonly name: string } {
    return { project: this.deployment.project, name: this.named([this.edgeName, ...part].join('-'), 63) };
  }

  private publicAddress(): ComputeGlobalAddress {
    const address = new ComputeGlobalAddress(this, 'address', {
      ...this.own(),
      addressType: 'EXTERNAL',
      ipVersion: 'IPV4',
      labels: this.labels({ component: this.edgeName }),
      // An address that was given up is somebody else's, and DNS would lead there.
      lifecycle: { preventDestroy: this.protected },
    });
    return this.atAddress(address, this.edgeName);
  }

  private armor(props: PublicEdgeProps): ComputeSecurityPolicy {
    return new ComputeSecurityPolicy(this, 'armor', {
      ...this.own(),
      description: `What is let through to ${props.name}`,
      type: 'CLOUD_ARMOR',
      rule: rulesOf(protectionOf(props)),
      adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true, ruleVisibility: 'STANDARD' } },
      // NORMAL: which rule refused, not what the caller sent. VERBOSE would log parts of the content.
      advancedOptionsConfig: { jsonParsing: 'STANDARD', logLevel: 'NORMAL' },
    });
  }

  /** Named after its domains: a certificate cannot change, and the new one has to be there before the old one goes. */
  private managedCertificate(domains: readonly string[]): ComputeManagedSslCertificate {
    const digest = createHash('sha256')
      .update([...domains].sort().join(' '))
      .digest('hex')
      .slice(0, 8);
    return new ComputeManagedSslCertificate(this, 'certificate', {
      ...this.own(digest),
      managed: { domains: [...domains] },
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private protectedBackend(): ComputeBackendService {
    return new ComputeBackendService(this, 'backend', {
      ...this.own(),
      loadBalancingScheme,
      protocol: 'HTTPS',
      backend: [{ group: this.endpoints.id }],
      securityPolicy: this.securityPolicy.id,
      logConfig: { enable: true, sampleRate: 1 },
      customResponseHeaders: ['Strict-Transport-Security: max-age=31536000'],
      enableCdn: false,
    });
  }

  private listen(protocol: string, port: string, target: string): ComputeGlobalForwardingRule {
    return new ComputeGlobalForwardingRule(this, protocol, {
      ...this.own(protocol),
      loadBalancingScheme,
      ipAddress: this.address.id,
      ipProtocol: 'TCP',
      portRange: port,
      target,
      labels: this.labels({ component: this.edgeName }),
    });
  }
}

/** What is known of a service before Terraform runs. Without an ingress, Cloud Run takes calls from everywhere. */
function known(service: CloudRunV2Service | ExistingRunService): ExistingRunService {
  if (!('ingressInput' in service)) return service;
  return {
    name: service.nameInput ?? '',
    location: service.locationInput ?? '',
    ingress: service.ingressInput ?? 'INGRESS_TRAFFIC_ALL',
    audiences: service.customAudiencesInput ?? [],
  };
}
