import type { Text } from '../dated.ts';
import type { Quality } from '../schema/generated/quality.ts';

export type { Quality };

/** What can be measured of a template. */
export type Badge = keyof Quality['badges'];

/** What the badges are called, in the order shown. */
export const badgeNames: Readonly<Record<Badge, Text>> = {
  ranLocally: { en: 'Runs on a laptop', fr: 'Fonctionne sur un poste' },
  beatsBaseline: { en: 'Beats the baseline', fr: 'Dépasse la référence naïve' },
  lintsClean: { en: 'Lints clean', fr: 'Sans remarque des linters' },
  lifeCycle: { en: 'Terraform life cycle', fr: 'Cycle de vie Terraform' },
  updatesCleanly: { en: 'Updates cleanly', fr: 'Se met à jour sans perte' },
};

/** A badge that was earned. */
export interface EarnedBadge {
  readonly badge: Badge;
  /** Day of the run, YYYY-MM-DD. */
  readonly on: string;
  readonly tests: number;
}

/** The badges that test runs gave, in order. */
export function earnedBadges(quality: Quality | undefined): readonly EarnedBadge[] {
  const badges = Object.keys(badgeNames) as Badge[];
  return badges.flatMap((badge) => {
    const earned = quality?.badges[badge];
    return earned === undefined ? [] : { badge, ...earned };
  });
}
