import { isBuilt } from '../catalog.ts';
import type { Foundation } from '../catalog.ts';
import { markup } from '../markup.ts';
import { sectorsText } from '../names/client.ts';
import { anyKindText } from '../names/data.ts';
import { methodsInFrench, termText, unitsInFrench } from '../names/terms.ts';
import { capital } from '../text/capital.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import type { Entry } from '../schema/generated/entry.ts';
import { packageNames } from '../selection/describe.ts';
import { number } from '../selection/text.ts';
import type { Language } from '../selection/text.ts';
import { impactOf } from './facets.ts';
import { euroSpan, monthSpan, weekSpan } from './figures.ts';
import { aiActNames, cloudNames, familyNames, oversightNames, skillNames } from './labels.ts';
import type { Page } from './layout.ts';
import { toEntry, toPage } from './place.ts';
import type { Place } from './place.ts';

const words = {
  title: { en: 'Compare', fr: 'Comparer' },
  lead: {
    en: 'Two to four entries side by side. The address of this page holds the choice, so that it can be sent.',
    fr: "Deux à quatre fiches côte à côte. L'adresse de cette page contient le choix, pour pouvoir l'envoyer.",
  },
  choose: { en: 'Entries to compare', fr: 'Fiches à comparer' },
  entry: { en: 'Entry', fr: 'Fiche' },
  differences: { en: 'Only what differs', fr: 'Seulement les différences' },
  empty: { en: 'Choose at least two entries above.', fr: 'Choisissez au moins deux fiches ci-dessus.' },
  what: { en: 'Property', fr: 'Propriété' },
  status: { en: 'Availability', fr: 'Disponibilité' },
  built: { en: 'Available now', fr: 'Disponible' },
  planned: { en: 'Planned', fr: 'En projet' },
  summary: { en: 'What it does', fr: 'Ce que cela fait' },
  family: { en: 'Family', fr: 'Famille' },
  packages: { en: 'Packages', fr: 'Offres' },
  sectors: { en: 'Sectors', fr: 'Secteurs' },
  all: { en: 'All', fr: 'Tous' },
  delivery: { en: 'Delivery, once', fr: 'Réalisation, une fois' },
  foundations: { en: 'Foundations, once per package', fr: 'Fondations, une fois par offre' },
  run: { en: 'Running', fr: 'Exploitation' },
  weeks: { en: 'Time to go-live', fr: 'Délai avant mise en service' },
  data: { en: 'Data needed', fr: 'Données requises' },
  months: { en: 'months', fr: 'mois' },
  team: { en: 'Team levels (0–4)', fr: "Niveaux d'équipe (0–4)" },
  cloud: { en: 'Cloud', fr: 'Cloud' },
  any: { en: 'Any', fr: 'Indifférent' },
  provider: { en: 'Model provider', fr: 'Fournisseur de modèles' },
  needed: { en: 'Needed', fr: 'Requis' },
  none: { en: 'None', fr: 'Aucun' },
  aiAct: { en: 'AI Act (not legally reviewed)', fr: "Règlement sur l'IA (non revu par un juriste)" },
  impact: { en: 'Impact assessment (DPIA)', fr: "Analyse d'impact (AIPD)" },
  screening: { en: 'Screening likely', fr: 'Examen probable' },
  due: { en: 'Due', fr: 'Requise' },
  oversight: { en: 'Human oversight', fr: 'Contrôle humain' },
  kpis: { en: 'Measured by', fr: 'Mesuré par' },
  methods: { en: 'Methods', fr: 'Méthodes' },
  build: { en: 'Build a package from these two', fr: 'Composer une offre avec ces deux' },
  remove: { en: 'No entry', fr: 'Aucune fiche' },
} as const satisfies Record<string, Text>;

/** Said in a field that picks an entry while it picks none. */
export const noEntry = words.remove;

/** The page that compares entries; its table is made in the browser, from the address. */
export function comparePage(place: Place, scripts: readonly string[], slots: number): Page {
  const { language } = place;
  const fields = Array.from(
    { length: slots },
    (_, index) =>
      markup`<label>${words.entry[language]} ${number(index + 1, language)} <select name="entry"></select></label>\n`,
  );
  const body = markup`<div class="intro"><h1>${words.title[language]}</h1>
<p class="lead">${words.lead[language]}</p></div>
<form id="compare" class="pickers"><fieldset><legend class="aside">${words.choose[language]}</legend>${fields}</fieldset>
<label class="pick"><input type="checkbox" id="differences"> ${words.differences[language]}</label></form>
<div id="table" role="region" aria-live="polite" aria-label="${words.title[language]}">${nothingToCompare(language)}</div>`;
  return { place, title: words.title[language], description: words.lead[language], body, scripts };
}

/** Shown while fewer than two entries are chosen. */
export function nothingToCompare(language: Language): Markup {
  return markup`<div class="empty"><p>${words.empty[language]}</p></div>`;
}

type Cell = string | readonly string[];

interface Property {
  readonly title: Text;
  readonly of: (entry: Entry, language: Language, foundations: readonly Foundation[]) => Cell;
}

const properties: readonly Property[] = [
  { title: words.status, of: (entry, language) => (isBuilt(entry) ? words.built : words.planned)[language] },
  { title: words.summary, of: ({ summary }, language) => summary[language] },
  { title: words.family, of: ({ family }, language) => familyNames[family][language] },
  {
    title: words.packages,
    of: ({ packages }, language) => packages.map((name) => packageNames[name][language]).join(', '),
  },
  {
    title: words.sectors,
    of: ({ sectors }, language) =>
      sectors.length === 0 ? words.all[language] : sectorsText(sectors, language),
  },
  {
    title: words.delivery,
    of: ({ cost }, language) =>
      cost === undefined ? '–' : euroSpan(cost.deliveryEUR.low, cost.deliveryEUR.high, language),
  },
  {
    title: words.foundations,
    of: ({ modules }, language, foundations) =>
      foundations
        .filter(({ id }) => modules.includes(id))
        .map(({ name, costEUR }) => `${name[language]} ${euroSpan(costEUR.low, costEUR.high, language)}`),
  },
  {
    title: words.run,
    of: ({ cost }, language) =>
      cost === undefined ? '–' : monthSpan(cost.runEURPerMonth.low, cost.runEURPerMonth.high, language),
  },
  {
    title: words.weeks,
    of: ({ weeks }, language) => (weeks === undefined ? '–' : weekSpan(weeks.low, weeks.high, language)),
  },
  {
    title: words.data,
    of: ({ requires }, language) =>
      requires.objects.map(({ anyOf, historyMonths }) => {
        const kinds = capital(anyKindText(anyOf, language));
        return historyMonths === undefined ? kinds : `${kinds}, ${historyMonths} ${words.months[language]}`;
      }),
  },
  {
    title: words.team,
    of: ({ requires: { skills } }, language) =>
      (Object.keys(skills) as (keyof typeof skills)[]).map(
        (skill) => `${skillNames[skill][language]} ${skills[skill] ?? 0}`,
      ),
  },
  {
    title: words.cloud,
    of: ({ requires: { clouds } }, language) =>
      clouds.length === 0
        ? words.any[language]
        : clouds.map((cloud) => cloudNames[cloud][language]).join(', '),
  },
  {
    title: words.provider,
    of: ({ requires: { modelProvider } }, language) => (modelProvider ? words.needed : words.none)[language],
  },
  { title: words.aiAct, of: ({ risk }, language) => aiActNames[risk.aiActClass][language] },
  {
    title: words.impact,
    of: ({ risk: { dpiaCriteria } }, language) => words[impactOf(dpiaCriteria.length)][language],
  },
  { title: words.oversight, of: ({ risk }, language) => oversightNames[risk.humanOversight][language] },
  {
    title: words.kpis,
    of: ({ kpis }, language) =>
      kpis.map(({ name, unit }) => `${name[language]} (${termText(unitsInFrench, unit, language)})`),
  },
  {
    title: words.methods,
    of: ({ models }, language) => models.map((each) => termText(methodsInFrench, each, language)),
  },
];

/** Entries side by side. Rows in which all say the same are marked `same`. */
export function compareTable(
  entries: readonly Entry[],
  foundations: readonly Foundation[],
  place: Place,
): Markup {
  const { language } = place;
  const rows = properties.map(({ title, of }) => {
    const cells = entries.map((entry) => of(entry, language, foundations));
    const same = cells.every((cell) => String(cell) === String(cells[0]));
    return markup`<tr class="${same && 'same'}"><th scope="row">${title[language]}</th>${cells.map((cell) => markup`<td>${shown(cell)}</td>`)}</tr>
`;
  });
  const [a, b] = entries;
  const pairing =
    entries.length === 2 &&
    a?.kind === 'use-case' &&
    b?.kind === 'use-case' &&
    markup`<p class="actions"><a class="button" href="${toPage(place, `package.html?a=${a.id}&b=${b.id}`)}">${words.build[language]}</a></p>`;
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${words.title[language]}"><table class="compared">
<thead><tr><th scope="col"><span class="aside">${words.what[language]}</span></th>${entries.map(({ id, name }) => markup`<th scope="col"><a href="${toEntry(place, id)}">${name[language]}</a></th>`)}</tr></thead>
<tbody>
${rows}</tbody></table></div>
${pairing}`;
}

function shown(cell: Cell): Markup {
  if (typeof cell === 'string') return markup`${cell === '' ? '–' : cell}`;
  if (cell.length === 0) return markup`–`;
  return markup`<ul class="plain">${cell.map((line) => markup`<li>${line}</li>`)}</ul>`;
}
