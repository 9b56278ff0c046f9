import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import type { Language } from '../selection/text.ts';

/** An entry that can be picked. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
  readonly built: boolean;
}

const groups: Readonly<Record<'built' | 'planned', Text>> = {
  built: { en: 'Available now', fr: 'Disponible' },
  planned: { en: 'Planned', fr: 'En projet' },
};

/** The choices of a field that picks an entry: what is built first, then what is planned, by name. */
export function entryOptions(
  entries: readonly Pickable[],
  chosen: string,
  none: Text,
  language: Language,
): Markup {
  const byName = [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const group = (status: 'built' | 'planned'): Markup => {
    const members = byName.filter(({ built }) => built === (status === 'built'));
    return markup`<optgroup label="${groups[status][language]}">${members.map(({ id, name }) => markup`<option value="${id}"${id === chosen && markup` selected`}>${name}</option>`)}</optgroup>`;
  };
  return markup`<option value="">${none[language]}</option>${group('built')}${group('planned')}`;
}
