import { colon } from '../text/number.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import { progressOf } from '../diagnostic/questionnaire/flow.ts';
import type { StoredInterview } from '../diagnostic/questionnaire/stored.ts';
import { pointerValue } from '../schema/pointer.ts';
import { words as interviewWords } from './interview/texts.ts';
import type { Finding } from '../diagnostic/finding.ts';
import type { Problem } from '../problem.ts';
import { packageNames, criterionNames } from '../selection/describe.ts';
import { criteria } from '../selection/criteria.ts';
import { euros, number } from '../selection/text.ts';
import type { Language } from '../selection/text.ts';
import { limitFields } from './changed-answers.ts';
import type { LimitField } from './changed-answers.ts';
import type { Page } from './layout.ts';
import type { Place } from './place.ts';

const words = {
  title: { en: 'Diagnostic', fr: 'Diagnostic' },
  heading: { en: 'What fits this client, and why', fr: 'Ce qui convient à ce client, et pourquoi' },
  lead: {
    en: 'Load a diagnostic. It is checked and ranked here, by the same rules as the command line, and never leaves this browser.',
    fr: 'Chargez un diagnostic. Il est contrôlé et classé ici, par les mêmes règles que la ligne de commande, et ne quitte jamais ce navigateur.',
  },
  file: { en: 'Diagnostic file (JSON)', fr: 'Fichier du diagnostic (JSON)' },
  drop: {
    en: 'Choose a file, or drop it anywhere on this page.',
    fr: 'Choisissez un fichier, ou déposez-le sur cette page.',
  },
  noneYet: { en: 'No diagnostic yet?', fr: 'Pas encore de diagnostic ?' },
  questionnaire: {
    en: 'Two to three hours of interviews, one question at a time, in several sittings. Every answer is kept in this browser; a draft can be saved, and taken up again here or with toltek diagnose.',
    fr: "Deux à trois heures d'entretiens, une question à la fois, en plusieurs séances. Chaque réponse est gardée dans ce navigateur ; un brouillon peut être enregistré, puis repris ici ou avec toltek diagnose.",
  },
  begin: { en: 'Answer the questionnaire', fr: 'Répondre au questionnaire' },
  remove: { en: 'Delete it', fr: 'Le supprimer' },
  edit: { en: 'Change its answers', fr: 'Modifier ses réponses' },
  mend: { en: 'Go on with it in the questionnaire', fr: 'Continuer dans le questionnaire' },
  stand: { en: 'answers so far', fr: 'réponses à ce jour' },
  nameless: { en: 'Client without a name yet', fr: 'Client encore sans nom' },
  forget: { en: 'Forget it', fr: "L'oublier" },
  findings: { en: 'What the check found', fr: 'Ce que le contrôle a trouvé' },
  adjust: { en: 'What if', fr: 'Et si' },
  adjustHint: {
    en: 'Moves the ranking as you move it. The file you loaded stays as it is.',
    fr: 'Le classement suit vos réglages. Le fichier chargé reste tel quel.',
  },
  weights: { en: 'What counts', fr: 'Ce qui compte' },
  limits: { en: 'Limits', fr: 'Limites' },
  capex: { en: 'Budget', fr: 'Budget' },
  opex: { en: 'Running, a month', fr: 'Exploitation, par mois' },
  weeks: { en: 'Weeks available', fr: 'Semaines disponibles' },
  noLimit: { en: 'no limit', fr: 'sans limite' },
  package: { en: 'Package', fr: 'Offre' },
  best: { en: 'The best', fr: 'La meilleure' },
  onlyBuilt: { en: 'Only what can be generated today', fr: "Seulement ce qui est générable aujourd'hui" },
  asOf: { en: 'Advice as of', fr: 'Conseil au' },
  reset: { en: 'Back to the diagnostic', fr: 'Revenir au diagnostic' },
  advice: { en: 'Advice', fr: 'Conseil' },
  place: { en: 'at', fr: 'à' },
  against: { en: 'against', fr: 'contre' },
  expected: { en: 'Expected', fr: 'Attendu' },
  todo: { en: 'To do', fr: 'À faire' },
  ask: { en: 'Ask', fr: 'Demander' },
  unusable: {
    en: 'The diagnostic cannot be used before this is mended.',
    fr: 'Le diagnostic ne peut pas être utilisé avant cette correction.',
  },
  clean: {
    en: 'The diagnostic is valid and its answers fit together.',
    fr: 'Le diagnostic est valide et ses réponses sont cohérentes.',
  },
  contradictions: {
    en: 'The diagnostic is valid. Some answers contradict each other; the advice keeps to what holds either way.',
    fr: 'Le diagnostic est valide. Des réponses se contredisent ; le conseil garde ce qui tient dans tous les cas.',
  },
  error: { en: 'Error', fr: 'Erreur' },
  warning: { en: 'Warning', fr: 'Avertissement' },
  more: { en: 'more', fr: 'de plus' },
} as const satisfies Record<string, Text>;

const ends: Readonly<Record<LimitField, { readonly highest: number; readonly step: number }>> = {
  capex: { highest: 150_000, step: 1000 },
  opex: { highest: 3000, step: 50 },
  weeks: { highest: 52, step: 1 },
};

/** The page that ranks for a client; everything about the client is computed in the browser. */
export function diagnosticPage(place: Place, scripts: readonly string[]): Page {
  const { language } = place;
  const body = markup`<div class="intro"><h1>${words.heading[language]}</h1>
<p class="lead">${words.lead[language]}</p></div>
<div id="ways-in" class="ways">
<section class="drop" aria-label="${words.file[language]}">
<label for="file">${words.file[language]}</label>
<input type="file" id="file" accept=".json,application/json">
<p class="hint">${words.drop[language]}</p>
</section>
<section class="drop" aria-labelledby="none-yet">
<h2 id="none-yet">${words.noneYet[language]}</h2>
<p class="hint">${words.questionnaire[language]}</p>
<p id="interview-stand"></p>
<p class="turns"><button type="button" id="interview-open" class="button">${words.begin[language]}</button>
<button type="button" id="interview-delete" class="plain" hidden>${words.remove[language]}</button></p>
</section>
</div>
<div id="about-loaded"><p id="loaded" class="loaded" role="status"></p>
<p class="turns"><button type="button" id="forget" class="plain" hidden>${words.forget[language]}</button>
<button type="button" id="edit" class="plain" hidden>${words.edit[language]}</button></p></div>
<section id="findings" hidden aria-labelledby="findings-title"><h2 id="findings-title" tabindex="-1">${words.findings[language]}</h2><div id="found"></div>
<p><button type="button" id="mend" class="button" hidden>${words.mend[language]}</button></p></section>
<section id="interview" class="interview" hidden aria-label="${interviewWords.heading[language]}">
<nav id="outline" aria-label="${interviewWords.sections[language]}"></nav>
<div id="screen"></div>
<div class="beside"><p id="interview-kept" class="hint" role="status"></p>
<p class="turns"><button type="button" class="plain" data-turn="save">${interviewWords.saveDraft[language]}</button>
<button type="button" class="plain" data-turn="close">${interviewWords.close[language]}</button></p></div>
</section>
<div id="work" class="work" hidden>
<form id="adjust" class="adjust" aria-labelledby="adjust-title">
<h2 id="adjust-title">${words.adjust[language]}</h2>
<p class="hint">${words.adjustHint[language]}</p>
<fieldset><legend>${words.limits[language]}</legend>
${limitFields.map((field) => limitSlider(field, language))}</fieldset>
<fieldset><legend>${words.weights[language]}</legend>
${criteria.map(
  (
    criterion,
  ) => markup`<label class="slider">${capital(criterionNames[criterion][language])} <output id="weight-${criterion}-shown"></output>
<input type="range" name="weight-${criterion}" min="0" max="100" step="1"></label>\n`,
)}</fieldset>
<label>${words.package[language]} <select name="package"><option value="">${words.best[language]}</option>${Object.entries(packageNames).map(([name, title]) => markup`<option value="${name}">${title[language]}</option>`)}</select></label>
<label class="pick"><input type="checkbox" name="onlyBuilt"> ${words.onlyBuilt[language]}</label>
<label>${words.asOf[language]} <input type="date" name="asOf"></label>
<p><button type="button" id="reset" class="plain">${words.reset[language]}</button></p>
</form>
<div id="advice" role="region" aria-label="${words.advice[language]}"></div>
</div>`;
  return { place, title: words.title[language], description: words.lead[language], body, scripts };
}

function limitSlider(field: LimitField, language: Language): Markup {
  const { highest, step } = ends[field];
  return markup`<label class="slider">${words[field][language]} <output id="${field}-shown"></output>
<input type="range" name="${field}" min="0" max="${highest}" step="${step}"></label>
`;
}

/** An interview that is kept, in one line: whose, and how far it is. */
export function interviewStand({ interview }: StoredInterview, language: Language): string {
  const name = pointerValue(interview.draft, '/company/legalName');
  const answered = progressOf(interview, { useCases: [] }).settled;
  return `${typeof name === 'string' ? name : words.nameless[language]}${colon[language]}${number(answered, language)} ${words.stand[language]}`;
}

/** A limit as people read it. */
export function limitText(field: LimitField, value: number | null, language: Language): string {
  if (value === null) return words.noLimit[language];
  return field === 'weeks' ? number(value, language) : euros(value, language);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** So many problems or findings are shown. */
const mostShown = 25;

/** What the check found; every text of it is the diagnostic's or ours, and shown as text. */
export function findingList(
  problems: readonly Problem[],
  findings: readonly Finding[],
  usable: boolean,
  language: Language,
): Markup {
  const all = [
    ...problems.map((problem) => problemItem(problem, language)),
    ...findings.map((finding) => findingItem(finding, language)),
  ];
  const verdict = !usable ? words.unusable : findings.length > 0 ? words.contradictions : words.clean;
  const left = all.length - mostShown;
  return markup`<p class="verdict${!usable && ' bad'}">${verdict[language]}</p>
${all.length > 0 && markup`<ul class="findings">${all.slice(0, mostShown)}${left > 0 && markup`<li>… ${number(left, language)} ${words.more[language]}</li>`}</ul>`}`;
}

function problemItem(
  { severity, message, pointer, value, expected, action }: Problem,
  language: Language,
): Markup {
  return markup`<li class="${severity}"><strong>${words[severity][language]}</strong> ${message}
${pointer !== undefined && markup`<br>${words.place[language]} <code>${pointer}</code>`}${value !== undefined && markup`: <code>${shorten(value)}</code>`}
${expected !== undefined && markup`<br>${words.expected[language]}${colon[language]}${expected}`}
${action !== undefined && markup`<br>${words.todo[language]}${colon[language]}${action}`}</li>
`;
}

function findingItem(
  { code, severity, message, pointer, value, other, otherValue, question }: Finding,
  language: Language,
): Markup {
  const valueText = value === undefined ? '' : ` ${shorten(value)}`;
  const otherText = otherValue === undefined ? '' : ` ${shorten(otherValue)}`;
  return markup`<li class="${severity}"><strong>${words[severity][language]} ${code}</strong>${language === 'en' && markup` ${message}`}
<br><code>${pointer}${valueText}</code> ${words.against[language]} <code>${other}${otherText}</code>
<br>${words.ask[language]}${colon[language]}${question[language]}</li>
`;
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
