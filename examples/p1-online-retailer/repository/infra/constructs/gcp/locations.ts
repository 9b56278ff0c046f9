import type { Residency } from '../common/deployment.ts';

/** Multi-regions that one service writes differently: Cloud KMS calls BigQuery's `EU` `europe`. */
const otherSpelling: Readonly<Record<string, string>> = { europe: 'eu' };

/** Whether the rule allows a region, a zone or a multi-region, however a service spells it. */
export function isAllowedLocation(location: string, residency: Residency): boolean {
  const zoneless = location.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1').toLowerCase();
  const allowed = new Set(residency.allowedLocations.map((item) => item.toLowerCase()));
  return allowed.has(zoneless) || allowed.has(otherSpelling[zoneless] ?? zoneless);
}

/**
 * Host of a service that reads data in one place: `europe-west1-aiplatform.googleapis.com`,
 * `aiplatform.eu.rep.googleapis.com`, or the one for the whole world.
 */
const placedHost =
  /\b(?:([a-z]+-[a-z]+\d+|eu|us)-)?(?:aiplatform|documentai|discoveryengine|modelarmor)\.(?:([a-z0-9-]+)\.rep\.)?googleapis\.com/;

/**
 * The place a program is sent to by an environment variable: a variable called `…_LOCATION` or `…_REGION` holds it, an
 * address of a service names it. `global` is the whole world.
 */
export function placeInVariable(name: string, value: string): string | undefined {
  if (value.includes('${')) return undefined;
  if (/(^|_)(LOCATION|REGION)$/.test(name)) return value;
  const host = placedHost.exec(value);
  return host === null ? undefined : (host[1] ?? host[2] ?? 'global');
}
