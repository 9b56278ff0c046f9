import { colon } from '../text/number.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import { gateNames } from '../names/advice.ts';
import type { Selection } from '../schema/generated/types.ts';
import { euros } from '../selection/text.ts';
import { euroSpan, weekSpan } from './figures.ts';
import { toEntry } from './place.ts';
import type { Place } from './place.ts';

const words = {
  part: { en: 'Part', fr: 'Élément' },
  low: { en: 'Low', fr: 'Bas' },
  mid: { en: 'Most likely', fr: 'Probable' },
  high: { en: 'High', fr: 'Haut' },
  foundation: { en: 'foundation, charged once', fr: 'fondation, comptée une fois' },
  shared: { en: 'shared foundation, charged once', fr: 'fondation partagée, comptée une fois' },
  owned: { en: 'already there', fr: 'déjà en place' },
  delivery: { en: 'Delivery of the use cases', fr: "Réalisation des cas d'usage" },
  total: { en: 'Total, once', fr: 'Total, une fois' },
  run: { en: 'Running, a month', fr: 'Exploitation, par mois' },
  time: { en: 'Time to go-live', fr: 'Délai avant mise en service' },
  built: { en: 'available now', fr: 'disponible' },
  planned: { en: 'planned', fr: 'en projet' },
  conditions: { en: 'To settle before it starts', fr: 'À régler avant de commencer' },
  costs: { en: 'Cost and time', fr: 'Coût et délai' },
} as const satisfies Record<string, Text>;

/** What is bought, as a table of costs with each foundation once. */
export function choiceTable({ items, foundations, costs }: Selection['package'], place: Place): Markup {
  const { language } = place;
  const row = (
    title: Markup | string,
    { low, mid, high }: typeof costs.totalEUR,
    write: typeof euroSpan,
    kind = '',
  ): Markup =>
    markup`<tr class="${kind}"><th scope="row">${title}</th><td>${write(low, low, language)}</td><td>${write(mid, mid, language)}</td><td>${write(high, high, language)}</td></tr>
`;
  const names = items.map(
    ({ entryId, name, built }) =>
      markup`<li><a href="${toEntry(place, entryId)}">${name[language]}</a> <small>${(built ? words.built : words.planned)[language]}</small></li>`,
  );
  return markup`<ul class="chosen">${names}</ul>
<div class="scroll" tabindex="0" role="group" aria-label="${words.costs[language]}"><table class="figures">
<thead><tr><th scope="col">${words.part[language]}</th><th scope="col">${words.low[language]}</th><th scope="col">${words.mid[language]}</th><th scope="col">${words.high[language]}</th></tr></thead>
<tbody>
${items.length > 0 && row(words.delivery[language], costs.deliveryEUR, euroSpan)}${foundations.map(
    ({ name, costEUR, owned, usedBy }) =>
      row(
        markup`${name[language]} <small>${(owned ? words.owned : usedBy.length > 1 ? words.shared : words.foundation)[language]}</small>`,
        costEUR,
        euroSpan,
      ),
  )}${row(words.total[language], costs.totalEUR, euroSpan, 'total')}${items.length > 0 && row(words.run[language], costs.runEURPerMonth, euroSpan)}</tbody></table></div>
${items.length > 0 && markup`<p>${words.time[language]}${colon[language]}<strong>${weekSpan(costs.weeks, costs.weeks, language)}</strong></p>`}
`;
}

/** What has to be settled before the items start. */
export function conditionList({ items }: Selection['package'], place: Place): Markup {
  const open = items.flatMap(({ name, conditions }) =>
    conditions.map(
      (condition) =>
        markup`<li><strong>${name[place.language]}${colon[place.language]}</strong>${condition[place.language]}</li>\n`,
    ),
  );
  if (open.length === 0) return markup``;
  return markup`<h3>${words.conditions[place.language]}</h3>
<ul>${open}</ul>
`;
}

/** `€18,000 saved` and the like, for one amount. */
export function amount(value: number, place: Place): string {
  return euros(value, place.language);
}

const statusWords: Readonly<Record<Selection['ranked'][number]['gates'][number]['status'], Text>> = {
  fail: { en: 'Fails', fr: 'Échoue' },
  conditional: { en: 'To settle', fr: 'À régler' },
  warning: { en: 'Note', fr: 'À noter' },
};

/** The gates an entry does not simply pass, the failing ones first. */
export function gateList(gates: Selection['ranked'][number]['gates'], place: Place): Markup {
  const order = ['fail', 'conditional', 'warning'];
  const sorted = [...gates].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return markup`<ul class="gates">${sorted.map(({ code, status, because }) => markup`<li class="${status}"><strong>${statusWords[status][place.language]}</strong> ${because[place.language]} <small>${gateNames[code][place.language]}</small></li>\n`)}</ul>`;
}
