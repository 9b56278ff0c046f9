import { CloudRunV2ServiceIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-service-iam-member/index.js';
import type { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy/index.js';
import { MonitoringUptimeCheckConfig } from '@cdktf/provider-google/lib/monitoring-uptime-check-config/index.js';
import type { AlertTargets } from '../alerts.ts';
import { alertPolicy } from '../alerts.ts';
import type { Deployment } from '../deployment.ts';
import { GcpConstruct } from '../gcp-construct.ts';
import { serviceAgent } from '../service-agent.ts';
import type { Construct } from '../terraform.ts';
import type { UptimeProps } from './props.ts';

/** Props of {@link UptimeCheck}. */
export interface UptimeCheckProps extends Deployment, AlertTargets, UptimeProps {
  /** Name of the edge. */
  readonly name: string;
  /** Name of the Cloud Run service behind it. */
  readonly service: string;
  /** The domain that is asked. */
  readonly domain: string;
}

/**
 * Asks the service through the edge every five minutes from several places of the world, as an account of Google's that
 * may call it, and tells people when it does not answer. The calls hold no data.
 */
export class UptimeCheck extends GcpConstruct {
  /** What is asked. */
  readonly check: MonitoringUptimeCheckConfig;
  /** The right of Google's account to call the service. */
  readonly invoker: CloudRunV2ServiceIamMember;
  /** Tells people when the service does not answer. */
  readonly alert: MonitoringAlertPolicy;

  constructor(scope: Construct, id: string, props: UptimeCheckProps) {
    super(scope, id, props);
    this.invoker = new CloudRunV2ServiceIamMember(this, 'invoker', {
      project: props.project,
      location: props.region,
      name: props.service,
      role: 'roles/run.invoker',
      member: serviceAgent(props.projectNumber, 'gcp-sa-monitoring-notification'),
    });
    const name = this.named(props.name);
    this.check = new MonitoringUptimeCheckConfig(this, 'check', {
      project: props.project,
      displayName: `${name}: ${props.domain}`,
      period: '300s',
      timeout: '10s',
      monitoredResource: {
        type: 'uptime_url',
        labels: { project_id: props.project, host: props.domain },
      },
      httpCheck: {
        path: props.path ?? '/health',
        port: 443,
        useSsl: true,
        validateSsl: true,
        acceptedResponseStatusCodes: [{ statusClass: 'STATUS_CLASS_2XX' }],
        serviceAgentAuthentication: { type: 'OIDC_TOKEN' },
      },
      userLabels: this.labels({ component: props.name }),
      dependsOn: [this.invoker],
    });
    this.alert = alertPolicy(
      this,
      'alert',
      { ...props, labels: this.labels({ component: props.name }) },
      {
        title: `${name}: ${props.domain} does not answer`,
        severity: 'CRITICAL',
        section: 'A service is unhealthy',
        content:
          `Calls to https://${props.domain}${props.path ?? '/health'} failed from two places or more for ten minutes. See ` +
          'whether DNS still names the address of the edge, whether the certificate is valid, and whether the service itself ' +
          'answers; the log of the load balancer says which rule refused.',
        when: {
          query:
            'count(monitoring_googleapis_com:uptime_check_check_passed{monitored_resource="uptime_url",' +
            `check_id="${this.check.uptimeCheckId}"} == 0) >= 2`,
          durationSeconds: 600,
        },
      },
    );
  }
}
