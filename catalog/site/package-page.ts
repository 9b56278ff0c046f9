import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import { packageNames } from '../selection/describe.ts';
import type { Language } from '../selection/text.ts';
import { amount, choiceTable, conditionList, gateList } from './choice.ts';
import type { Page } from './layout.ts';
import type { PairAdvice } from './pair.ts';
import type { Place } from './place.ts';

const words = {
  title: { en: 'Package builder', fr: 'Composer une offre' },
  lead: {
    en: 'Pick two use cases: what they share is charged once. Limits are optional; a loaded diagnostic adds what it knows of the client.',
    fr: "Choisissez deux cas d'usage : ce qu'ils partagent est compté une fois. Les limites sont facultatives ; un diagnostic chargé ajoute ce qu'il sait du client.",
  },
  pick: { en: 'Use cases', fr: "Cas d'usage" },
  first: { en: 'First use case', fr: "Premier cas d'usage" },
  second: { en: 'Second use case', fr: "Second cas d'usage" },
  limits: { en: 'Limits', fr: 'Limites' },
  capex: { en: 'Budget, €', fr: 'Budget, €' },
  run: { en: 'Running, € a month', fr: 'Exploitation, € par mois' },
  weeks: { en: 'Weeks available', fr: 'Semaines disponibles' },
  empty: { en: 'Pick two use cases above.', fr: "Choisissez deux cas d'usage ci-dessus." },
  same: { en: 'Pick two different use cases.', fr: "Choisissez deux cas d'usage différents." },
  package: { en: 'package', fr: 'offre' },
  fits: { en: 'Nothing is known against this package.', fr: "Rien de connu ne s'oppose à cette offre." },
  obstacles: { en: 'It cannot be bought as it is', fr: 'Elle ne peut pas être achetée telle quelle' },
  saved: { en: 'Sharing foundations saves', fr: 'Le partage des fondations économise' },
  client: { en: 'What the diagnostic says', fr: 'Ce que dit le diagnostic' },
  passes: { en: 'passes every gate', fr: 'passe tous les critères' },
  none: { en: 'Choose…', fr: 'Choisir…' },
} as const satisfies Record<string, Text>;

/** Said in a field that picks a use case while it picks none. */
export const noUseCase = words.none;

/** The page that puts two use cases together; what they are together is computed in the browser. */
export function packagePage(place: Place, scripts: readonly string[]): Page {
  const { language } = place;
  const amountField = (name: 'capex' | 'run' | 'weeks', step: number): Markup =>
    markup`<label>${words[name][language]} <input type="number" name="${name}" min="0" step="${step}" inputmode="numeric"></label>\n`;
  const body = markup`<div class="intro"><h1>${words.title[language]}</h1>
<p class="lead">${words.lead[language]}</p></div>
<form id="builder" class="pickers">
<fieldset><legend class="aside">${words.pick[language]}</legend>
<label>${words.first[language]} <select name="a"></select></label>
<label>${words.second[language]} <select name="b"></select></label></fieldset>
<fieldset><legend class="aside">${words.limits[language]}</legend>
${amountField('capex', 1000)}${amountField('run', 50)}${amountField('weeks', 1)}</fieldset></form>
<p id="client" class="notice" hidden></p>
<div id="together" role="region" aria-live="polite" aria-label="${words.title[language]}">${noPair(language)}</div>`;
  return { place, title: words.title[language], description: words.lead[language], body, scripts };
}

/** Shown while fewer than two use cases are picked, or twice the same. */
export function noPair(language: Language, same = false): Markup {
  return markup`<div class="empty"><p>${(same ? words.same : words.empty)[language]}</p></div>`;
}

/** What two use cases are together. */
export function pairMarkup({ block, sharedEUR, obstacles, gates }: PairAdvice, place: Place): Markup {
  const { language } = place;
  const name = packageNames[block.name ?? 'custom'][language];
  const failing = gates.some((each) => each.gates.some(({ status }) => status === 'fail'));
  const verdict =
    obstacles.length > 0
      ? markup`<div class="verdict bad"><p><strong>${words.obstacles[language]}</strong></p><ul>${obstacles.map((each) => markup`<li>${each[language]}</li>`)}</ul></div>`
      : !failing && markup`<p class="verdict">${words.fits[language]}</p>`;
  return markup`<h2>${language === 'en' ? `${name} ${words.package.en}` : `Offre ${name}`}</h2>
${verdict}
${choiceTable(block, place)}${sharedEUR > 0 && markup`<p>${words.saved[language]} <strong>${amount(sharedEUR, place)}</strong>.</p>`}
${
  gates.length > 0 &&
  markup`<h3>${words.client[language]}</h3>
${gates.map((each) => markup`<h4>${each.name[language]}</h4>${each.gates.length === 0 ? markup`<p>${words.passes[language]}</p>` : gateList(each.gates, place)}`)}`
}
${conditionList(block, place)}`;
}
