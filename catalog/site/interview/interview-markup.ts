import type { Text } from '../../dated.ts';
import type { Contradiction } from '../../diagnostic/questionnaire/contradictions.ts';
import { stillNeeded } from '../../diagnostic/questionnaire/finish.ts';
import { progressOf, skippedSteps } from '../../diagnostic/questionnaire/flow.ts';
import type { Progress } from '../../diagnostic/questionnaire/flow.ts';
import type { Interview } from '../../diagnostic/questionnaire/interview.ts';
import { offered } from '../../diagnostic/questionnaire/options.ts';
import type { Choices } from '../../diagnostic/questionnaire/question.ts';
import {
  duration,
  placeOf,
  proposal,
  shownAnswer,
  statusText,
} from '../../diagnostic/questionnaire/shown.ts';
import { stepsOf } from '../../diagnostic/questionnaire/steps.ts';
import type { Step } from '../../diagnostic/questionnaire/steps.ts';
import { markup } from '../../markup.ts';
import type { Markup } from '../../markup.ts';
import { pointerValue } from '../../schema/pointer.ts';
import { questionForm } from './question-form.ts';
import { contradictionsShown, stepShown } from './session.ts';
import type { Session } from './session.ts';
import { words } from './texts.ts';

type Language = keyof Text;

/** What is shown of an interview: the question, what was asked back, or where it stands. */
export function screenMarkup(session: Session, choices: Choices, language: Language): Markup {
  const { interview, record, screen } = session;
  const step = stepShown(session, choices);
  if (screen.kind === 'loss') return lossMarkup(screen.lost, language);
  if (screen.kind === 'contradictions') return backMarkup(contradictionsShown(session, choices), language);
  if (step === undefined) return reviewMarkup(session, choices, language);
  const proposed = proposal(step, interview.draft);
  return questionForm(
    {
      step,
      options: offered(step.question, interview.draft, choices),
      stored: pointerValue(interview.draft, step.pointer),
      ...(proposed !== undefined && { proposed }),
      ...(record.evidence && { lastEvidence: record.evidence }),
    },
    language,
  );
}

/** How far the interview is, and its sections to go to. */
export function outlineMarkup(session: Session, choices: Choices, language: Language): Markup {
  const progress = progressOf(session.interview, choices);
  const current = stepShown(session, choices)?.section.id;
  const done = progress.settled + progress.skipped;
  return markup`<p><label for="progress" class="aside">${words.progress[language]}</label><progress id="progress" max="${done + progress.open}" value="${done}"></progress></p>
<p class="hint" id="left">${leftText(progress, language)}</p>
<ol>${progress.sections.map(
    ({ section, open, skipped }) =>
      markup`<li><button type="button" data-section="${section.id}"${section.id === current && markup` aria-current="step"`}>${section.title[language]} <span class="count">${open === 0 ? (skipped === 0 ? '✓' : `${skipped} ${words.skipped[language]}`) : `${open} ${words.open[language]}`}</span></button></li>`,
  )}</ol>
<p><button type="button" class="plain" data-turn="review">${words.reviewButton[language]}</button></p>`;
}

function leftText({ settled, open, minutesLeft }: Progress, language: Language): string {
  return `${settled} ${words.answered[language]}, ${open} ${words.open[language]}, ${duration(minutesLeft)} ${words.left[language]}`;
}

function lossMarkup(lost: readonly string[], language: Language): Markup {
  return markup`<div class="asked-back"><h2 id="asked" tabindex="-1">${words.sure[language]}</h2>
<p>${words.lost[language]}</p><ul>${lost.map((name) => markup`<li>${name}</li>`)}</ul>
<p class="turns"><button type="button" class="button" data-turn="confirm">${words.remove[language]}</button>
<button type="button" class="plain" data-turn="back">${words.keep[language]}</button></p></div>`;
}

/** Answers that do not fit together, asked back as soon as they were given. */
function backMarkup(found: readonly Contradiction[], language: Language): Markup {
  return markup`<div class="asked-back"><h2 id="asked" tabindex="-1">${words.contradiction[language]}</h2>
${contradictionList(found, language)}
<p class="turns"><button type="button" class="plain" data-turn="later">${words.later[language]}</button></p></div>`;
}

function contradictionList(found: readonly Contradiction[], language: Language): Markup {
  return markup`<ul class="contradictions">${found.map(
    ({ key, finding, mends }) => markup`<li><p>${finding.question[language]}</p>
${language === 'en' && markup`<p class="hint">${finding.code}: ${finding.message}</p>`}
<p class="turns">${mends.map((step) => markup`<button type="button" class="plain" data-ask="${step.key}">${words.change[language]} ${step.about.map((each) => `${each[language]} › `).join('')}${step.question.text[language]}</button> `)}
<button type="button" class="plain" data-keep="${key}">${words.bothRight[language]}</button></p></li>`,
  )}</ul>`;
}

/** Where the diagnostic stands: what is needed, what does not fit together, every answer. */
function reviewMarkup(session: Session, choices: Choices, language: Language): Markup {
  const { interview } = session;
  const needed = stillNeeded(interview, choices);
  const contradictions = contradictionsShown(session, choices);
  const progress = progressOf(interview, choices);
  const skipped = skippedSteps(interview, choices).length;
  return markup`<h2 id="asked" tabindex="-1">${words.review[language]}</h2>
<p>${leftText(progress, language)}, ${needed.length} ${words.missing[language]}, ${contradictions.length} ${words.contradictions[language]}.</p>
${needed.length === 0 ? markup`<p class="verdict">${words.complete[language]}</p>` : markup`<p class="notice">${words.notFinished[language]}</p><ul class="needed">${needed.map((step) => markup`<li><button type="button" class="link" data-ask="${step.key}">${placeOf(step, language)}</button></li>`)}</ul>`}
<p class="turns">
${needed.length === 0 && markup`<button type="button" class="button" data-turn="finish">${words.finish[language]}</button>`}
${progress.open > 0 && markup`<button type="button" class="plain" data-turn="on">${words.goOn[language]}</button>`}
${needed.length > 0 && markup`<button type="button" class="plain" data-turn="needed">${words.askNeeded[language]}</button>`}
${skipped > 0 && markup`<button type="button" class="plain" data-turn="asks-skipped">${words.askSkipped[language]}</button>`}
${progress.open > 0 && markup`<button type="button" class="plain" data-turn="rest-unknown">${words.restUnknown[language]}</button>`}
</p>
${contradictions.length > 0 && markup`<h3>${words.contradiction[language]}</h3>${contradictionList(contradictions, language)}`}
${answersMarkup(interview, choices, language)}`;
}

function answersMarkup({ draft, outcomes }: Interview, choices: Choices, language: Language): Markup {
  const steps = stepsOf(draft, choices);
  const sections = [...new Set(steps.map(({ section }) => section))];
  const answer = (step: Step): string => {
    const { question, pointer, key } = step;
    const text = shownAnswer(
      pointerValue(draft, pointer),
      question,
      offered(question, draft, choices),
      language,
    );
    const outcome = outcomes[key];
    return text === ''
      ? outcome === undefined
        ? words.noAnswer[language]
        : statusText(outcome, language)
      : text;
  };
  return markup`<div class="answers">${sections.map(
    (section) =>
      markup`<details><summary>${section.title[language]}</summary><dl>${steps
        .filter((step) => step.section === section)
        .map(
          (step) =>
            markup`<div><dt>${step.about.map((each) => `${each[language]} › `).join('')}${step.question.text[language]}</dt><dd>${answer(step)} <button type="button" class="link" data-ask="${step.key}" aria-label="${words.changeAnswer[language]}: ${step.question.text[language]}">${words.changeAnswer[language]}</button></dd></div>`,
        )}</dl></details>`,
  )}</div>`;
}
