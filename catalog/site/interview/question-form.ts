import type { Text } from '../../dated.ts';
import { confidences, evidenceKinds, usualConfidence } from '../../diagnostic/questionnaire/evidence.ts';
import { isJudged } from '../../diagnostic/questionnaire/question.ts';
import type { LevelQuestion, Option, Question } from '../../diagnostic/questionnaire/question.ts';
import type { Step } from '../../diagnostic/questionnaire/steps.ts';
import { markup } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import { isRecord } from '../../record.ts';
import type { Evidence } from '../../schema/generated/diagnostic.ts';
import { fieldNames, fieldNumber, portionField } from './filled.ts';
import { words } from './texts.ts';

type Language = keyof Text;

/** What a form of a question shows. */
export interface Asked {
  readonly step: Step;
  readonly options: readonly Option[];
  /** What stands at the place of the answer; undefined where nothing does. */
  readonly stored: unknown;
  /** What is filled in while nothing stands there. */
  readonly proposed?: string;
  /** Evidence that was given last. */
  readonly lastEvidence?: Evidence;
}

/** More values than this are typed, not chosen. */
const mostSteps = 11;

/** A question as a form: the question, its fields filled with what is there, and what one can do instead of answering. */
export function questionForm(asked: Asked, language: Language): Markup {
  const { step } = asked;
  const { question, about } = step;
  return markup`<form id="question" novalidate>
<p class="about">${step.section.title[language]}${about.map((each) => markup` <span aria-hidden="true">›</span> <strong>${each[language]}</strong>`)}</p>
<p class="hint">${step.section.intro[language]}</p>
<fieldset class="asked" aria-describedby="help wrong">
<legend><h2 id="asked" tabindex="-1">${question.text[language]}${question.required === true && markup` <small>${words.required[language]}</small>`}</h2></legend>
<div id="help">${help(question, language)}</div>
${valueFields(asked, language)}
</fieldset>
${isJudged(question) && judgementFields(asked, language)}
<p id="wrong" class="wrong" role="alert"></p>
<p class="turns">
<button type="submit" class="button">${words.next[language]}</button>
<button type="button" class="plain" data-turn="back">${words.back[language]}</button>
<button type="button" class="plain" data-turn="skipped">${words.skip[language]}</button>
<button type="button" class="plain" data-turn="unknown">${words.unknownButton[language]}</button>
<button type="button" class="plain" data-turn="refused">${words.refusedButton[language]}</button>
<button type="button" class="plain" data-turn="not_applicable">${words.naButton[language]}</button>
</p>
</form>`;
}

function help({ help: text, example }: Question, language: Language): Markup {
  return markup`${text && markup`<p class="hint">${text[language]}</p>`}${example && markup`<p class="hint">${words.example[language]} ${example[language]}</p>`}`;
}

function valueFields(asked: Asked, language: Language): Markup {
  const { step, options, stored, proposed } = asked;
  const { question } = step;
  const given = typeof stored === 'string' || typeof stored === 'number' ? stored : undefined;
  switch (question.kind) {
    case 'text':
      // Cut to its length, a word could become another answer: Germany would be GE, Georgia.
      return question.longest > 300
        ? areaField(fieldNames.value, words.answer[language], String(given ?? ''))
        : lineField(fieldNames.value, words.answer[language], String(given ?? proposed ?? ''));
    case 'date':
      return markup`<label>${words.answer[language]} <input type="date" name="${fieldNames.value}" value="${String(given ?? '')}"></label>`;
    case 'number': {
      const shown =
        typeof given === 'number' ? (question.percent === true ? round(given * 100) : given) : undefined;
      const unit = question.percent === true ? words.percent[language] : question.unit?.[language];
      return numberField(fieldNames.value, unit ?? words.answer[language], shown, language);
    }
    case 'choice':
      return choices('radio', options, (value) => value === stored, language);
    case 'multi':
      return markup`${choices('checkbox', options, (value) => Array.isArray(stored) && stored.includes(value), language)}
${!options.some(({ value }) => value === 'none') && noneField(stored, language)}`;
    case 'lines':
      return markup`${areaField(fieldNames.value, words.lines[language], listText(stored))}${noneField(stored, language)}`;
    case 'items':
      return itemFields(question, options, stored, language);
    case 'bounds':
      return endFields(
        stored,
        [words.lowest[language], words.highest[language]],
        question.unit[language],
        language,
      );
    case 'range':
    case 'target': {
      const unit = question.kind === 'range' ? question.unit[language] : '';
      const names =
        question.kind === 'range'
          ? ([words.lowest, words.likely, words.highest] as const)
          : ([words.cautious, words.likely, words.ambitious] as const);
      return markup`<div class="ends">${(['low', 'mid', 'high'] as const).map((name, index) => numberField(fieldNames[name], names[index]?.[language] ?? '', partOf(stored, name), language))}<span>${unit}</span></div>`;
    }
    case 'level':
      return levelFields(question, stored, language);
    case 'portions':
      return markup`<div class="portions">${options.map((option) =>
        numberField(
          portionField(option),
          option.text[language],
          portionOf(stored, option, question.of === 'shares'),
          language,
          question.of === 'shares' ? words.share[language] : undefined,
        ),
      )}</div>${question.of === 'counts' && question.all !== true && noneField(stored, language)}`;
  }
}

function itemFields(
  question: Extract<Question, { readonly kind: 'items' }>,
  options: readonly Option[],
  stored: unknown,
  language: Language,
): Markup {
  const names = Array.isArray(stored)
    ? stored.filter(isRecord).map((item) => String(item[question.key]))
    : [];
  if (question.options === undefined)
    return markup`${areaField(fieldNames.value, words.lines[language], names.join('\n'))}${noneField(stored, language)}`;
  const own = names.filter((name) => !options.some(({ value }) => value === name));
  return markup`${choices('checkbox', options, (value) => names.includes(String(value)), language)}
${question.ownPrefix !== undefined && areaField(fieldNames.own, words.own[language], own.map((name) => name.slice(question.ownPrefix?.length)).join('\n'))}${noneField(stored, language)}`;
}

/** A level: its values to choose from, or a number where there are too many; and the range it lies in. */
function levelFields(question: LevelQuestion, stored: unknown, language: Language): Markup {
  const { min, max, step = 1, anchors, unit } = question;
  const count = Math.round((max - min) / step) + 1;
  const value = partOf(stored, 'value');
  const isScale = anchors !== undefined && count <= mostSteps;
  const field = isScale
    ? markup`<div class="scale">${Array.from({ length: count }, (_each, index) => min + index * step).map(
        (level) =>
          markup`<label><input type="radio" name="${fieldNames.value}" value="${level}"${level === value && markup` checked`}><span>${fieldNumber(level, language)}</span><span class="aside"> ${anchors[level]?.[language] ?? ''}</span></label>`,
      )}</div>
<dl class="anchors" aria-hidden="true">${Object.entries(anchors).map(([level, text]) => markup`<div><dt>${level}</dt><dd>${text[language]}</dd></div>`)}</dl>`
    : numberField(
        fieldNames.value,
        unit?.[language] ?? `${fieldNumber(min, language)}–${fieldNumber(max, language)}`,
        value,
        language,
      );
  const low = partOf(stored, 'low');
  return markup`${field}
<details class="between"${low !== undefined && markup` open`}><summary>${words.between[language]}</summary>${endFields(stored, [words.lowest[language], words.highest[language]], '', language)}</details>`;
}

function endFields(
  stored: unknown,
  [lowest, highest]: readonly [string, string],
  unit: string,
  language: Language,
): Markup {
  return markup`<div class="ends">${numberField(fieldNames.low, lowest, partOf(stored, 'low'), language)}${numberField(fieldNames.high, highest, partOf(stored, 'high'), language)}<span>${unit}</span></div>`;
}

/** Where a judged answer comes from, and how far to trust it. */
function judgementFields({ stored, lastEvidence }: Asked, language: Language): Markup {
  const answer = isRecord(stored) ? stored : {};
  const given: unknown = Array.isArray(answer['evidence']) ? answer['evidence'][0] : undefined;
  const evidence = isRecord(given) ? given : lastEvidence;
  const kind = evidence?.kind ?? 'interview';
  const known = evidenceKinds.find(({ value }) => value === kind)?.value;
  const trust =
    answer['confidence'] ??
    usualConfidence(evidence === undefined || known === undefined ? undefined : { kind: known });
  return markup`<fieldset class="judgement"><legend>${words.basis[language]}</legend>
<label>${words.evidence[language]} <select name="${fieldNames.evidenceKind}">${evidenceKinds.map(({ value, text }) => markup`<option value="${value}"${value === kind && markup` selected`}>${text[language]}</option>`)}</select></label>
${lineField(fieldNames.evidenceRef, words.where[language], typeof evidence?.ref === 'string' ? evidence.ref : '', 300)}
<div class="confidence" role="radiogroup" aria-label="${words.confidence[language]}"><span aria-hidden="true">${words.confidence[language]}</span>${confidences.map(
    ({ value, text }) =>
      markup`<label><input type="radio" name="${fieldNames.confidence}" value="${value}"${value === trust && markup` checked`}> ${value} <small>${text[language]}</small></label>`,
  )}</div>
${lineField(fieldNames.note, words.note[language], typeof answer['note'] === 'string' ? answer['note'] : '', longestNote)}
</fieldset>`;
}

/** Longest remark, in characters. */
const longestNote = 1000;

function choices(
  type: 'radio' | 'checkbox',
  options: readonly Option[],
  isChosen: (value: Option['value']) => boolean,
  language: Language,
): Markup {
  return markup`<div class="options">${options.map(
    ({ value, text }) =>
      markup`<label><input type="${type}" name="${fieldNames.value}" value="${String(value)}"${isChosen(value) && markup` checked`}> <span>${text[language]}</span></label>`,
  )}</div>`;
}

function noneField(stored: unknown, language: Language): Markup {
  const isEmpty = Array.isArray(stored) && stored.length === 0;
  return markup`<div class="options"><label><input type="checkbox" name="${fieldNames.none}" value="none"${isEmpty && markup` checked`}> <span>${words.none[language]}</span></label></div>`;
}

function lineField(name: string, label: string, value: string, longest?: number): Markup {
  return markup`<label>${label} <input type="text" name="${name}" value="${value}"${longest !== undefined && markup` maxlength="${longest}"`} autocomplete="off"></label>`;
}

function areaField(name: string, label: string, value: string): Markup {
  return markup`<label>${label} <textarea name="${name}" rows="4">\n${value}</textarea></label>`;
}

/** Numbers are typed as people write them (`40k`, `6.2M`), so the field takes text. */
function numberField(
  name: string,
  label: string,
  value: number | undefined,
  language: Language,
  unit?: string,
): Markup {
  return markup`<label class="number"><span>${label}</span> <input type="text" inputmode="decimal" name="${name}" value="${value === undefined ? '' : fieldNumber(value, language)}" autocomplete="off">${unit !== undefined && ` ${unit}`}</label>`;
}

function listText(stored: unknown): string {
  return Array.isArray(stored) ? stored.map(String).join('\n') : '';
}

function partOf(stored: unknown, name: string): number | undefined {
  const part = isRecord(stored) ? stored[name] : undefined;
  return typeof part === 'number' ? part : undefined;
}

/** The number of an option, whether it is stored in an object or in a list with weights. */
function portionOf(stored: unknown, { value }: Option, asShare: boolean): number | undefined {
  const item = Array.isArray(stored) ? stored.filter(isRecord).find(({ id }) => id === value) : undefined;
  const number = item === undefined ? partOf(stored, String(value)) : partOf(item, 'weight');
  return number === undefined || !asShare ? number : round(number * 100);
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
