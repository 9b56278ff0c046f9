import type { Text } from '../../dated.ts';

/** Words of the page round the report. */
export const pageWords = {
  skip: { en: 'Skip to the report', fr: 'Aller au rapport' },
} as const satisfies Record<string, Text>;
