import { colon } from '../text/number.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import { euros, number } from '../selection/text.ts';
import type { Language } from '../selection/text.ts';
import { amountOf, browse, sliders, sorts } from './browse.ts';
import type { Listing, Query, Slider, Sort } from './browse.ts';
import { cardGroup } from './card.ts';
import { facets } from './facets.ts';
import type { Facet } from './facets.ts';
import { entryCount } from './figures.ts';
import type { Page } from './layout.ts';
import type { Row, RowText } from './listing.ts';
import { toPage } from './place.ts';
import type { Place } from './place.ts';

/** So many cards of a group are written at first, and added each time more are asked for. */
export const cardsShown = 24;

const words = {
  title: { en: 'Toltek Toolbox', fr: 'Toltek Toolbox' },
  heading: { en: 'What can AI do for this client?', fr: "Que peut faire l'IA pour ce client ?" },
  lead: {
    en: 'Use cases with their cost, time, data and obligations. Load a diagnostic to see which ones fit, and why.',
    fr: "Des cas d'usage avec coût, délai, données et obligations. Chargez un diagnostic pour voir lesquels conviennent, et pourquoi.",
  },
  load: { en: 'Load a diagnostic', fr: 'Charger un diagnostic' },
  search: { en: 'Search the catalog', fr: 'Chercher dans le catalogue' },
  placeholder: { en: 'forecast, invoices, chatbot…', fr: 'prévision, factures, chatbot…' },
  filters: { en: 'Filters', fr: 'Filtres' },
  sort: { en: 'Sort by', fr: 'Trier par' },
  clear: { en: 'Clear all', fr: 'Tout effacer' },
  any: { en: 'any', fr: 'indifférent' },
  results: { en: 'Results', fr: 'Résultats' },
  noScript: {
    en: 'Without JavaScript you see the first entries of the catalog; search and filters need it.',
    fr: 'Sans JavaScript, les premières fiches du catalogue sont affichées ; recherche et filtres en ont besoin.',
  },
  none: { en: 'Nothing matches.', fr: 'Rien ne correspond.' },
  noneHint: {
    en: 'Try fewer filters, or other words: the search takes English and French, and forgives typing errors.',
    fr: "Essayez moins de filtres, ou d'autres mots : la recherche accepte l'anglais et le français, et pardonne les fautes de frappe.",
  },
  unknown: { en: 'No entry has', fr: "Aucune fiche n'a" },
  budget: { en: 'Budget and team', fr: 'Budget et équipe' },
  compareBar: { en: 'Chosen to compare', fr: 'À comparer' },
  compareNow: { en: 'Compare', fr: 'Comparer' },
  build: { en: 'Build a package', fr: 'Composer une offre' },
  showFilters: { en: 'Show filters', fr: 'Afficher les filtres' },
} as const satisfies Record<string, Text>;

export const sliderTitles: Readonly<Record<Slider, Text>> = {
  capex: { en: 'Budget, at most', fr: 'Budget, au plus' },
  run: { en: 'Running cost a month, at most', fr: 'Exploitation par mois, au plus' },
  weeks: { en: 'Weeks to go-live, at most', fr: 'Semaines avant mise en service, au plus' },
  level: { en: 'Team level needed, at most', fr: "Niveau d'équipe requis, au plus" },
};

export const sortTitles: Readonly<Record<Sort, Text>> = {
  relevance: { en: 'Relevance', fr: 'Pertinence' },
  fit: { en: 'Fit to the diagnostic', fr: 'Adéquation au diagnostic' },
  cost: { en: 'Cost', fr: 'Coût' },
  time: { en: 'Time', fr: 'Délai' },
  updated: { en: 'Last updated', fr: 'Dernière mise à jour' },
};

const steps: Readonly<Record<Slider, number>> = { capex: 1000, run: 50, weeks: 1, level: 1 };

/** The highest amount of a slider: all of the catalog is below it. */
export function sliderEnd(rows: readonly Row[], slider: Slider): number {
  if (slider === 'level') return 4;
  const highest = rows.reduce((most, row) => Math.max(most, amountOf(row, slider) ?? 0), 0);
  return Math.max(1, Math.ceil(highest / steps[slider])) * steps[slider];
}

/** An amount of a slider as people read it. */
export function sliderText(slider: Slider, value: number | undefined, language: Language): string {
  if (value === undefined) return words.any[language];
  if (slider === 'level') return `${number(value, language)} / 4`;
  return slider === 'weeks' ? number(value, language) : euros(value, language);
}

/** The page to browse the catalog with. */
export function browsePage(
  place: Place,
  rows: readonly Row[],
  texts: readonly RowText[],
  scripts: readonly string[],
): Page {
  const { language } = place;
  const all: Query = { text: '', sort: 'relevance', ticked: {}, limits: {}, compare: [] };
  const listing = browse(rows, all);
  const textOf = new Map(rows.map((row, index) => [row.id, texts[index] ?? (['', ''] as const)]));
  const cards = (of: readonly Row[]): { row: Row; text: RowText }[] =>
    of.slice(0, cardsShown).map((row) => ({ row, text: textOf.get(row.id) ?? ['', ''] }));
  const context = { place, compared: [] };
  const body = markup`<div class="intro">
<h1>${words.heading[language]}</h1>
<p class="lead">${words.lead[language]}</p>
<p class="actions"><a class="button" href="${toPage(place, 'diagnostic.html')}">${words.load[language]}</a></p>
</div>
<form id="browse" class="browse" role="search" aria-label="${words.search[language]}">
<div class="search">
<label for="q">${words.search[language]}</label>
<input type="search" id="q" name="q" autocomplete="off" spellcheck="false" enterkeyhint="search" placeholder="${words.placeholder[language]}">
</div>
<details id="filters" class="filters"><summary>${words.showFilters[language]}</summary>
<div class="panel">
<h2 class="aside">${words.filters[language]}</h2>
${facets.map((facet, index) => facetGroup(facet, listing, language, index < 4))}
<details class="facet" open><summary>${words.budget[language]}</summary>
${sliders.map((slider) => sliderField(slider, rows, language))}</details>
</div>
</details>
<div class="list">
<div class="toolbar">
<p id="found" role="status" tabindex="-1">${entryCount(rows.length, language)}</p>
<label>${words.sort[language]} <select name="sort" id="sort">
${sorts.map((sort) => markup`<option value="${sort}"${sort === 'fit' && markup` disabled`}>${sortTitles[sort][language]}</option>`)}</select></label>
</div>
<ul id="chips" class="chips"></ul>
<noscript><p class="hint">${words.noScript[language]}</p></noscript>
<div id="results" aria-label="${words.results[language]}" role="region">
${cardGroup('built', cards(listing.built), listing.built.length, context)}${cardGroup('planned', cards(listing.planned), listing.planned.length, context)}</div>
</div>
</form>
<aside id="compare-bar" class="compare-bar" aria-label="${words.compareBar[language]}" hidden>
<p id="compare-names"></p>
<a class="button" id="compare-link" href="${toPage(place, 'compare.html')}">${words.compareNow[language]}</a>
<a class="button quiet" id="package-link" href="${toPage(place, 'package.html')}">${words.build[language]}</a>
</aside>`;
  return { place, title: words.title[language], description: words.lead[language], body, scripts };
}

/** What is shown where nothing matches. */
export function nothingFound(language: Language): Markup {
  return markup`<div class="empty"><h2>${words.none[language]}</h2><p>${words.noneHint[language]}</p><p><button type="button" id="clear">${words.clear[language]}</button></p></div>`;
}

/** How much was found, in words for the status line. */
export function foundText(
  { built, planned }: Listing,
  unknown: readonly string[],
  language: Language,
): string {
  const count = entryCount(built.length + planned.length, language);
  return unknown.length === 0
    ? count
    : `${count}. ${words.unknown[language]}${colon[language]}${unknown.join(', ')}.`;
}

/** What is asked for, each with a button that takes it back. */
export function chips({ text, ticked, limits }: Query, language: Language): Markup {
  const values = facets.flatMap(({ id, values: names }) =>
    (ticked[id] ?? []).map((value) => chip(id, value, names[value]?.[language] ?? value, language)),
  );
  const amounts = sliders.flatMap((slider) =>
    limits[slider] === undefined
      ? []
      : [
          chip(
            slider,
            '',
            `${sliderTitles[slider][language]} ${sliderText(slider, limits[slider], language)}`,
            language,
          ),
        ],
  );
  const all = [...(text === '' ? [] : [chip('q', '', `“${text}”`, language)]), ...values, ...amounts];
  if (all.length === 0) return markup``;
  return markup`${all}<li><button type="button" id="clear-all">${words.clear[language]}</button></li>`;
}

const remove: Text = { en: 'Remove', fr: 'Retirer' };

function chip(name: string, value: string, shown: string, language: Language): Markup {
  return markup`<li><button type="button" class="chip" data-name="${name}" data-value="${value}"><span class="aside">${remove[language]} </span>${shown}<span aria-hidden="true"> ×</span></button></li>`;
}

/** More values than this scroll within their facet: by keyboard too, also while all of them are disabled. */
const mostUnscrolled = 10;

function facetGroup(facet: Facet, { counts }: Listing, language: Language, open: boolean): Markup {
  const { id, title, hint, values } = facet;
  return markup`<details class="facet" data-facet="${id}"${open && markup` open`}><summary>${title[language]}</summary>
<fieldset${Object.keys(values).length > mostUnscrolled && markup` tabindex="0"`}><legend class="aside">${title[language]}</legend>
${hint && markup`<p class="hint">${hint[language]}</p>`}${Object.entries(values).map(([value, name]) => {
    const count = counts[id].get(value) ?? 0;
    return markup`<label><input type="checkbox" name="${id}" value="${value}"${count === 0 && markup` disabled`}> <span>${name[language]}</span> <span class="count">${number(count, language)}</span></label>
`;
  })}</fieldset></details>
`;
}

function sliderField(slider: Slider, rows: readonly Row[], language: Language): Markup {
  const end = sliderEnd(rows, slider);
  return markup`<label class="slider">${sliderTitles[slider][language]} <output id="${slider}-shown">${words.any[language]}</output>
<input type="range" name="${slider}" min="0" max="${end}" step="${steps[slider]}" value="${end}" aria-valuetext="${words.any[language]}"></label>
`;
}
