import type { Problem } from '../problem.ts';
import { certifications, eeaRegions, euMultiRegion, notOffered } from './residency.data.ts';
import type { NotOffered } from './residency.data.ts';

export type { NotOffered } from './residency.data.ts';

/** Where a client's data may be on Google Cloud, and where we put it by default. */
export interface Residency {
  /** The rule of the diagnostic: `none`, `eu`, `eea`, `france`, `country:XX`. */
  readonly rule: string;
  /** Default region, for instance `europe-west1`. */
  readonly region: string;
  /** BigQuery location, for instance `EU`; a region where the rule does not allow a wider one. */
  readonly multiRegion: string;
  /** Every location that keeps the rule, the multi-region included, sorted. */
  readonly allowedLocations: readonly string[];
  /** Products the default region lacks. */
  readonly notOffered: readonly NotOffered[];
}

export type ResidencyResult =
  { readonly ok: true; readonly residency: Residency } | { readonly ok: false; readonly problem: Problem };

/**
 * Turns the residency rule of a diagnostic into locations of Google Cloud. `none` is served from the EU like `eu`:
 * safe by default. On-premises and countries without a region are a problem, and fail the cloud gate.
 */
export function resolveResidency(rule: string): ResidencyResult {
  if (rule === premises)
    return unserved(rule, 'Data has to stay on the premises, which no cloud region can keep.');
  const country =
    rule === 'france' ? 'FR' : rule.startsWith('country:') ? rule.slice('country:'.length) : undefined;
  const regions = eeaRegions
    .filter((region) => country === undefined || region.country === country)
    .map(({ id }) => id);
  const [region] = regions;
  if (region === undefined)
    return unserved(rule, `Google Cloud has no region in ${country ?? rule} that we know of.`);
  const multiRegion = country === undefined ? euMultiRegion : region;
  return {
    ok: true,
    residency: {
      rule,
      region,
      multiRegion,
      allowedLocations: [...new Set([...regions, multiRegion])].sort(),
      notOffered: notOffered.filter((product) => product.region === region),
    },
  };
}

/** The one place where data that stays on the premises may be; no cloud has a region of that name. */
export const premises = 'onprem';

/**
 * Where data is, wherever it is hosted: as {@link resolveResidency} says for Google Cloud, and on the premises for a client
 * that hosts itself.
 */
export function placesOf(rule: string): ResidencyResult {
  if (rule !== premises) return resolveResidency(rule);
  const residency = {
    rule,
    region: premises,
    multiRegion: premises,
    allowedLocations: [premises],
    notOffered: [],
  };
  return { ok: true, residency };
}

/** Whether hosting on Google Cloud holds a certification the diagnostic asks for; `none` asks for nothing. */
export function isCertified(certification: keyof typeof certifications | 'none'): boolean {
  return certification === 'none' || certifications[certification];
}

function unserved(rule: string, message: string): ResidencyResult {
  return {
    ok: false,
    problem: {
      code: 'RESIDENCY',
      severity: 'error',
      message,
      pointer: '/constraints/residency',
      value: rule,
      expected: `none, eu, eea, france, or country: and one of ${[...new Set(eeaRegions.map(({ country }) => country))].sort().join(', ')}`,
      action: 'Ask whether a wider area is acceptable, or plan an on-premises delivery outside this toolbox.',
    },
  };
}
