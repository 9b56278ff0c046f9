import type { ComputeSecurityPolicyRule } from '@cdktf/provider-google/lib/compute-security-policy/index.js';

/** Kinds of attacks that Cloud Armor knows, by the name of its rule set. */
export const attacks = [
  'sqli',
  'xss',
  'lfi',
  'rfi',
  'rce',
  'methodenforcement',
  'scannerdetection',
  'protocolattack',
  'sessionfixation',
  'java',
  'nodejs',
  'php',
] as const;

/** How requests are judged, in the order of the rules: attacks, then how many of one address, then whose it is. */
export interface Protection {
  /** What becomes of a request that no rule names. */
  readonly defaultAction: 'allow' | 'deny';
  /** Addresses that may call; everyone where there are none. */
  readonly allowedIpRanges: readonly string[];
  /** How much the rule sets see as an attack, from 1 to 4. */
  readonly wafSensitivity: number;
  /** Whether attacks are logged and let through. */
  readonly wafPreview: boolean;
  /** Rules of the rule sets that are left out. */
  readonly wafIgnoredRules: readonly string[];
  /** Requests one address may make in a minute. */
  readonly requestsPerMinute: number;
  /** How long an address that made more is refused, in seconds. */
  readonly banSeconds: number;
}

/** Most ranges of one rule. */
const rangesPerRule = 10;
/** Priority of the rule that holds when no other does. */
const last = 2_147_483_647;

/** The rules of a Cloud Armor policy, first match first. */
export function rulesOf(protection: Protection): ComputeSecurityPolicyRule[] {
  return [...wafRules(protection), ...rateRules(protection), defaultRule(protection)];
}

/** Name of the rule set that a rule belongs to, for instance `sqli` of `owasp-crs-v030301-id942251-sqli`. */
export function attackOf(rule: string): string | undefined {
  return /^owasp-crs-v030301-id\d{6}-([a-z]+)$/.exec(rule)?.[1];
}

function wafRules(protection: Protection): ComputeSecurityPolicyRule[] {
  const { wafSensitivity, wafPreview, wafIgnoredRules } = protection;
  const sets = attacks.map((attack) => {
    const ignored = wafIgnoredRules.filter((rule) => attackOf(rule) === attack).map((rule) => `'${rule}'`);
    const optOut = ignored.length === 0 ? '' : `, 'opt_out_rule_ids': [${ignored.join(', ')}]`;
    return {
      description: `Known attacks: ${attack}`,
      expression: `evaluatePreconfiguredWaf('${attack}-v33-stable', {'sensitivity': ${wafSensitivity}${optOut}})`,
      preview: wafPreview,
    };
  });
  // Holes so bad that they have a rule set of their own (Log4Shell and the like): never let through.
  const holes = {
    description: 'Attacks on known holes',
    expression: "evaluatePreconfiguredWaf('cve-canary')",
    preview: false,
  };
  return [holes, ...sets].map(({ description, expression, preview }, index) => ({
    action: 'deny(403)',
    priority: 1000 + 10 * index,
    description,
    match: { expr: { expression } },
    preview,
  }));
}

/** What stays within the limit is let through here: no later rule is asked. */
function rateRules(protection: Protection): ComputeSecurityPolicyRule[] {
  const ranges = protection.allowedIpRanges.length === 0 ? ['*'] : protection.allowedIpRanges;
  const chunks = Array.from({ length: Math.ceil(ranges.length / rangesPerRule) }, (_, index) =>
    ranges.slice(index * rangesPerRule, (index + 1) * rangesPerRule),
  );
  return chunks.map((srcIpRanges, index) => ({
    action: 'rate_based_ban',
    priority: 2000 + 10 * index,
    description: 'Requests of one address in a minute',
    match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges } },
    preview: false,
    rateLimitOptions: {
      conformAction: 'allow',
      exceedAction: 'deny(429)',
      enforceOnKey: 'IP',
      rateLimitThreshold: { count: protection.requestsPerMinute, intervalSec: 60 },
      banDurationSec: protection.banSeconds,
    },
  }));
}

function defaultRule({ defaultAction }: Protection): ComputeSecurityPolicyRule {
  return {
    action: defaultAction === 'allow' ? 'allow' : 'deny(403)',
    priority: last,
    description: 'Everything else',
    match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
    preview: false,
  };
}
