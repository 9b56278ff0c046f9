import type { Residency } from './deployment.ts';
import type { IConstruct } from './terraform.ts';
import { TerraformStack } from './terraform.ts';
import { nearest } from './nearest.ts';
import { schedulerRegion } from './scheduler-region.ts';

/** Arguments of Terraform resources that say where data is held or processed. */
const locationKeys = new Set([
  'location',
  'region',
  'zone',
  'locations',
  'regions',
  'zones',
  'data_locations',
]);

/** Multi-regions that one service writes differently: Cloud KMS calls BigQuery's `EU` `europe`. */
const otherSpelling: Readonly<Record<string, string>> = { europe: 'eu' };

const guarded = new WeakSet<TerraformStack>();

/**
 * Makes synth fail when a resource of the scope's stack names a location outside `residency`, whoever
 * made the resource. Called by every construct; a stack is guarded once, by the first rule given.
 */
export function guardResidency(scope: IConstruct, residency: Residency): void {
  const stack = TerraformStack.of(scope);
  if (guarded.has(stack)) return;
  guarded.add(stack);
  stack.node.addValidation({ validate: () => misplaced(stack, residency) });
}

/** One sentence per location of the stack that the residency rule does not allow. */
function misplaced(stack: TerraformStack, residency: Residency): string[] {
  return Object.entries(objectOf(objectOf(stack.toTerraform())['resource'])).flatMap(([type, resources]) =>
    Object.values(objectOf(resources)).flatMap((resource) =>
      locationsOf(resource)
        .filter((location) => !isAllowed(location, type, residency))
        .map(
          (location) =>
            `${pathOf(resource)}: location is "${location}", expected one of ` +
            `${residency.allowedLocations.join(', ')} (residency rule "${residency.rule}"). ` +
            `Choose an allowed region in the settings${similar(location, residency)}, or change the rule with the ` +
            'person who set it.',
        ),
    ),
  );
}

/** The allowed name that a wrong one may be a slip of, for the sentence above. */
function similar(location: string, { allowedLocations }: Residency): string {
  const [near] = nearest(location, allowedLocations);
  return near === undefined ? '' : ` (the nearest name is "${near}")`;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** The construct path cdktf notes beside each rendered resource. */
function pathOf(resource: unknown): string {
  const path = objectOf(objectOf(objectOf(resource)['//'])['metadata'])['path'];
  return typeof path === 'string' ? path : 'a resource';
}

function isAllowed(location: string, type: string, residency: Residency): boolean {
  return (
    isAllowedLocation(location, residency) ||
    (type === 'google_cloud_scheduler_job' &&
      residency.allowedLocations.some((region) => schedulerRegion(region) === location))
  );
}

/** Whether the rule allows a region, a zone or a multi-region, however a service spells it. */
export function isAllowedLocation(location: string, residency: Residency): boolean {
  const zoneless = location.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1').toLowerCase();
  const allowed = new Set(residency.allowedLocations.map((item) => item.toLowerCase()));
  return allowed.has(zoneless) || allowed.has(otherSpelling[zoneless] ?? zoneless);
}

/**
 * Every literal location in a rendered resource, and those its programs are told of; references to other resources are
 * checked where they point.
 */
function locationsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return literalLocation(key, value);
  if (Array.isArray(value)) return value.flatMap((item) => locationsOf(item, key));
  if (typeof value !== 'object' || value === null) return [];
  const { name, value: told } = objectOf(value);
  const place =
    typeof name === 'string' && typeof told === 'string' ? placeInVariable(name, told) : undefined;
  return [
    ...(place === undefined ? [] : [place]),
    ...Object.entries(value).flatMap(([inner, item]) => locationsOf(item, inner)),
  ];
}

function literalLocation(key: string, value: string): string[] {
  if (value.includes('${')) return [];
  if (key === 'parent') return [...(/\/locations\/([^/]+)/.exec(value)?.slice(1) ?? [])];
  return locationKeys.has(key) ? [value] : [];
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
