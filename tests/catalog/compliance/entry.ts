import type { Entry } from '#catalog/schema/generated/entry.ts';

type Assessed = Pick<Entry, 'id' | 'requires' | 'risk'>;

/** A catalog entry of minimal risk that needs customers, with some of it different. */
export function entry(
  changes: { id?: string; risk?: Partial<Entry['risk']>; requires?: Partial<Entry['requires']> } = {},
): Assessed {
  return {
    id: changes.id ?? 'x',
    risk: {
      aiActClass: 'minimal',
      articles: [],
      dpiaCriteria: [],
      escalators: [],
      humanOversight: 'review',
      ...changes.risk,
    },
    requires: {
      objects: [{ anyOf: ['customers'] }],
      skills: {},
      dependsOn: [],
      conflictsWith: [],
      clouds: [],
      modelProvider: false,
      realtime: false,
      ...changes.requires,
    },
  };
}
