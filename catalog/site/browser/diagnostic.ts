import { examine } from '../../diagnostic/examine.ts';
import { InputError } from '../../problem.ts';
import type { Draft } from '../../diagnostic/questionnaire/interview.ts';
import { readStored } from '../../diagnostic/questionnaire/stored.ts';
import type { StoredInterview } from '../../diagnostic/questionnaire/stored.ts';
import { isRecord } from '../../record.ts';
import { pointerValue } from '../../schema/pointer.ts';
import type { Diagnostic, Selection } from '../../schema/generated/types.ts';
import type { Catalog } from '../../selection/assess.ts';
import { criteria, perCriterion } from '../../selection/criteria.ts';
import { readProfile } from '../../selection/profile.ts';
import { advise, select } from '../../selection/select.ts';
import type { SelectOptions } from '../../selection/select.ts';
import { number } from '../../selection/text.ts';
import { largestBytes, parseJsonDocument, tooLarge } from '../../text/json-document.ts';
import { adviceBody, adviceHead } from '../advice-markup.ts';
import type { FitRanks } from '../browse.ts';
import { limitFields, statedLimit, unchanged, withChanges } from '../changed-answers.ts';
import type { ChangedAnswers, LimitField } from '../changed-answers.ts';
import { findingList, interviewStand, limitText } from '../diagnostic-page.ts';
import { nextStep } from '../next-step.ts';
import { joined, markup } from '../../markup.ts';
import { wholeCatalog } from './catalog.ts';
import { startCopying } from './copy.ts';
import { download } from './download.ts';
import { InterviewPanel } from './interview.ts';
import { keepInterview, keptInterview } from './kept-interview.ts';
import { keepDiagnostic, loadedDiagnostic } from './loaded.ts';
import type { LoadedDiagnostic } from './loaded.ts';
import { forTab, names, remember } from './memory.ts';
import { element, placeOfPage, show } from './page.ts';

const place = placeOfPage();
const { language } = place;
const form = element('adjust', HTMLFormElement);
const advice = element('advice', HTMLElement);
const file = element('file', HTMLInputElement);

const words = {
  loaded: { en: (name: string) => `Loaded: ${name}`, fr: (name: string) => `Chargé : ${name}` },
  unkept: {
    en: 'Your browser keeps nothing for this page: load the diagnostic again on other pages.',
    fr: 'Votre navigateur ne garde rien pour cette page : rechargez le diagnostic sur les autres pages.',
  },
  forgotten: { en: 'Forgotten.', fr: 'Oublié.' },
  begin: { en: 'Answer the questionnaire', fr: 'Répondre au questionnaire' },
  goOn: { en: 'Go on with the interview', fr: "Reprendre l'entretien" },
  replace: {
    en: 'This browser keeps another interview. Replace it? Save a draft of it first if you still need it.',
    fr: 'Ce navigateur garde un autre entretien. Le remplacer ? Enregistrez-en un brouillon si vous en avez encore besoin.',
  },
  sureDelete: {
    en: 'Delete the interview of this browser?',
    fr: "Supprimer l'entretien de ce navigateur ?",
  },
  undated: {
    en: 'The diagnostic does not say when it was completed: give the day of the advice on the left.',
    fr: 'Le diagnostic ne dit pas quand il a été terminé : indiquez le jour du conseil à gauche.',
  },
  computing: { en: 'Reasons and tests follow…', fr: 'Raisons et essais suivent…' },
  copied: { en: 'Copied', fr: 'Copié' },
} as const;

let loaded: LoadedDiagnostic | undefined;
let changes: ChangedAnswers = unchanged;
let catalog: Catalog | undefined;
let selection: Selection | undefined;
/** What was loaded last and is no diagnostic yet. */
let unfinished: Draft | undefined;
/** The timer of the part that takes a moment. */
let pending: ReturnType<typeof setTimeout> | undefined;
/** So long nobody moved a slider before it is computed, milliseconds. */
const pause = 200;

/** Reads a file that a person gave; it goes nowhere but into this page. */
async function read(given: File): Promise<void> {
  try {
    if (given.size > largestBytes) throw tooLarge(given.name, language);
    const data = parseJsonDocument(new Uint8Array(await given.arrayBuffer()), given.name, language);
    // A draft goes on where it stopped; anything else that is no diagnostic yet can be taken into the interview.
    if (isRecord(data) && 'interview' in data) await interviewWith(readStored(data));
    else await use(data, given.name);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    showFindings(findingList(error.problems, [], false, language));
    stop();
  }
}

/** Checks a document, says what was found, and ranks if it can. */
async function use(data: unknown, name: string): Promise<void> {
  const examined = examine(data, name, language);
  const problems = examined.valid ? [] : examined.problems;
  showFindings(findingList(problems, examined.findings, examined.valid, language));
  unfinished = !examined.valid && isRecord(data) ? data : undefined;
  element('mend', HTMLElement).hidden = unfinished === undefined;
  if (examined.valid) await start({ name, diagnostic: examined.diagnostic }, true);
  else stop();
}

function showFindings(content: ReturnType<typeof markup>): void {
  element('findings', HTMLElement).hidden = false;
  show(element('found', HTMLElement), content);
  element('findings-title', HTMLElement).focus();
}

/** Ranks for a diagnostic that was checked. */
async function start(next: LoadedDiagnostic, isNew: boolean): Promise<void> {
  loaded = next;
  changes = unchanged;
  const kept = !isNew || keepDiagnostic(next);
  element('loaded', HTMLElement).textContent = kept
    ? words.loaded[language](next.name)
    : `${words.loaded[language](next.name)}. ${words.unkept[language]}`;
  for (const id of ['forget', 'edit']) element(id, HTMLElement).hidden = false;
  element('work', HTMLElement).hidden = false;
  catalog ??= await wholeCatalog();
  fillForm(next.diagnostic);
  update();
}

/** Opens the interview in place of everything else; where another one is kept, asks first. */
async function interviewWith(stored?: StoredInterview): Promise<void> {
  const kept = keptInterview();
  if (
    stored !== undefined &&
    kept !== undefined &&
    idOf(kept) !== idOf(stored) &&
    !confirm(words.replace[language])
  )
    return;
  for (const id of ['ways-in', 'findings', 'work', 'about-loaded']) element(id, HTMLElement).hidden = true;
  await panel.open(stored);
}

/** Shows the ways in again, and what was loaded. */
function closeInterview(): void {
  element('ways-in', HTMLElement).hidden = false;
  element('about-loaded', HTMLElement).hidden = false;
  element('work', HTMLElement).hidden = loaded === undefined;
  showKept();
}

function idOf({ interview }: StoredInterview): unknown {
  return pointerValue(interview.draft, '/meta/diagnosticId');
}

/** What the interview is that this browser keeps. */
function showKept(): void {
  const kept = keptInterview();
  const isThere = kept !== undefined;
  element('interview-stand', HTMLElement).textContent = isThere ? interviewStand(kept, language) : '';
  element('interview-open', HTMLElement).textContent = (isThere ? words.goOn : words.begin)[language];
  element('interview-delete', HTMLElement).hidden = !isThere;
}

/** There is nothing to rank any more. */
function stop(): void {
  loaded = undefined;
  selection = undefined;
  clearTimeout(pending);
  keepDiagnostic(undefined);
  remember(forTab, names.fit, undefined);
  element('loaded', HTMLElement).textContent = '';
  for (const id of ['forget', 'edit']) element(id, HTMLElement).hidden = true;
  element('work', HTMLElement).hidden = true;
}

function field(name: string): HTMLInputElement | HTMLSelectElement {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
  throw new Error(`The form has no field ${name}.`);
}

function fillForm(diagnostic: Diagnostic): void {
  for (const name of limitFields) {
    const slider = field(name);
    const stated = statedLimit(diagnostic, name);
    if (!(slider instanceof HTMLInputElement)) continue;
    // A slider whose end is below what was stated could not show it.
    slider.max = String(Math.max(Number(slider.max), (stated ?? 0) * 2));
    slider.value = stated === null ? slider.max : String(stated);
  }
  const { weights } = readProfile(diagnostic);
  for (const criterion of criteria)
    field(`weight-${criterion}`).value = String(Math.round(weights[criterion] * 100));
  field('package').value = '';
  field('asOf').value = diagnostic.meta.completedOn ?? '';
  const onlyBuilt = field('onlyBuilt');
  if (onlyBuilt instanceof HTMLInputElement) onlyBuilt.checked = false;
  showAmounts(diagnostic);
}

/** What a limit slider says: at its end there is none, untouched it is what was stated. */
function limitOf(name: LimitField, diagnostic: Diagnostic): number | null {
  const changed = changes.limits[name];
  return changed === undefined ? statedLimit(diagnostic, name) : changed;
}

function showAmounts(diagnostic: Diagnostic): void {
  const say = (name: string, text: string): void => {
    element(`${name}-shown`, HTMLOutputElement).textContent = text;
    field(name).setAttribute('aria-valuetext', text);
  };
  for (const name of limitFields) say(name, limitText(name, limitOf(name, diagnostic), language));
  const { weights } = readProfile(withChanges(diagnostic, changes));
  for (const criterion of criteria)
    say(`weight-${criterion}`, `${number(weights[criterion] * 100, language)}\u00a0%`);
}

/** Takes what was moved; what was not keeps the stated value to the last digit. */
function change(name: string): void {
  const limit = limitFields.find((each) => each === name);
  const moved = field(name);
  if (limit !== undefined && moved instanceof HTMLInputElement) {
    const value = moved.value === moved.max ? null : Number(moved.value);
    changes = { ...changes, limits: { ...changes.limits, [limit]: value } };
  }
  if (name.startsWith('weight-')) {
    changes = {
      ...changes,
      weights: perCriterion((criterion) => Number(field(`weight-${criterion}`).value)),
    };
  }
}

function options(): SelectOptions {
  const wanted = (['analytics', 'genai', 'custom'] as const).find((name) => name === field('package').value);
  const onlyBuilt = field('onlyBuilt');
  const asOf = field('asOf').value;
  return {
    onlyBuilt: onlyBuilt instanceof HTMLInputElement && onlyBuilt.checked,
    ...(wanted !== undefined && { package: wanted }),
    ...(asOf !== '' && { asOf }),
  };
}

/** Ranks at once, and does the rest once nobody moves a slider. */
function update(): void {
  if (loaded === undefined || catalog === undefined) return;
  const diagnostic = withChanges(loaded.diagnostic, changes);
  showAmounts(loaded.diagnostic);
  const quick = advise(diagnostic, catalog, options());
  const { weights } = readProfile(diagnostic);
  const open = [...advice.querySelectorAll<HTMLElement>('.ranking li:has(> details[open])')].map(
    ({ dataset }) => dataset['id'],
  );
  show(
    advice,
    joined([
      adviceHead(quick, weights, place),
      markup`<div id="rest"><p class="hint">${words.computing[language]}</p></div>`,
    ]),
  );
  for (const item of advice.querySelectorAll<HTMLElement>('.ranking li'))
    if (open.includes(item.dataset['id'])) item.querySelector('details')?.setAttribute('open', '');
  const fit: FitRanks = Object.fromEntries(quick.ranked.map(({ id, rank }) => [id, rank]));
  remember(forTab, names.fit, JSON.stringify(fit));
  advice.setAttribute('aria-busy', 'true');
  clearTimeout(pending);
  pending = setTimeout(() => {
    complete(diagnostic);
  }, pause);
}

/** The whole selection: the same document as the command line writes. */
function complete(diagnostic: Diagnostic): void {
  if (loaded === undefined || catalog === undefined) return;
  const rest = element('rest', HTMLElement);
  advice.removeAttribute('aria-busy');
  if (field('asOf').value === '' && diagnostic.meta.completedOn === undefined) {
    selection = undefined;
    show(rest, markup`<p class="notice">${words.undated[language]}</p>`);
    return;
  }
  selection = select(diagnostic, catalog, options());
  const changed = diagnostic !== loaded.diagnostic;
  const name = changed ? changedName(loaded.name) : loaded.name;
  const known = new Map([...catalog.foundations, ...catalog.entries].map((each) => [each.id, each.name]));
  show(
    rest,
    joined([nextStep(selection, name, changed, place), adviceBody(selection, diagnostic, known, place)]),
  );
  startCopying(rest, words.copied[language]);
  document.documentElement.dataset['ready'] = '';
}

function changedName(name: string): string {
  return `${name.replace(/\.json$/i, '')}-changed.json`;
}

file.addEventListener('change', () => {
  const [given] = file.files ?? [];
  if (given !== undefined) void read(given);
  // The same file may be chosen again once it was mended.
  file.value = '';
});
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  element('ways-in', HTMLElement).classList.add('over');
});
document.addEventListener('dragleave', () => {
  element('ways-in', HTMLElement).classList.remove('over');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  element('ways-in', HTMLElement).classList.remove('over');
  const [given] = event.dataTransfer?.files ?? [];
  if (given !== undefined) void read(given);
});
form.addEventListener('input', ({ target }) => {
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) change(target.name);
  update();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
});
element('reset', HTMLButtonElement).addEventListener('click', () => {
  if (loaded === undefined) return;
  changes = unchanged;
  fillForm(loaded.diagnostic);
  update();
});
element('forget', HTMLButtonElement).addEventListener('click', () => {
  stop();
  element('findings', HTMLElement).hidden = true;
  element('loaded', HTMLElement).textContent = words.forgotten[language];
  file.focus();
});
advice.addEventListener('click', ({ target }) => {
  if (!(target instanceof Element) || selection === undefined || loaded === undefined) return;
  if (target.id === 'export') download('selection.json', selection);
  if (target.id === 'export-diagnostic')
    download(changedName(loaded.name), withChanges(loaded.diagnostic, changes));
});

const panel = new InterviewPanel(place, {
  closed: closeInterview,
  finished: (draft, name) => {
    panel.close();
    void use(draft, name);
  },
});
element('interview-open', HTMLButtonElement).addEventListener('click', () => {
  void interviewWith();
});
element('interview-delete', HTMLButtonElement).addEventListener('click', () => {
  if (!confirm(words.sureDelete[language])) return;
  keepInterview(undefined);
  showKept();
  element('interview-open', HTMLElement).focus();
});
element('mend', HTMLButtonElement).addEventListener('click', () => {
  if (unfinished !== undefined) void interviewWith(readStored(unfinished));
});
element('edit', HTMLButtonElement).addEventListener('click', () => {
  if (loaded !== undefined) void interviewWith(readStored({ ...loaded.diagnostic }));
});

showKept();
const kept = loadedDiagnostic();
if (kept !== undefined) void start(kept, false);
if (panel.isMarked) void interviewWith();
