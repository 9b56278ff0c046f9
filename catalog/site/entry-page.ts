import { isBuilt } from '../catalog.ts';
import type { Foundation, IndexedTemplate } from '../catalog.ts';
import { markup } from '../markup.ts';
import { objectiveNames, sectorsText } from '../names/client.ts';
import { anyKindText } from '../names/data.ts';
import { methodsInFrench, termText, unitsInFrench } from '../names/terms.ts';
import { dayText } from '../text/day.ts';
import { capital } from '../text/capital.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import { entryArchitecture } from '../report/diagram/architecture.ts';
import { drawDiagram } from '../report/diagram/draw.ts';
import type { Entry } from '../schema/generated/entry.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';
import type { History } from '../schema/generated/types.ts';
import { packageNames } from '../selection/describe.ts';
import { list, number } from '../selection/text.ts';
import type { Language } from '../selection/text.ts';
import { templatesOf } from './entry-templates.ts';
import { impactOf } from './facets.ts';
import { euroSpan, weekSpan } from './figures.ts';
import {
  aiActNames,
  changeNames,
  cloudNames,
  criterionOfImpact,
  domainNames,
  escalationNames,
  familyNames,
  kindNames,
  lifecycleNames,
  oversightNames,
  skillNames,
} from './labels.ts';
import type { Page } from './layout.ts';
import { toEntry, toPage } from './place.ts';
import type { Place } from './place.ts';
import { badgeNames, earnedBadges } from './quality.ts';
import type { Quality } from './quality.ts';
import { sizeCosts } from './size-costs.ts';
import { inputTable, outputTable } from './template-tables.ts';

/** What the page of an entry is made from. */
export interface EntrySource {
  readonly entry: Entry;
  readonly foundations: readonly Foundation[];
  readonly templates: readonly IndexedTemplate[];
  readonly names: ReadonlyMap<string, Text>;
  readonly priceBook: PriceBook;
  /** What is recorded of its template. */
  readonly history?: History;
  readonly quality?: Quality;
}

const words = {
  built: { en: 'Available now', fr: 'Disponible' },
  planned: { en: 'Planned', fr: 'En projet' },
  back: { en: 'Catalog', fr: 'Catalogue' },
  contents: { en: 'On this page', fr: 'Sur cette page' },
  forWhom: { en: 'For whom', fr: 'Pour qui' },
  sectors: { en: 'Sectors', fr: 'Secteurs' },
  allSectors: { en: 'All sectors', fr: 'Tous secteurs' },
  serves: { en: 'Part of the business', fr: "Domaine de l'entreprise" },
  moves: { en: 'What it moves', fr: 'Ce que cela améliore' },
  soldIn: { en: 'Sold in', fr: 'Vendu dans' },
  alsoCalled: { en: 'Also called', fr: 'Aussi appelé' },
  needs: { en: 'What it needs', fr: 'Ce qu’il faut' },
  data: { en: 'Data', fr: 'Données' },
  months: { en: 'months of history', fr: "mois d'historique" },
  team: { en: 'Team, levels 0–4', fr: 'Équipe, niveaux 0 à 4' },
  foundations: { en: 'Foundations', fr: 'Fondations' },
  cloud: { en: 'Cloud', fr: 'Cloud' },
  anyCloud: { en: 'Any', fr: 'Indifférent' },
  model: { en: 'Model provider', fr: 'Fournisseur de modèles' },
  modelNeeded: { en: 'A generative model provider', fr: 'Un fournisseur de modèles génératifs' },
  realtime: { en: 'Refresh', fr: 'Fraîcheur' },
  realtimeNeeded: { en: 'A source in real time', fr: 'Une source en temps réel' },
  rights: { en: 'Rights', fr: 'Droits' },
  own: { en: 'Own data', fr: 'Données propres' },
  third: {
    en: 'Own data, or third-party data whose terms allow it',
    fr: 'Données propres, ou de tiers dont les conditions le permettent',
  },
  first: { en: 'Needs first', fr: "À faire d'abord" },
  beside: { en: 'Not beside', fr: 'Incompatible avec' },
  check: { en: 'To check with the client', fr: 'À vérifier avec le client' },
  architecture: { en: 'Architecture', fr: 'Architecture' },
  bySize: { en: 'Cloud cost a month by size', fr: 'Coût du cloud par mois selon la taille' },
  size: { en: 'Size of the client', fr: 'Taille du client' },
  bySizeHint: {
    en: 'Quantities times list prices, development and production together.',
    fr: 'Quantités fois prix publics, développement et production ensemble.',
  },
  cost: { en: 'Cost and time', fr: 'Coût et délai' },
  part: { en: 'Part', fr: 'Élément' },
  low: { en: 'Low', fr: 'Bas' },
  mid: { en: 'Most likely', fr: 'Probable' },
  high: { en: 'High', fr: 'Haut' },
  delivery: { en: 'Delivery, once', fr: 'Réalisation, une fois' },
  running: { en: 'Running, a month', fr: 'Exploitation, par mois' },
  oncePerPackage: {
    en: 'once per package, nothing if the client has it',
    fr: "une fois par offre, rien si le client l'a déjà",
  },
  weeks: { en: 'Weeks to go-live', fr: 'Semaines avant mise en service' },
  pricesOf: { en: 'Euros without taxes. Prices of', fr: 'Euros hors taxes. Prix du' },
  pricedElsewhere: {
    en: 'Priced with the use case or offer it is part of.',
    fr: "Tarifé avec le cas d'usage ou l'offre dont il fait partie.",
  },
  kpis: { en: 'How success is measured', fr: 'Comment le succès se mesure' },
  indicator: { en: 'Indicator', fr: 'Indicateur' },
  unit: { en: 'Unit', fr: 'Unité' },
  better: { en: 'Better', fr: 'Mieux' },
  up: { en: 'more', fr: 'plus' },
  down: { en: 'less', fr: 'moins' },
  formula: { en: 'Euros a year', fr: 'Euros par an' },
  risk: { en: 'Risk and obligations', fr: 'Risque et obligations' },
  unreviewed: {
    en: 'Not legally reviewed. Classes hold in ordinary use by a small or medium company.',
    fr: 'Non revu par un juriste. Les classes valent pour un usage ordinaire par une petite ou moyenne entreprise.',
  },
  aiAct: { en: 'AI Act', fr: "Règlement sur l'IA" },
  provisions: { en: 'Provisions', fr: 'Dispositions' },
  impact: { en: 'Impact assessment (DPIA)', fr: "Analyse d'impact (AIPD)" },
  impactNone: { en: 'Not due by the use case itself', fr: "Pas requise par le cas d'usage lui-même" },
  impactScreening: { en: 'Screening likely', fr: 'Examen probable' },
  impactDue: { en: 'Due', fr: 'Requise' },
  oversight: { en: 'Human oversight', fr: 'Contrôle humain' },
  raised: { en: 'Raised if', fr: 'Aggravé si' },
  generates: { en: 'What it creates', fr: 'Ce que cela crée' },
  resources: { en: 'Cloud resources', fr: 'Ressources cloud' },
  templates: { en: 'Templates', fr: 'Modèles de code' },
  files: { en: 'files', fr: 'fichiers' },
  inputs: { en: 'Inputs', fr: 'Entrées' },
  outputs: { en: 'Outputs', fr: 'Sorties' },
  method: { en: 'Methods', fr: 'Méthodes' },
  stack: { en: 'Tools', fr: 'Outils' },
  quality: { en: 'Measured quality', fr: 'Qualité mesurée' },
  measuredOf: { en: 'Measured of version', fr: 'Mesuré sur la version' },
  changedSince: { en: 'changed since', fr: 'modifiée depuis' },
  neverTyped: {
    en: 'Written by our test runs, never by hand.',
    fr: 'Écrit par nos essais, jamais à la main.',
  },
  unmeasured: {
    en: 'Not measured yet. Badges are written by our test runs, never by hand.',
    fr: 'Pas encore mesurée. Les badges sont écrits par nos essais, jamais à la main.',
  },
  changes: { en: 'Changelog', fr: 'Journal des versions' },
  unreleased: { en: 'not shipped yet', fr: 'pas encore publiée' },
  withToolbox: { en: 'with toolbox', fr: 'avec la toolbox' },
  digest: { en: 'digest', fr: 'empreinte' },
  generate: { en: 'Generate it', fr: 'Le générer' },
  generateHint: {
    en: 'Writes a complete client repository with this use case, after showing what it will do.',
    fr: "Écrit un dépôt client complet avec ce cas d'usage, après avoir montré ce qui sera fait.",
  },
  plannedHint: {
    en: 'Planned: it can be advised and ranked, not generated yet.',
    fr: 'En projet : il peut être conseillé et classé, pas encore généré.',
  },
  copy: { en: 'Copy', fr: 'Copier' },
  addCompare: { en: 'Compare with others', fr: "Comparer à d'autres" },
  build: { en: 'Build a package with it', fr: 'Composer une offre avec' },
} as const satisfies Record<string, Text>;

type Row = readonly [title: string, value: string | Markup];

/** Everything about one entry. */
export function entryPage(place: Place, source: EntrySource): Page {
  const { entry } = source;
  const { language } = place;
  const status = isBuilt(entry) ? 'built' : 'planned';
  const sections = sectionsOf(place, source);
  const body = markup`<nav class="crumbs" aria-label="${words.back[language]}"><a href="${toPage(place, 'index.html')}">${words.back[language]}</a> <span aria-hidden="true">/</span> <a href="${toPage(place, `index.html?family=${entry.family}`)}">${familyNames[entry.family][language]}</a></nav>
<article class="entry">
<header class="entry-head">
<p class="meta"><span class="badge ${status}">${words[status][language]}</span> ${kindNames[entry.kind][language]} · ${lifecycleNames[entry.lifecycle][language]} · <code>${entry.id}</code></p>
<h1>${entry.name[language]}</h1>
<p class="lead">${entry.summary[language]}</p>
${commandBlock(place, entry)}
</header>
<div class="columns">
<nav class="contents" aria-label="${words.contents[language]}"><ul>
${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
<div class="sections">
${sections.map(({ id, title, content }) => markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>\n${content}</section>\n`)}</div>
</div>
</article>`;
  return {
    place,
    title: entry.name[language],
    description: entry.summary[language],
    body,
    scripts: ['assets/entry.js'],
  };
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

function sectionsOf(place: Place, source: EntrySource): readonly Section[] {
  const { language } = place;
  const { entry } = source;
  const templates = templatesOf(entry, source.templates);
  return [
    { id: 'for-whom', title: words.forWhom[language], content: forWhom(entry, language) },
    { id: 'needs', title: words.needs[language], content: needs(place, source) },
    ...(entry.kind === 'use-case'
      ? [{ id: 'architecture', title: words.architecture[language], content: architecture(entry, language) }]
      : []),
    { id: 'cost', title: words.cost[language], content: costs(source, templates, language) },
    ...(entry.kpis.length === 0
      ? []
      : [{ id: 'kpis', title: words.kpis[language], content: kpis(entry, language) }]),
    { id: 'risk', title: words.risk[language], content: risk(entry, language) },
    ...(templates.length === 0
      ? []
      : [{ id: 'creates', title: words.generates[language], content: creates(entry, templates, language) }]),
    {
      id: 'quality',
      title: words.quality[language],
      content: quality(source.quality, templates[0], language),
    },
    ...(templates[0] === undefined
      ? []
      : [
          {
            id: 'changes',
            title: words.changes[language],
            content: changelog(templates[0], source.history, language),
          },
        ]),
  ];
}

/** The command, or that there is none yet. */
function commandBlock(place: Place, { id, implementedBy, kind }: Entry): Markup {
  const { language } = place;
  const links =
    kind === 'use-case' &&
    markup`<p class="actions"><a class="button quiet" href="${toPage(place, `compare.html?ids=${id}`)}">${words.addCompare[language]}</a> <a class="button quiet" href="${toPage(place, `package.html?a=${id}`)}">${words.build[language]}</a></p>`;
  if (implementedBy === undefined)
    return markup`<p class="notice">${words.plannedHint[language]}</p>${links}`;
  return markup`<div class="command"><p><strong>${words.generate[language]}.</strong> ${words.generateHint[language]}</p>
<p class="copy"><code id="command">toltek new client --diagnostic diagnostic.json --use-case ${id}</code> <button type="button" data-copy="command" hidden>${words.copy[language]}</button></p></div>${links}`;
}

function definitions(rows: readonly (Row | undefined)[]): Markup {
  return markup`<dl class="rows">
${rows.flatMap((row) => (row === undefined || row[1] === '' ? [] : [markup`<div><dt>${row[0]}</dt><dd>${row[1]}</dd></div>\n`]))}</dl>
`;
}

function forWhom(entry: Entry, language: Language): Markup {
  const { sectors, businessDomain, drivers, packages, aliases } = entry;
  const moved = Object.entries(drivers ?? {}) as [keyof typeof objectiveNames, number][];
  return definitions([
    [
      words.sectors[language],
      sectors.length === 0 ? words.allSectors[language] : sectorsText(sectors, language),
    ],
    [words.serves[language], businessDomain === undefined ? '' : domainNames[businessDomain][language]],
    [
      words.moves[language],
      capital(
        moved
          .map(
            ([driver, share]) =>
              `${objectiveNames[driver][language]} ${number(share * 100, language)}\u00a0%`,
          )
          .join(', '),
      ),
    ],
    [words.soldIn[language], packages.map((name) => packageNames[name][language]).join(', ')],
    [words.alsoCalled[language], aliases[language].join(', ')],
    [
      words.method[language],
      entry.models.map((each) => termText(methodsInFrench, each, language)).join(', '),
    ],
    [words.stack[language], entry.stack.join(', ')],
  ]);
}

function needs(place: Place, { entry, foundations, names }: EntrySource): Markup {
  const { language } = place;
  const { requires, modules } = entry;
  const data = requires.objects.map(({ anyOf, historyMonths }) => {
    const kinds = capital(anyKindText(anyOf, language));
    const history =
      historyMonths === undefined ? '' : `, ${number(historyMonths, language)} ${words.months[language]}`;
    return markup`<li>${kinds}${history}</li>`;
  });
  const skills = Object.entries(requires.skills) as [keyof typeof skillNames, number][];
  const linked = (ids: readonly string[]): Markup | '' =>
    ids.length === 0
      ? ''
      : markup`${ids.map((id, index) => markup`${index > 0 && ', '}<a href="${toEntry(place, id)}">${names.get(id)?.[language] ?? id}</a>`)}`;
  return definitions([
    [words.data[language], data.length === 0 ? '' : markup`<ul class="plain">${data}</ul>`],
    [
      words.team[language],
      skills.map(([skill, level]) => `${skillNames[skill][language]} ${level}`).join(', '),
    ],
    [
      words.foundations[language],
      foundations
        .filter(({ id }) => modules.includes(id))
        .map(({ name }) => name[language])
        .join(', '),
    ],
    [
      words.cloud[language],
      requires.clouds.length === 0
        ? words.anyCloud[language]
        : list(
            requires.clouds.map((cloud) => cloudNames[cloud][language]),
            language,
          ),
    ],
    requires.modelProvider ? [words.model[language], words.modelNeeded[language]] : undefined,
    requires.realtime ? [words.realtime[language], words.realtimeNeeded[language]] : undefined,
    requires.licence === undefined
      ? undefined
      : [words.rights[language], (requires.licence === 'own' ? words.own : words.third)[language]],
    [words.first[language], linked(requires.dependsOn)],
    [words.beside[language], linked(requires.conflictsWith)],
    requires.conditions === undefined || requires.conditions.length === 0
      ? undefined
      : [
          words.check[language],
          markup`<ul class="plain">${requires.conditions.map((condition) => markup`<li>${condition[language]}</li>`)}</ul>`,
        ],
  ]);
}

/** Where its data comes from, what becomes of it and who uses it. */
function architecture(entry: Entry, language: Language): Markup {
  const diagram = entryArchitecture(entry, language);
  return markup`<div class="scroll diagram" tabindex="0" role="group" aria-label="${words.architecture[language]}">${drawDiagram(diagram, 'architecture-diagram')}</div>
<details><summary>${{ en: 'The same in words', fr: 'La même chose en mots' }[language]}</summary><p>${diagram.description}</p></details>
`;
}

/** What the cloud costs a month at three sizes; nothing for what is planned. */
function costBySize(
  { entry, priceBook }: EntrySource,
  templates: readonly IndexedTemplate[],
  language: Language,
): Markup {
  const sizes = sizeCosts(entry, templates, priceBook);
  if (sizes.length === 0) return markup``;
  return markup`<h3>${words.bySize[language]}</h3>
<div class="scroll" tabindex="0" role="group" aria-label="${words.bySize[language]}"><table class="figures">
<thead><tr><th scope="col">${words.size[language]}</th><th scope="col">${words.low[language]}</th><th scope="col">${words.mid[language]}</th><th scope="col">${words.high[language]}</th></tr></thead>
<tbody>
${sizes.map(
  ({
    name,
    total: { low, mid, high },
  }) => markup`<tr><th scope="row">${name[language]}</th><td>${euroSpan(low, low, language)}</td><td>${euroSpan(mid, mid, language)}</td><td>${euroSpan(high, high, language)}</td></tr>
`,
)}</tbody></table></div>
<p class="hint">${words.bySizeHint[language]}</p>
`;
}

function costs(source: EntrySource, templates: readonly IndexedTemplate[], language: Language): Markup {
  const { entry, foundations, priceBook } = source;
  const priceBookDate = priceBook.asOf;
  const { cost, weeks, modules } = entry;
  if (cost === undefined) return markup`<p>${words.pricedElsewhere[language]}</p>`;
  const figures = (
    title: string | Markup,
    { low, mid, high }: typeof cost.deliveryEUR,
    write: (low: number, high: number, language: Language) => string,
  ): Markup =>
    markup`<tr><th scope="row">${title}</th><td>${write(low, low, language)}</td><td>${write(mid, mid, language)}</td><td>${write(high, high, language)}</td></tr>
`;
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${words.cost[language]}"><table class="figures">
<thead><tr><th scope="col">${words.part[language]}</th><th scope="col">${words.low[language]}</th><th scope="col">${words.mid[language]}</th><th scope="col">${words.high[language]}</th></tr></thead>
<tbody>
${figures(words.delivery[language], cost.deliveryEUR, euroSpan)}${foundations
    .filter(({ id }) => modules.includes(id))
    .map(({ name, costEUR }) =>
      figures(markup`${name[language]} <small>${words.oncePerPackage[language]}</small>`, costEUR, euroSpan),
    )}${figures(words.running[language], cost.runEURPerMonth, euroSpan)}${weeks && figures(words.weeks[language], weeks, weekSpan)}</tbody>
</table></div>
${costBySize(source, templates, language)}<p class="hint">${words.pricesOf[language]} <time datetime="${priceBookDate}">${dayText(priceBookDate, language)}</time>.</p>
`;
}

function kpis({ kpis: measures }: Entry, language: Language): Markup {
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${words.kpis[language]}"><table>
<thead><tr><th scope="col">${words.indicator[language]}</th><th scope="col">${words.unit[language]}</th><th scope="col">${words.better[language]}</th><th scope="col">${words.formula[language]}</th></tr></thead>
<tbody>
${measures.map(
  ({ name, unit, direction, benefitFormula }) =>
    markup`<tr><th scope="row">${name[language]}</th><td>${termText(unitsInFrench, unit, language)}</td><td>${words[direction][language]}</td><td>${benefitFormula === undefined ? '–' : markup`<code class="formula">${benefitFormula}</code>`}</td></tr>\n`,
)}</tbody></table></div>
`;
}

const impactWords = {
  none: words.impactNone,
  screening: words.impactScreening,
  due: words.impactDue,
} as const;

function risk({ risk: risks }: Entry, language: Language): Markup {
  const { aiActClass, articles, dpiaCriteria, escalators, humanOversight } = risks;
  const impact = impactWords[impactOf(dpiaCriteria.length)][language];
  const criteria = dpiaCriteria.map((criterion) => criterionOfImpact[criterion][language]).join(', ');
  return markup`<p class="notice">${words.unreviewed[language]}</p>
${definitions([
  [words.aiAct[language], aiActNames[aiActClass][language]],
  [words.provisions[language], articles.join(', ')],
  [words.impact[language], criteria === '' ? impact : `${impact} (${criteria})`],
  [words.oversight[language], oversightNames[humanOversight][language]],
  escalators.length === 0
    ? undefined
    : [
        words.raised[language],
        markup`<ul class="plain">${escalators.map(({ when, becomes }) => markup`<li>${when[language]} → ${escalationNames[becomes][language]}</li>`)}</ul>`,
      ],
])}`;
}

function creates(entry: Entry, templates: readonly IndexedTemplate[], language: Language): Markup {
  const resources = [...new Set(templates.flatMap(({ manifest }) => manifest.creates ?? []))].sort();
  const option = templates[0]?.manifest.options?.find(({ id }) => id === entry.implementedBy?.option);
  return markup`${definitions([
    [
      words.templates[language],
      markup`<ul class="plain">${templates.map(({ manifest, files }, index) => markup`<li><strong lang="en">${manifest.name}</strong>${index === 0 && option !== undefined && markup` (<span lang="en">${option.name}</span>)`} <code>${manifest.id}</code> ${manifest.version}, ${number(files.length, language)} ${words.files[language]}</li>`)}</ul>`,
    ],
    [
      words.resources[language],
      markup`<ul class="tags">${resources.map((resource) => markup`<li><code>${resource}</code></li>`)}</ul>`,
    ],
  ])}<h3>${words.inputs[language]}</h3>
${inputTable(templates, language)}<h3>${words.outputs[language]}</h3>
${outputTable(templates, language)}`;
}

/** What test runs measured, each with its day; of which version, and whether the template changed since. */
function quality(
  measured: Quality | undefined,
  template: IndexedTemplate | undefined,
  language: Language,
): Markup {
  const earned = earnedBadges(measured);
  if (measured === undefined || earned.length === 0) return markup`<p>${words.unmeasured[language]}</p>`;
  const changed = template !== undefined && template.digest !== measured.digest;
  return markup`<ul class="tags">${earned.map(({ badge, on, tests }) => markup`<li class="badge built">${badgeNames[badge][language]} <small>${on}, ${testCount(tests, language)}</small></li>`)}</ul>
<p class="hint">${words.measuredOf[language]} ${measured.version}${changed && ` (${words.changedSince[language]})`}. ${words.neverTyped[language]}</p>`;
}

function testCount(tests: number, language: Language): string {
  const unit = language === 'en' ? (tests === 1 ? 'test' : 'tests') : tests === 1 ? 'essai' : 'essais';
  return `${number(tests, language)} ${unit}`;
}

function changelog(
  { manifest, digest }: IndexedTemplate,
  history: History | undefined,
  language: Language,
): Markup {
  const changes = manifest.changes ?? [];
  const recorded = [...(history?.versions ?? [])].reverse();
  const versions = [
    ...new Set([...recorded.map(({ version }) => version), ...changes.map(({ version }) => version)]),
  ];
  return markup`${versions.map((version) => {
    const record = recorded.find((each) => each.version === version);
    const shipped =
      record?.released === undefined
        ? words.unreleased[language]
        : `${words.withToolbox[language]} ${record.released}`;
    return markup`<h3>${version} <small>${shipped}</small></h3>
<ul>${changes.filter((change) => change.version === version).map(({ kind, description }) => markup`<li><strong>${changeNames[kind][language]}:</strong> <span lang="en">${description}</span></li>`)}</ul>
`;
  })}<p class="hint"><code>${manifest.id}</code>, ${words.digest[language]} <code>${digest.slice(0, 12)}</code></p>
`;
}
