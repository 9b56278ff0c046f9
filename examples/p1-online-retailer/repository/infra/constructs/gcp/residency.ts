import type { Residency } from './deployment.ts';
import type { IConstruct } from './terraform.ts';
import { TerraformStack } from './terraform.ts';
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
            'Choose an allowed region in the settings, or change the rule with the person who set it.',
        ),
    ),
  );
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

/** Every literal location in a rendered resource; references to other resources are checked where they point. */
function locationsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return locationKeys.has(key) && !value.includes('${') ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => locationsOf(item, key));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, inner]) => locationsOf(inner, name));
  return [];
}
