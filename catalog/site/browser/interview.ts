import { withUnknowns } from '../../diagnostic/questionnaire/open-answers.ts';
import { choicesFrom } from '../../diagnostic/questionnaire/choices.ts';
import { evidenceKind, usualConfidence } from '../../diagnostic/questionnaire/evidence.ts';
import { stillNeeded } from '../../diagnostic/questionnaire/finish.ts';
import { skippedSteps } from '../../diagnostic/questionnaire/flow.ts';
import { startInterview } from '../../diagnostic/questionnaire/interview.ts';
import type { Draft, Reply } from '../../diagnostic/questionnaire/interview.ts';
import { offered } from '../../diagnostic/questionnaire/options.ts';
import { isJudged } from '../../diagnostic/questionnaire/question.ts';
import type { Choices } from '../../diagnostic/questionnaire/question.ts';
import { draftDocument, orderedDraft } from '../../diagnostic/questionnaire/stored.ts';
import type { StoredInterview } from '../../diagnostic/questionnaire/stored.ts';
import { pointerValue } from '../../schema/pointer.ts';
import { fieldNames, readFilled, readJudgement } from '../interview/filled.ts';
import type { Fields } from '../interview/filled.ts';
import { outlineMarkup, screenMarkup } from '../interview/interview-markup.ts';
import * as sessions from '../interview/session.ts';
import type { Session } from '../interview/session.ts';
import { words } from '../interview/texts.ts';
import type { Place } from '../place.ts';
import { wholeCatalog } from './catalog.ts';
import { download } from './download.ts';
import { keepInterview, keptInterview, onOtherTab } from './kept-interview.ts';
import { element, show } from './page.ts';
import { newId, today } from './today.ts';

/** Where the interview is open, so that reloading the page and its other language show it again. */
const openMark = '#interview';

/** Who wants to know what becomes of the interview. */
export interface Told {
  /** It was closed, and is kept. */
  readonly closed: () => void;
  /** Gets the draft in which everything needed is answered, and a name for its file. */
  readonly finished: (draft: Draft, name: string) => void;
}

/** The questionnaire on the page, from its first question to a diagnostic. */
export class InterviewPanel {
  readonly #place: Place;
  readonly #told: Told;
  #choices: Choices = { useCases: [] };
  #session: Session | undefined;

  constructor(place: Place, told: Told) {
    this.#place = place;
    this.#told = told;
    const panel = element('interview', HTMLElement);
    panel.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button !== null) this.#press(button.dataset);
    });
    panel.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#answer();
    });
    panel.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLSelectElement && target.name === fieldNames.evidenceKind)
        this.#propose(target.value);
    });
    onOtherTab((stored) => {
      if (this.#session !== undefined && stored !== undefined)
        this.#render(sessions.resume(stored, this.#choices));
    });
  }

  /** Whether the address says that the interview is open. */
  get isMarked(): boolean {
    return location.hash === openMark;
  }

  /** Opens an interview, or the one that is kept, or a new one. */
  async open(given?: StoredInterview): Promise<void> {
    this.#choices = choicesFrom((await wholeCatalog()).entries);
    const stored = given ??
      keptInterview() ?? { interview: startInterview({ diagnosticId: newId(), today: today() }), record: {} };
    element('interview', HTMLElement).hidden = false;
    mark(openMark);
    this.#keep(sessions.resume(stored, this.#choices));
  }

  close(): void {
    this.#session = undefined;
    element('interview', HTMLElement).hidden = true;
    mark('');
    this.#told.closed();
  }

  #keep(session: Session): void {
    const isKept = keepInterview(session);
    element('interview-kept', HTMLElement).textContent = (isKept ? words.kept : words.notKept)[
      this.#place.language
    ];
    this.#render(session);
  }

  #render(session: Session): void {
    const { language } = this.#place;
    this.#session = session;
    show(element('outline', HTMLElement), outlineMarkup(session, this.#choices, language));
    const screen = element('screen', HTMLElement);
    show(screen, screenMarkup(session, this.#choices, language));
    // The question is announced with its first field, and a keyboard can answer at once.
    const field =
      screen.querySelector<HTMLElement>('.asked input:checked') ??
      screen.querySelector<HTMLElement>('.asked input, .asked textarea') ??
      screen.querySelector<HTMLElement>('#asked');
    field?.focus();
  }

  #press({ turn, section, ask, keep }: DOMStringMap): void {
    const session = this.#session;
    if (session === undefined) return;
    const choices = this.#choices;
    if (section !== undefined) this.#keep(sessions.goToSection(session, section, choices));
    if (ask !== undefined) this.#keep(sessions.ask(session, [ask], choices));
    if (keep !== undefined) this.#keep(sessions.keepBoth(session, keep, choices));
    if (turn !== undefined) this.#turn(turn, session);
  }

  #turn(turn: string, session: Session): void {
    const choices = this.#choices;
    const { interview, screen } = session;
    switch (turn) {
      case 'back':
        this.#keep(sessions.back(session, choices));
        return;
      case 'skipped':
        this.#keep(sessions.take(session, { status: 'skipped' }, choices));
        return;
      case 'unknown':
      case 'refused':
      case 'not_applicable':
        this.#keep(sessions.take(session, this.#without(turn, session), choices));
        return;
      case 'confirm':
        if (screen.kind === 'loss') this.#keep(sessions.take(session, screen.reply, choices, true));
        return;
      case 'later':
        this.#keep(sessions.goOn(session, choices));
        return;
      case 'review':
        this.#keep(sessions.toReview(session));
        return;
      case 'on':
        this.#keep(sessions.resume(session, choices));
        return;
      case 'needed':
        this.#keep(
          sessions.ask(
            session,
            stillNeeded(interview, choices).map(({ key }) => key),
            choices,
          ),
        );
        return;
      case 'asks-skipped':
        this.#keep(
          sessions.ask(
            session,
            skippedSteps(interview, choices).map(({ key }) => key),
            choices,
          ),
        );
        return;
      case 'rest-unknown':
        this.#keep(
          sessions.toReview({
            ...session,
            interview: { ...interview, draft: withUnknowns(interview.draft) },
          }),
        );
        return;
      case 'finish':
        this.#told.finished(orderedDraft(interview.draft), `${clientOf(session)}.json`);
        return;
      case 'save':
        download(`${clientOf(session)}.draft.json`, draftDocument(session));
        return;
      case 'close':
        this.close();
    }
  }

  /** Takes what is filled in, or says what is wrong with it. */
  #answer(): void {
    const session = this.#session;
    const step = session && sessions.stepShown(session, this.#choices);
    if (session === undefined || step === undefined) return;
    const { language } = this.#place;
    const { draft } = session.interview;
    const fields = filledFields();
    const read = readFilled(fields, step.question, offered(step.question, draft, this.#choices), language);
    if ('objection' in read) {
      element('wrong', HTMLElement).textContent = read.objection[language];
      const screen = element('screen', HTMLElement);
      const field = screen.querySelector<HTMLElement>('.asked input, .asked textarea');
      field?.setAttribute('aria-invalid', 'true');
      field?.focus();
      return;
    }
    if (!isJudged(step.question)) {
      this.#keep(sessions.take(session, { status: 'answered', value: read.value }, this.#choices));
      return;
    }
    const judgement = readJudgement(fields, this.#collected(draft));
    const isAssumed = judgement.evidence.some(({ kind }) => kind === 'assumption');
    const reply: Reply = { status: isAssumed ? 'assumed' : 'answered', value: read.value, judgement };
    this.#keep(sessions.take(session, reply, this.#choices));
  }

  #collected(draft: Draft): { collectedAt: string; collectedBy?: string } {
    const collectedBy = pointerValue(draft, '/meta/consultants/0');
    return { collectedAt: today(), ...(typeof collectedBy === 'string' && { collectedBy }) };
  }

  /** A reply without an answer keeps the remark that stands in its field. */
  #without(status: 'unknown' | 'refused' | 'not_applicable', session: Session): Reply {
    const step = sessions.stepShown(session, this.#choices);
    const { note } = readJudgement(filledFields(), {});
    if (step === undefined || !isJudged(step.question) || note === undefined) return { status };
    return { status, judgement: { confidence: status === 'not_applicable' ? 'C' : 'D', evidence: [], note } };
  }

  /** Proposes how far evidence of a kind is to be trusted. */
  #propose(kind: string): void {
    const known = evidenceKind(kind);
    const confidence = usualConfidence(known && { kind: known });
    const field = document.querySelector<HTMLInputElement>(
      `input[name=${fieldNames.confidence}][value=${confidence}]`,
    );
    if (field !== null) field.checked = true;
  }
}

function filledFields(): Fields {
  const form = document.getElementById('question');
  const fields = new Map<string, readonly string[]>();
  if (!(form instanceof HTMLFormElement)) return fields;
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string') fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  return fields;
}

/** The short name of the client, for files. */
function clientOf({ interview }: StoredInterview): string {
  const id = pointerValue(interview.draft, '/meta/clientId');
  return typeof id === 'string' ? id : 'diagnostic';
}

function mark(hash: string): void {
  history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a.language')) link.hash = hash;
}
