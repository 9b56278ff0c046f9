import type { IndexedTemplate } from '../catalog.ts';
import { resolveResidency } from '../compliance/residency.ts';
import type { Text } from '../dated.ts';
import { costTable } from '../pricing/cost-table.ts';
import type { Range } from '../pricing/range.ts';
import type { UseCaseVolume, Volumes } from '../pricing/volumes.ts';
import type { Entry } from '../schema/generated/entry.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';

/** A client of a size, as cost is worked out for one that nobody measured; our own measure. */
interface Size {
  readonly name: Text;
  readonly sources: number;
  /** Gigabytes of each source. */
  readonly gigabytes: number;
  readonly refresh: 'daily' | 'hourly';
  readonly users: number;
  readonly casesPerMonth: number;
}

const sizes: readonly Size[] = [
  {
    name: {
      en: 'S: 1 source of 1 GB, daily, 5 users',
      fr: 'S : 1 source de 1 Go, chaque jour, 5 utilisateurs',
    },
    sources: 1,
    gigabytes: 1,
    refresh: 'daily',
    users: 5,
    casesPerMonth: 300,
  },
  {
    name: {
      en: 'M: 3 sources of 10 GB, daily, 20 users',
      fr: 'M : 3 sources de 10 Go, chaque jour, 20 utilisateurs',
    },
    sources: 3,
    gigabytes: 10,
    refresh: 'daily',
    users: 20,
    casesPerMonth: 2000,
  },
  {
    name: {
      en: 'L: 8 sources of 50 GB, hourly, 100 users',
      fr: 'L : 8 sources de 50 Go, chaque heure, 100 utilisateurs',
    },
    sources: 8,
    gigabytes: 50,
    refresh: 'hourly',
    users: 100,
    casesPerMonth: 10_000,
  },
];

/** What the platform under an entry costs a month at a size, in both environments. */
export interface SizeCost {
  readonly name: Text;
  /** Euros. */
  readonly total: Range;
}

/**
 * The cloud costs of an entry at three sizes, from quantities and list prices; empty for what is planned.
 * @param templates what writes it, the templates under it included.
 * @throws InputError if the price book lacks an item that a template uses.
 */
export function sizeCosts(
  { id, name }: Pick<Entry, 'id' | 'name'>,
  templates: readonly IndexedTemplate[],
  prices: PriceBook,
): readonly SizeCost[] {
  const [own] = templates;
  const home = resolveResidency('eu');
  if (own === undefined || !home.ok) return [];
  return sizes.map((size) => {
    const { total } = costTable({
      volumes: volumesOf(size, { id, name: name.en, template: own.manifest.id }),
      templates: templates.map(({ manifest }) => manifest),
      prices,
      region: home.residency.region,
    });
    return { name: size.name, total };
  });
}

function volumesOf(size: Size, useCase: Pick<UseCaseVolume, 'id' | 'name' | 'template'>): Volumes {
  const { gigabytes, refresh, users, casesPerMonth } = size;
  return {
    sources: Array.from({ length: size.sources }, (_, index) => ({
      id: `source-${index + 1}`,
      name: `source ${index + 1}`,
      refresh,
      volumeGB: { low: gigabytes, mid: gigabytes, high: gigabytes },
      growthPctMonth: null,
      rowsOrDocs: null,
    })),
    useCases: [{ ...useCase, usersAffected: users, eventsPerMonth: casesPerMonth }],
  };
}
