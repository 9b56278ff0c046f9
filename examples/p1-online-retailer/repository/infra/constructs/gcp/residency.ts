import type { Residency } from '../common/deployment.ts';
import { isAllowedLocation, placeInVariable } from './locations.ts';
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
