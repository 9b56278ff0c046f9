import { sliders, sorts } from './browse.ts';
import type { Query } from './browse.ts';
import { facets } from './facets.ts';

/** Most entries that can be compared side by side. */
export const mostCompared = 4;

const idPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Reads the query of an address; what it does not understand is left out, as addresses are typed and outlive us. */
export function readQuery(search: string): Query {
  const parameters = new URLSearchParams(search);
  const sort = sorts.find((each) => each === parameters.get('sort')) ?? 'relevance';
  return {
    text: parameters.get('q') ?? '',
    sort,
    ticked: Object.fromEntries(
      facets.flatMap(({ id, values }) => {
        const ticked = listed(parameters, id).filter((value) => Object.hasOwn(values, value));
        return ticked.length === 0 ? [] : [[id, ticked] as const];
      }),
    ),
    limits: Object.fromEntries(
      sliders.flatMap((slider) => {
        const text = parameters.get(slider) ?? '';
        return /^\d{1,9}$/.test(text) ? [[slider, Number(text)] as const] : [];
      }),
    ),
    compare: readIds(search, 'compare'),
  };
}

/** Ids of entries in an address, at most as many as can be compared. */
export function readIds(search: string, name: string): readonly string[] {
  const ids = listed(new URLSearchParams(search), name).filter((id) => idPattern.test(id));
  return ids.slice(0, mostCompared);
}

function listed(parameters: URLSearchParams, name: string): readonly string[] {
  return [...new Set((parameters.get(name) ?? '').split(',').filter((part) => part !== ''))];
}

/** The query as part of an address, with its question mark; empty where nothing is asked. */
export function writeQuery({ text, sort, ticked, limits, compare }: Query): string {
  const parts: [string, string][] = [];
  if (text !== '') parts.push(['q', text]);
  for (const { id, values } of facets) {
    // In the order of the facet, so that the same question has one address.
    const chosen = Object.keys(values).filter((value) => ticked[id]?.includes(value));
    if (chosen.length > 0) parts.push([id, chosen.join(',')]);
  }
  for (const slider of sliders) {
    const limit = limits[slider];
    if (limit !== undefined) parts.push([slider, String(limit)]);
  }
  if (sort !== 'relevance') parts.push(['sort', sort]);
  if (compare.length > 0) parts.push(['compare', compare.join(',')]);
  // Commas part the values of a list, and are allowed in a query as they are.
  const written = parts.map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`);
  return written.length === 0 ? '' : `?${written.join('&')}`;
}
