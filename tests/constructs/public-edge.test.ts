import { describe, expect, test } from '@jest/globals';
import { CloudRunV2Service } from '@cdktf/provider-google/lib/cloud-run-v2-service/index.js';
import { ModelService } from '#constructs/gcp/model-service/index.ts';
import type { ExistingRunService, PublicEdgeProps } from '#constructs/gcp/public-edge/index.ts';
import { PublicEdge } from '#constructs/gcp/public-edge/index.ts';
import { Warehouse } from '#constructs/gcp/warehouse/index.ts';
import type { Synthesized } from './synth.ts';
import { dev, prod, synth } from './synth.ts';

const service: ExistingRunService = {
  name: 'acme-dev-advice',
  location: 'europe-west1',
  ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
};
const open = { ...dev, exposure: 'public' as const };
const basics = { name: 'advice', domains: ['advice.example.com'] };

const make = (props: Partial<PublicEdgeProps> = {}, target = service, where = open): Synthesized =>
  synth((stack) => new PublicEdge(stack, 'edge', target, { ...where, ...basics, ...props }));

/** The rules of the security policy, by priority. */
const rulesOf = (stack: Synthesized): Record<string, unknown>[] => {
  const rules: unknown = stack.only('google_compute_security_policy')['rule'];
  if (!Array.isArray(rules)) throw new Error('no rules');
  return rules.map((rule: unknown) => Object.fromEntries(Object.entries(rule ?? {})));
};

const expressions = (stack: Synthesized) =>
  rulesOf(stack).flatMap((rule) => {
    const found = /"expression":"([^"]+)"/.exec(JSON.stringify(rule));
    return found?.[1] === undefined ? [] : [found[1]];
  });

describe('exposure', () => {
  test.each([
    ['left out', undefined, /exposure is "private", expected "public"/],
    ['private', 'private' as const, /test\/edge: exposure is "private", expected "public"\. Nothing of this/],
  ])('%s: nothing is opened', (_, exposure, message) => {
    const where = exposure === undefined ? dev : { ...dev, exposure };
    expect(() => synth((stack) => new PublicEdge(stack, 'edge', service, { ...where, ...basics }))).toThrow(
      message,
    );
  });

  test.each([
    ['internal', /ingress is "INGRESS_TRAFFIC_INTERNAL_ONLY".*set its ingress to "load-balancer"/],
    ['load-balancer', undefined],
  ] as const)('of a model service with %s ingress', (ingress, message) => {
    const image = 'europe-west1-docker.pkg.dev/p/r/i:1.0.0';
    const build = () =>
      synth((stack) => {
        const warehouse = new Warehouse(stack, 'warehouse', { ...dev, datasets: [] });
        const advice = new ModelService(stack, 'advice', warehouse, {
          ...dev,
          ...{ name: 'advice', image, args: ['serve'], reads: [], writes: [], ingress },
        });
        new PublicEdge(stack, 'edge', advice.service, { ...open, ...basics });
      });
    if (message !== undefined) {
      expect(build).toThrow(message);
      return;
    }
    const stack = build();
    expect(JSON.stringify(stack.only('google_compute_region_network_endpoint_group'))).toMatch(
      /"cloud_run":\{"service":"\$\{google_cloud_run_v2_service\.advice_service_\w+\.name\}"/,
    );
    expect(stack.all('google_cloud_run_v2_service_iam_member')).toEqual([]);
  });

  test('of a service that is open to everyone is refused: its callers could pass by the edge', () => {
    expect(() => make({}, { ...service, ingress: 'INGRESS_TRAFFIC_ALL' })).toThrow(
      /service\.ingress is "INGRESS_TRAFFIC_ALL".*pass by the edge/,
    );
  });

  test('of a service that leaves its ingress to Cloud Run, which is everyone, is refused', () => {
    expect(() =>
      synth((stack) => {
        const location = 'europe-west1';
        const advice = new CloudRunV2Service(stack, 'advice', { name: 'advice', location, template: {} });
        new PublicEdge(stack, 'edge', advice, { ...open, ...basics });
      }),
    ).toThrow(/service\.ingress is "INGRESS_TRAFFIC_ALL"/);
  });
});

describe('the way in', () => {
  const stack = make();

  test('speaks TLS 1.2 or newer with modern ciphers, with a certificate of its domains', () => {
    expect(stack.only('google_compute_ssl_policy')).toMatchObject({
      min_tls_version: 'TLS_1_2',
      profile: 'RESTRICTED',
    });
    const proxy = stack.only('google_compute_target_https_proxy');
    expect(proxy['ssl_policy']).toMatch(/google_compute_ssl_policy\.edge_tls_/);
    expect(JSON.stringify(proxy['ssl_certificates'])).toMatch(/google_compute_managed_ssl_certificate/);
    expect(stack.only('google_compute_managed_ssl_certificate')).toMatchObject({
      managed: { domains: ['advice.example.com'] },
      lifecycle: { create_before_destroy: true },
    });
  });

  test('has another certificate for other domains, and the same for the same', () => {
    const name = (domains: string[]) =>
      make({ domains }).only('google_compute_managed_ssl_certificate')['name'];
    expect(name(['a.example.com', 'b.example.com'])).toBe(name(['b.example.com', 'a.example.com']));
    expect(name(['a.example.com'])).not.toBe(name(['b.example.com']));
  });

  test('redirects HTTP to HTTPS and serves nothing by HTTP', () => {
    const maps = stack.all('google_compute_url_map');
    expect(maps).toHaveLength(2);
    const redirect = maps.find((map) => map['default_service'] === undefined);
    expect(redirect?.['default_url_redirect']).toEqual({
      https_redirect: true,
      redirect_response_code: 'MOVED_PERMANENTLY_DEFAULT',
      strip_query: false,
    });
    expect(stack.only('google_compute_target_http_proxy')['url_map']).toMatch(/url_map\.edge_redirect_/);
    const rules = stack.all('google_compute_global_forwarding_rule');
    expect(rules.map((rule) => [rule['port_range'], rule['load_balancing_scheme']])).toEqual([
      ['443', 'EXTERNAL_MANAGED'],
      ['80', 'EXTERNAL_MANAGED'],
    ]);
    for (const rule of rules) expect(rule['ip_address']).toBe('${google_compute_global_address.advice.id}');
  });

  test('stands behind Cloud Armor, logs every request and asks browsers for HTTPS', () => {
    expect(stack.only('google_compute_backend_service')).toMatchObject({
      security_policy: expect.stringMatching(/google_compute_security_policy\.edge_armor_/),
      log_config: { enable: true, sample_rate: 1 },
      custom_response_headers: [expect.stringContaining('Strict-Transport-Security')],
      enable_cdn: false,
    });
    expect(stack.only('google_compute_security_policy')['advanced_options_config']).toMatchObject({
      log_level: 'NORMAL',
    });
  });
});

describe('what is let through', () => {
  test('attacks are refused first, then who calls too often; the rest is let in', () => {
    const stack = make();
    const rules = rulesOf(stack);
    expect(rules.map((rule) => rule['priority'])).toEqual([
      ...Array.from({ length: 13 }, (_, index) => 1000 + 10 * index),
      2000,
      2_147_483_647,
    ]);
    expect(rules.map((rule) => rule['action'])).toEqual([
      ...Array.from({ length: 13 }, () => 'deny(403)'),
      'rate_based_ban',
      'allow',
    ]);
    expect(rules.every((rule) => rule['preview'] === false)).toBe(true);
    expect(expressions(stack)).toEqual(
      expect.arrayContaining([
        "evaluatePreconfiguredWaf('cve-canary')",
        "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})",
        "evaluatePreconfiguredWaf('xss-v33-stable', {'sensitivity': 1})",
        "evaluatePreconfiguredWaf('rce-v33-stable', {'sensitivity': 1})",
      ]),
    );
    expect(rules[13]).toMatchObject({
      match: { versioned_expr: 'SRC_IPS_V1', config: { src_ip_ranges: ['*'] } },
      rate_limit_options: {
        ban_duration_sec: 600,
        conform_action: 'allow',
        exceed_action: 'deny(429)',
        enforce_on_key: 'IP',
        rate_limit_threshold: { count: 120, interval_sec: 60 },
      },
    });
  });

  test('the limits are those of the props', () => {
    const rule = rulesOf(make({ requestsPerMinute: 30, banSeconds: 3600 }))[13];
    expect(rule).toMatchObject({
      rate_limit_options: { ban_duration_sec: 3600, rate_limit_threshold: { count: 30 } },
    });
  });

  test('with default deny only the named addresses are, ten to a rule', () => {
    const allowedIpRanges = Array.from({ length: 12 }, (_, index) => `203.0.113.${index}/32`);
    const rules = rulesOf(make({ defaultAction: 'deny', allowedIpRanges }));
    const limits = rules.filter((rule) => rule['action'] === 'rate_based_ban');
    expect(limits.map((rule) => rule['match'])).toEqual([
      { versioned_expr: 'SRC_IPS_V1', config: { src_ip_ranges: allowedIpRanges.slice(0, 10) } },
      { versioned_expr: 'SRC_IPS_V1', config: { src_ip_ranges: allowedIpRanges.slice(10) } },
    ]);
    expect(rules.at(-1)).toMatchObject({ action: 'deny(403)', priority: 2_147_483_647 });
    expect(rules.filter((rule) => rule['action'] === 'allow')).toEqual([]);
  });

  test('rules that are wrong for a service are left out of their set alone', () => {
    const wafIgnoredRules = ['owasp-crs-v030301-id942432-sqli'];
    const found = expressions(make({ wafSensitivity: 3, wafIgnoredRules }));
    expect(found).toContain(
      "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 3, 'opt_out_rule_ids': ['owasp-crs-v030301-id942432-sqli']})",
    );
    expect(found.filter((expression) => expression.includes('opt_out'))).toHaveLength(1);
  });

  test('a preview logs and lets through, but known holes are always refused', () => {
    const rules = rulesOf(make({ wafPreview: true }));
    expect(rules.slice(1, 13).every((rule) => rule['preview'] === true)).toBe(true);
    expect(rules[0]).toMatchObject({ preview: false, action: 'deny(403)' });
  });
});

describe('data loss', () => {
  test.each([
    ['forbidden', {}, true],
    ['allowed', { dataLoss: 'allow' as const }, false],
  ])('%s: the address that DNS names', (_, props, kept) => {
    const stack = make(props);
    expect(stack.only('google_compute_global_address')['lifecycle']).toEqual({ prevent_destroy: kept });
    expect(stack.addresses()).toContain('google_compute_global_address.advice');
  });
});

describe('residency', () => {
  test('what has a place is in the region', () => {
    expect(make().only('google_compute_region_network_endpoint_group')['region']).toBe('europe-west1');
    expect(() => make({ region: 'us-east1' }, { ...service, location: 'us-east1' })).toThrow(
      /test\/edge\/endpoints: location is "us-east1"/,
    );
  });
});

describe('refuses', () => {
  const allowed = { defaultAction: 'deny' as const };
  test.each<[string, Partial<PublicEdgeProps>, RegExp]>([
    ['a name in upper case', { name: 'Advice' }, /name is "Advice"/],
    ['no domain', { domains: [] }, /domains is \[\], expected from 1 to 100/],
    ['a wildcard', { domains: ['*.example.com'] }, /domains is "\*\.example\.com".*without a wildcard/],
    ['an address for a domain', { domains: ['203.0.113.7'] }, /domains is "203\.0\.113\.7"/],
    ['a domain twice', { domains: ['a.example.com', 'a.example.com'] }, /expected names that differ/],
    ['default deny for everyone', allowed, /allowedIpRanges is missing, expected at least one range/],
    [
      'addresses that default allow would pass by',
      { allowedIpRanges: ['203.0.113.0/24'] },
      /expected nothing, as defaultAction is "allow"/,
    ],
    [
      'the whole internet',
      { ...allowed, allowedIpRanges: ['0.0.0.0/0'] },
      /allowedIpRanges is "0\.0\.0\.0\/0"/,
    ],
    ['no range', { ...allowed, allowedIpRanges: ['office'] }, /allowedIpRanges is "office"/],
    ['a mask too long', { ...allowed, allowedIpRanges: ['203.0.113.0/33'] }, /a CIDR range such as/],
    ['an unknown rule', { wafIgnoredRules: ["x'] }) || true"] }, /wafIgnoredRules is .*the id of a rule/],
    ['no requests', { requestsPerMinute: 0 }, /requestsPerMinute is 0, expected a whole number from 1/],
    ['a ban of a second', { banSeconds: 1 }, /banSeconds is 1, expected a whole number from 60 to 3600/],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test('a preview in prod', () => {
    expect(() => make({ wafPreview: true }, service, { ...prod, exposure: 'public' })).toThrow(
      /wafPreview is true, expected false in prod/,
    );
  });

  test('a service of another region', () => {
    expect(() => make({}, { ...service, location: 'europe-west9' })).toThrow(
      /service\.location is "europe-west9", expected the region of the deployment, europe-west1/,
    );
  });
});

describe('calls from outside, to know that it answers', () => {
  const uptime = { projectNumber: '4711' };
  const audiences = ['https://advice.example.com'];

  test('are made as an account that may call, and people are told when they fail', () => {
    const stack = make({ uptime }, { ...service, audiences });
    expect(stack.only('google_monitoring_uptime_check_config')).toMatchObject({
      monitored_resource: { type: 'uptime_url', labels: { host: 'advice.example.com' } },
      http_check: {
        path: '/health',
        use_ssl: true,
        validate_ssl: true,
        service_agent_authentication: { type: 'OIDC_TOKEN' },
      },
    });
    expect(stack.only('google_cloud_run_v2_service_iam_member')).toMatchObject({
      role: 'roles/run.invoker',
      member: 'serviceAccount:service-4711@gcp-sa-monitoring-notification.iam.gserviceaccount.com',
    });
    expect(stack.only('google_monitoring_alert_policy')['severity']).toBe('CRITICAL');
  });

  test('are left out unless somebody asks', () => {
    expect(make().all('google_monitoring_uptime_check_config')).toEqual([]);
  });

  test.each([
    [
      'an audience the service does not know',
      { uptime },
      service,
      /service.audience is \[\], expected https:/,
    ],
    [
      'addresses that may not call',
      { uptime, defaultAction: 'deny' as const, allowedIpRanges: ['203.0.113.0/24'] },
      { ...service, audiences },
      /uptime and defaultAction is "deny", expected one of the two/,
    ],
    [
      'a path that is none',
      { uptime: { ...uptime, path: 'health' } },
      { ...service, audiences },
      /uptime.path is "health"/,
    ],
  ])('are refused for %s', (_, props, target, message) => {
    expect(() => make(props, target)).toThrow(message);
  });
});
