import type { Text } from '../dated.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';
import { text } from '../text/number.ts';
import { assumedVolumes } from './volumes.ts';
import type { Volumes } from './volumes.ts';

/** What a table's assumptions follow from. */
export interface Assuming {
  readonly volumes: Volumes;
  /** Price book items in use. */
  readonly used: PriceBook['items'];
  readonly region: string;
  /** Names of use cases that no template writes yet. */
  readonly planned: readonly Text[];
}

/** What was assumed where nobody said, and what the prices leave out, for people. */
export function assumptionsOf({ volumes, used, region, planned }: Assuming): readonly Text[] {
  const elsewhere = [...new Set(used.map((item) => item.region))].filter(
    (place) => !['global', 'EU', region].includes(place),
  );
  return [
    {
      en: 'List prices without taxes, discounts, support contracts or the hours of people.',
      fr: 'Prix publics hors taxes, remises, contrats de support et heures de travail.',
    },
    ...assumedVolumes(volumes),
    ...(elsewhere.length === 0
      ? []
      : [
          text((language) =>
            language === 'fr'
              ? `Prix de ${elsewhere.join(', ')} appliqués à ${region} : à vérifier pour cette région.`
              : `Prices of ${elsewhere.join(', ')} stand for ${region}: check them for that region.`,
          ),
        ]),
    ...(planned.length === 0
      ? []
      : [
          text((language) =>
            language === 'fr'
              ? `${planned.map(({ fr }) => fr).join(', ')} : en projet, donc estimation du catalogue pour la production, sans détail.`
              : `${planned.map(({ en }) => en).join(', ')}: planned, so the catalog's estimate for production, not itemised.`,
          ),
        ]),
  ];
}
