import { colon } from '../text/number.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import { gateNames, lawNames } from '../names/advice.ts';
import { topicText } from '../names/names.ts';
import { writingIn } from '../report/context.ts';
import { roadmapFigure } from '../report/sections/roadmap.ts';
import type { Diagnostic, Selection } from '../schema/generated/types.ts';
import { criteria } from '../selection/criteria.ts';
import { criterionNames } from '../selection/describe.ts';
import type { Advice } from '../selection/select.ts';
import { euros, number } from '../selection/text.ts';
import type { Language } from '../selection/text.ts';
import { choiceTable, conditionList, gateList } from './choice.ts';
import { weekSpan } from './figures.ts';
import { aiActNames } from './labels.ts';
import { toEntry } from './place.ts';
import type { Place } from './place.ts';

const words = {
  choice: { en: 'The choice', fr: 'Le choix' },
  notYet: {
    en: 'Nothing to buy yet: see below what would change it.',
    fr: "Rien à acheter pour l'instant : voir plus bas ce qui changerait l'avis.",
  },
  ranking: { en: 'Ranking', fr: 'Classement' },
  rankingHint: {
    en: 'Score from 0 to 1; the thin line is what unknown answers leave open. Open a row for its scores and gates.',
    fr: 'Note de 0 à 1 ; le trait fin montre ce que les réponses inconnues laissent ouvert. Ouvrez une ligne pour ses notes et critères.',
  },
  none: {
    en: 'No use case of the catalog is in the diagnostic.',
    fr: "Aucun cas d'usage du catalogue n'est dans le diagnostic.",
  },
  built: { en: 'available now', fr: 'disponible' },
  planned: { en: 'planned', fr: 'en projet' },
  alone: { en: 'alone, with foundations', fr: 'seul, avec fondations' },
  scores: { en: 'Scores', fr: 'Notes' },
  weight: { en: 'Weight', fr: 'Poids' },
  score: { en: 'Score', fr: 'Note' },
  part: { en: 'Part', fr: 'Part' },
  criterion: { en: 'Criterion', fr: 'Critère' },
  passes: { en: 'Passes every gate.', fr: 'Passe tous les critères éliminatoires.' },
  fails: { en: 'fails', fr: 'échoue' },
  toSettle: { en: 'to settle', fr: 'à régler' },
  why: { en: 'Why', fr: 'Pourquoi' },
  change: { en: 'What would change it', fr: "Ce qui changerait l'avis" },
  sensitivity: { en: 'How sure it is', fr: 'Solidité du conseil' },
  robust: { en: 'Robust', fr: 'Robuste' },
  sensitive: { en: 'Sensitive', fr: 'Sensible' },
  fragile: { en: 'Fragile', fr: 'Fragile' },
  held: { en: 'of changes of one weight keep the choice', fr: "des changements d'un poids gardent le choix" },
  share: {
    en: 'of random weights around the stated ones keep it',
    fr: 'des poids tirés autour de ceux indiqués le gardent',
  },
  flips: {
    en: 'single answers tried; these change the choice',
    fr: 'réponses essayées une à une ; celles-ci changent le choix',
  },
  noFlips: {
    en: 'single answers tried; none changes the choice',
    fr: 'réponses essayées une à une ; aucune ne change le choix',
  },
  stable: { en: 'Weights between which the choice holds', fr: 'Poids entre lesquels le choix tient' },
  now: { en: 'Now', fr: 'Actuel' },
  from: { en: 'From', fr: 'De' },
  to: { en: 'To', fr: 'À' },
  ladder: { en: 'The choice by budget', fr: 'Le choix selon le budget' },
  budget: { en: 'Budget from', fr: 'Budget à partir de' },
  advised: { en: 'Advised', fr: 'Conseillé' },
  nothing: { en: 'nothing yet', fr: 'rien pour le moment' },
  roadmap: { en: 'Roadmap', fr: 'Feuille de route' },
  step: { en: 'Step', fr: 'Étape' },
  starts: { en: 'Starts', fr: 'Début' },
  ends: { en: 'Ends', fr: 'Fin' },
  takes: { en: 'Takes', fr: 'Durée' },
  roi: { en: 'Return', fr: 'Retour' },
  scenario: { en: 'Scenario', fr: 'Scénario' },
  npv: { en: 'Net present value (P10–P90)', fr: 'Valeur actuelle nette (P10–P90)' },
  payback: { en: 'Payback', fr: 'Retour sur investissement' },
  never: { en: 'never', fr: 'jamais' },
  months: { en: 'months', fr: 'mois' },
  ratio: { en: 'Benefit over cost, 3 years', fr: 'Bénéfice sur coût, 3 ans' },
  loss: { en: 'Chance of a loss', fr: 'Risque de perte' },
  obligations: { en: 'Obligations (not legally reviewed)', fr: 'Obligations (non revues par un juriste)' },
  inForce: { en: 'from', fr: 'à partir du' },
  clientRule: { en: 'The client', fr: 'Le client' },
  unassessed: {
    en: 'use cases of the catalog were not asked about, so neither assessed nor ranked.',
    fr: "cas d'usage du catalogue n'ont pas été abordés : ni évalués ni classés.",
  },
  unmatched: { en: 'Not in the catalog', fr: 'Absents du catalogue' },
  conflicts: { en: 'Answers that contradict each other', fr: 'Réponses qui se contredisent' },
} as const satisfies Record<string, Text>;

const scenarioNames: Readonly<Record<NonNullable<Selection['roi']>['scenarios'][number]['id'], Text>> = {
  delivery: { en: 'Delivery alone', fr: 'Réalisation seule' },
  retainer: { en: 'With managed services', fr: 'Avec services managés' },
  retainer_and_success_fee: {
    en: 'With managed services and success fee',
    fr: 'Avec services managés et prime de succès',
  },
};

/** The part that follows every slider: what is advised, and the ranking. */
export function adviceHead(
  { headline, package: block, ranked }: Advice,
  weights: Selection['weights'],
  place: Place,
): Markup {
  const { language } = place;
  const nothing = block.items.length === 0 && block.foundations.length === 0;
  return markup`<h2 id="headline" tabindex="-1">${headline[language]}</h2>
${nothing ? markup`<p>${words.notYet[language]}</p>` : choiceTable(block, place)}
<h3>${words.ranking[language]}</h3>
<p class="hint">${words.rankingHint[language]}</p>
${ranked.length === 0 ? markup`<p>${words.none[language]}</p>` : markup`<ol class="ranking">${ranked.map((entry) => rankedItem(entry, weights, place))}</ol>`}`;
}

type Ranked = Selection['ranked'][number];

function rankedItem(entry: Ranked, weights: Selection['weights'], place: Place): Markup {
  const { language } = place;
  const { id, rank, name, built, U, gates } = entry;
  const failed = gates.filter(({ status }) => status === 'fail');
  const open = gates.filter(({ status }) => status === 'conditional');
  const said =
    failed.length > 0
      ? markup`<span class="says fail">${words.fails[language]} ${failed.map(({ code }) => gateNames[code][language]).join(', ')}</span>`
      : open.length > 0 &&
        markup`<span class="says">${number(open.length, language)} ${words.toSettle[language]}</span>`;
  return markup`<li class="${rank === null && 'failed'}" data-id="${id}"><details><summary><span class="rank">${rank === null ? '–' : number(rank, language)}</span> <span class="name">${name[language]} <small>${(built ? words.built : words.planned)[language]}</small></span> ${said} <span class="score">${number(U, language, 3)}</span> ${scoreBar(entry)}</summary>
<p><a href="${toEntry(place, id)}">${name[language]}</a>${colon[language]}${euros(entry.costEUR, language)} ${words.alone[language]}, ${weekSpan(entry.weeks, entry.weeks, language)}, ${aiActNames[entry.aiActClass][language]}</p>
<div class="scroll" tabindex="0" role="group" aria-label="${words.scores[language]}"><table class="figures"><thead><tr><th scope="col">${words.criterion[language]}</th><th scope="col">${words.weight[language]}</th><th scope="col">${words.score[language]}</th><th scope="col">${words.part[language]}</th></tr></thead><tbody>
${criteria.map((criterion) => markup`<tr><th scope="row">${criterionNames[criterion][language]}</th><td>${percent(weights[criterion], language)}</td><td>${number(entry.v[criterion], language, 2)}${entry.vLow[criterion] !== entry.vHigh[criterion] && markup` <small>${number(entry.vLow[criterion], language, 2)}–${number(entry.vHigh[criterion], language, 2)}</small>`}</td><td>${number(entry.contributions[criterion], language, 3)}</td></tr>`)}</tbody></table></div>
${gates.length === 0 ? markup`<p>${words.passes[language]}</p>` : gateList(gates, place)}</details></li>
`;
}

/** The score as a bar, and the range that unknown answers leave as a line. */
function scoreBar({ U, ULow, UHigh }: Ranked): Markup {
  return markup`<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="100" height="10"/><rect class="value" width="${U * 100}" height="10"/><rect class="range" x="${ULow * 100}" y="4" width="${Math.max(0, UHigh - ULow) * 100}" height="2"/></svg>`;
}

/** The part that takes a moment: reasons, tests of the choice, roadmap, return, duties. */
export function adviceBody(
  selection: Selection,
  diagnostic: Diagnostic,
  names: ReadonlyMap<string, Text>,
  place: Place,
): Markup {
  const { language } = place;
  return markup`${conditionList(selection.package, place)}${why(selection, language)}${sensitivity(selection, names, language)}${roadmap(selection, diagnostic, language)}${roi(selection, language)}${conflicts(selection, language)}${obligations(selection, language)}${counts(selection, language)}
<p class="notice">${selection.note[language]}</p>`;
}

/** The reasoning but for its last line, which the list of changes shows whole. */
function why({ explanation: { text, counterfactuals } }: Selection, language: Language): Markup {
  const lines = text[language].split('\n');
  const shown = counterfactuals.length > 0 ? lines.slice(0, -1) : lines;
  return markup`<h3>${words.why[language]}</h3>
${shown.map((line) => markup`<p class="reason">${line}</p>\n`)}${
    counterfactuals.length > 0 &&
    markup`<h3>${words.change[language]}</h3>
<ul>${counterfactuals.map((each) => markup`<li>${each.text[language]}</li>`)}</ul>
`
  }`;
}

function sensitivity(
  { sensitivity: tested }: Selection,
  names: ReadonlyMap<string, Text>,
  language: Language,
): Markup {
  if (tested === null) return markup``;
  const { label, weightChanges, acceptability, stableWeights, answerFlips, ladders } = tested;
  const flips = answerFlips.flips.map((flip) => markup`<li>${flip.text[language]}</li>`);
  const advised = ({ items, foundation }: (typeof ladders.capex)[number]['result']): string => {
    const shown = items.length > 0 ? items : foundation === null ? [] : [foundation];
    return shown.length === 0
      ? words.nothing[language]
      : shown.map((id) => names.get(id)?.[language] ?? id).join(' + ');
  };
  return markup`<h3>${words.sensitivity[language]}${colon[language]}${words[label][language].toLowerCase()}</h3>
<ul>
<li>${number(weightChanges.held, language)} / ${number(weightChanges.of, language)} ${words.held[language]}.</li>
<li>${percent(acceptability.share, language)} ${words.share[language]}.</li>
<li>${number(answerFlips.tried, language)} ${(flips.length > 0 ? words.flips : words.noFlips)[language]}.${flips.length > 0 && markup`<ul>${flips}</ul>`}</li>
</ul>
${figures(
  words.stable[language],
  [words.criterion, words.now, words.from, words.to],
  stableWeights.map(({ criterion, weight, low, high }) => [
    criterionNames[criterion][language],
    percent(weight, language),
    low === null ? '–' : percent(low, language),
    high === null ? '–' : percent(high, language),
  ]),
  language,
)}${figures(
    words.ladder[language],
    [words.budget, words.advised],
    ladders.capex.map(({ from, result }) => [euros(from, language), advised(result)]),
    language,
    'words',
  )}`;
}

function roadmap(selection: Selection, diagnostic: Diagnostic, language: Language): Markup {
  const { roadmap: steps } = selection;
  if (steps.length === 0) return markup``;
  const { svg } = roadmapFigure({ ...writingIn(language), selection, diagnostic });
  return markup`<h3>${words.roadmap[language]}</h3>
<div class="scroll diagram" tabindex="0" role="group" aria-label="${words.roadmap[language]}">${svg}</div>
${figures(
  words.roadmap[language],
  [words.step, words.starts, words.ends, words.takes],
  steps.map(({ name, startsOn, endsOn, weeks, note }) => [
    note === undefined ? name[language] : `${name[language]}. ${note[language]}`,
    startsOn,
    weeks === 0 ? '' : endsOn,
    weeks === 0 ? '' : weekSpan(weeks, weeks, language),
  ]),
  language,
)}`;
}

function roi({ roi: returns }: Selection, language: Language): Markup {
  if (returns === null) return markup``;
  return markup`<h3>${words.roi[language]}</h3>
${figures(
  words.roi[language],
  [words.scenario, words.npv, words.payback, words.ratio, words.loss],
  returns.scenarios.map(({ id, npvEUR, paybackMonths, bcr3, probabilityOfLoss }) => [
    scenarioNames[id][language],
    `${euros(npvEUR.p50, language)} (${euros(npvEUR.p10, language)} … ${euros(npvEUR.p90, language)})`,
    paybackMonths === null
      ? words.never[language]
      : `${number(paybackMonths, language, 1)} ${words.months[language]}`,
    `× ${number(bcr3, language, 1)}`,
    percent(probabilityOfLoss, language),
  ]),
  language,
)}`;
}

function conflicts({ conflicts: found }: Selection, language: Language): Markup {
  if (found.length === 0) return markup``;
  return markup`<h3>${words.conflicts[language]}</h3>
<ul>${found.map(({ code, pointers, question }) => markup`<li><code>${code} ${pointers.join(' / ')}</code> ${question[language]}</li>`)}</ul>
`;
}

function obligations({ obligations: duties }: Selection, language: Language): Markup {
  if (duties.length === 0) return markup``;
  return markup`<h3>${words.obligations[language]}</h3>
<ul>${duties.map(({ law, provision, text, from, inForce }) => {
    // What the client itself demands has a place in the diagnostic, not in a law.
    const rule = provision.startsWith('/')
      ? words.clientRule[language]
      : `${lawNames[law]?.[language] ?? law} ${provision}`;
    return markup`<li><strong>${rule}${colon[language]}</strong>${text[language]}${!inForce && ` (${words.inForce[language]} ${from})`}</li>`;
  })}</ul>
`;
}

function counts({ notAssessed, unmatched }: Selection, language: Language): Markup {
  return markup`${notAssessed.length > 0 && markup`<p class="hint">${number(notAssessed.length, language)} ${words.unassessed[language]}</p>`}${
    unmatched.length > 0 &&
    markup`<p class="hint">${words.unmatched[language]}${colon[language]}${unmatched.map(({ id, aiActClass }) => `${topicText(id)} (${aiActNames[aiActClass][language]})`).join(', ')}.</p>`
  }`;
}

function figures(
  caption: string,
  titles: readonly Text[],
  rows: readonly (readonly string[])[],
  language: Language,
  kind: 'figures' | 'words' = 'figures',
): Markup {
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="${kind}"><caption class="aside">${caption}</caption>
<thead><tr>${titles.map((title) => markup`<th scope="col">${title[language]}</th>`)}</tr></thead>
<tbody>${rows.map(([first = '', ...others]) => markup`<tr><th scope="row">${first}</th>${others.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>
`;
}

function percent(share: number, language: Language): string {
  return `${number(share * 100, language)}\u00a0%`;
}
