import type { Text } from '#catalog/dated.ts';
import { contradictionsOf } from '#catalog/diagnostic/questionnaire/contradictions.ts';
import type { Contradiction } from '#catalog/diagnostic/questionnaire/contradictions.ts';
import { nextStep, previousStep, progressOf, stepOfSection } from '#catalog/diagnostic/questionnaire/flow.ts';
import type { Interview, Judgement, Reply, Value } from '#catalog/diagnostic/questionnaire/interview.ts';
import { offered } from '#catalog/diagnostic/questionnaire/options.ts';
import { isJudged } from '#catalog/diagnostic/questionnaire/question.ts';
import type { Choices } from '#catalog/diagnostic/questionnaire/question.ts';
import { questionnaire } from '#catalog/diagnostic/questionnaire/questionnaire.data.ts';
import { applyReply, itemsLost } from '#catalog/diagnostic/questionnaire/reply.ts';
import { proposal } from '#catalog/diagnostic/questionnaire/shown.ts';
import { stepsOf } from '#catalog/diagnostic/questionnaire/steps.ts';
import type { Step } from '#catalog/diagnostic/questionnaire/steps.ts';
import { readTyped } from '#catalog/diagnostic/questionnaire/typed.ts';
import { pointerValue } from '#catalog/schema/pointer.ts';
import type { InterviewRecord } from '#catalog/diagnostic/questionnaire/stored.ts';
import { visible } from '../adapters/terminal.ts';
import { helpText, questionText, sectionHead } from './asking.ts';
import type { Conversation } from './conversation.ts';
import {
  readConfidence,
  readEvidence,
  typedEvidence,
  usualConfidence,
} from '#catalog/diagnostic/questionnaire/evidence.ts';
import { readLine } from './spoken.ts';
import type { Line } from './spoken.ts';
import { words } from './words.ts';

/** What an interview works with. */
export interface Setting {
  readonly talk: Conversation;
  readonly choices: Choices;
  readonly language: keyof Text;
  /** Today, YYYY-MM-DD: when evidence was collected. */
  readonly today: string;
  /** Keeps the interview; called after every answer, before the next question. */
  readonly save: (interview: Interview, record: InterviewRecord) => void;
}

/** How a round of questions ended. */
export type Ending =
  /** Nothing of what was to be asked is open. */
  | 'asked'
  /** The person wants to see where the diagnostic stands. */
  | 'review'
  /** The person stopped, or the input ended. */
  | 'quit'
  /** Ctrl-C. */
  | 'interrupt';

/** An answer, or somewhere else to go. */
type Turn = { readonly reply: Reply } | { readonly go: Step } | { readonly ending: Exclude<Ending, 'asked'> };

/** An interview in the terminal, question by question. */
export class Dialogue {
  readonly #setting: Setting;
  #interview: Interview;
  #record: InterviewRecord;
  #sectionShown: string | undefined;

  constructor(setting: Setting, interview: Interview, record: InterviewRecord) {
    this.#setting = setting;
    this.#interview = interview;
    this.#record = record;
  }

  get interview(): Interview {
    return this.#interview;
  }

  /** Keeps an interview that was changed by other means than an answer. */
  replace(interview: Interview): void {
    this.#interview = interview;
    this.#setting.save(interview, this.#record);
  }

  /** Asks what is open, of one section or of all, from where it stopped. */
  askOpen(section?: string): Promise<Ending> {
    const { choices } = this.#setting;
    return this.#ask((after) => {
      if (section === undefined) return nextStep(this.#interview, choices, after);
      const next = stepOfSection(this.#interview, choices, section);
      return next !== undefined && this.#isOpen(next) ? next : undefined;
    }, this.#record.at);
  }

  /** Asks these steps again, whatever stands there. */
  askAgain(steps: readonly Step[]): Promise<Ending> {
    const keys = steps.map(({ key }) => key);
    return this.#ask((after) => {
      const key = keys[after === undefined ? 0 : keys.indexOf(after) + 1];
      return this.#steps().find((step) => step.key === key);
    });
  }

  /** Asks one contradiction back. */
  async settle(contradiction: Contradiction): Promise<Ending> {
    return (await this.#askBack(contradiction)) ?? 'asked';
  }

  #steps(): readonly Step[] {
    return stepsOf(this.#interview.draft, this.#setting.choices);
  }

  #isOpen({ key, pointer }: Step): boolean {
    const { draft, outcomes } = this.#interview;
    return pointerValue(draft, pointer) === undefined && outcomes[key] === undefined;
  }

  async #ask(first: (after?: string) => Step | undefined, from?: string): Promise<Ending> {
    let next = first;
    let step = next(from);
    while (step !== undefined) {
      const turn = await this.#turn(step);
      if ('ending' in turn) return turn.ending;
      if ('go' in turn) {
        // Whoever goes somewhere else goes on from there.
        next = (after) => nextStep(this.#interview, this.#setting.choices, after);
        step = turn.go;
        continue;
      }
      const ending = await this.#take(step, turn.reply);
      if (ending !== undefined) return ending;
      step = next(step.key);
    }
    return 'asked';
  }

  /** Keeps a reply and asks back what it contradicts. */
  async #take(step: Step, reply: Reply): Promise<Exclude<Ending, 'asked'> | undefined> {
    const before = new Set(this.#contradictions().map(({ key }) => key));
    this.#interview = applyReply(this.#interview, step, reply);
    this.#record = { ...this.#record, at: step.key };
    this.#setting.save(this.#interview, this.#record);
    for (const contradiction of this.#contradictions()) {
      if (before.has(contradiction.key)) continue;
      const ending = await this.#askBack(contradiction);
      if (ending !== undefined) return ending;
    }
    return undefined;
  }

  #contradictions(): readonly Contradiction[] {
    return contradictionsOf(this.#interview, this.#setting.choices);
  }

  async #askBack({ key, finding, mends }: Contradiction): Promise<Exclude<Ending, 'asked'> | undefined> {
    const { talk, language } = this.#setting;
    talk.say(`\n${talk.style('yellow', `! ${words.contradiction[language]} [${finding.code}]`)}`);
    // The finding itself is a message of the toolbox, in English; the question is for the client.
    if (language === 'en') talk.say(`  ${visible(finding.message)}`);
    talk.say(`  ${visible(finding.question[language])}`);
    mends.forEach((step, index) => {
      const place = step.about.map((each) => `${visible(each[language])} › `).join('');
      talk.say(`  ${index + 1} ${words.change[language]} ${place}${step.question.text[language]}`);
    });
    talk.say(`  ${mends.length + 1} ${words.bothRight[language]}`);
    const heard = await talk.ask(`  ${words.later[language]} > `);
    if ('ended' in heard) return heard.ended === 'interrupt' ? 'interrupt' : 'quit';
    const choice = Number(heard.line.trim());
    if (choice === mends.length + 1) {
      this.replace({ ...this.#interview, accepted: [...this.#interview.accepted, key] });
      return undefined;
    }
    const mend = mends[choice - 1];
    if (mend === undefined) return undefined;
    const ending = await this.askAgain([mend]);
    return ending === 'asked' ? undefined : ending;
  }

  /** Asks a step until there is something to do with the answer. */
  async #turn(step: Step): Promise<Turn> {
    const { talk, language, choices } = this.#setting;
    const { draft } = this.#interview;
    const options = offered(step.question, draft, choices);
    this.#showSection(step);
    talk.say(questionText(step, options, draft, language, talk));
    const proposed = proposal(step, draft);
    for (;;) {
      const prompt = proposed === undefined ? '> ' : `[${proposed}] > `;
      const heard = await talk.ask(prompt);
      if ('ended' in heard) return { ending: heard.ended === 'interrupt' ? 'interrupt' : 'quit' };
      const line = readLine(heard.line);
      if ('unknown' in line) {
        talk.say(`  ${words.noCommand[language]} ${line.unknown}. ${words.commands[language]}`);
        continue;
      }
      const text =
        'text' in line && line.text === '' ? (proposed ?? '') : 'text' in line ? line.text : undefined;
      const turn = text === undefined ? this.#obey(line, step) : await this.#answer(text, step, options);
      if (turn !== undefined) return turn;
    }
  }

  #showSection(step: Step): void {
    if (this.#sectionShown === step.section.id) return;
    const { talk, language, choices } = this.#setting;
    this.#sectionShown = step.section.id;
    talk.say(sectionHead(step, progressOf(this.#interview, choices), language, talk));
  }

  /** Does what a command says; undefined asks the same step again. */
  #obey(line: Exclude<Line, { text: string }> | Line, step: Step): Turn | undefined {
    if ('text' in line) return undefined;
    const { talk, language, choices } = this.#setting;
    switch (line.command) {
      case 'help':
        talk.say(helpText(step, language, talk.width));
        return undefined;
      case 'skip':
        return { reply: { status: 'skipped' } };
      case 'unknown':
      case 'refused':
      case 'not_applicable': {
        const note = line.rest === '' ? {} : { judgement: this.#doubt(line.command, line.rest) };
        return { reply: { status: line.command, ...note } };
      }
      case 'back': {
        const previous = previousStep(this.#interview, choices, step.key);
        if (previous === undefined) talk.say(`  ${words.first[language]}`);
        return previous === undefined ? undefined : { go: previous };
      }
      case 'note':
        this.#note(step, line.rest);
        return undefined;
      case 'go':
        return this.#jump(line.rest);
      case 'review':
        return { ending: 'review' };
      case 'quit':
        return { ending: 'quit' };
    }
  }

  #doubt(status: 'unknown' | 'refused' | 'not_applicable', note: string): Judgement {
    return { confidence: status === 'not_applicable' ? 'C' : 'D', evidence: [], note };
  }

  #note({ pointer, question }: Step, note: string): void {
    const { talk, language } = this.#setting;
    const answer = pointerValue(this.#interview.draft, pointer);
    if (!isJudged(question) || typeof answer !== 'object' || answer === null || note === '') {
      talk.say(`  ${words.noNote[language]}`);
      return;
    }
    const draft = structuredClone(this.#interview.draft);
    const held = pointerValue(draft, pointer);
    if (typeof held === 'object' && held !== null) Reflect.set(held, 'note', note);
    this.replace({ ...this.#interview, draft });
    talk.say(`  ${words.noted[language]}`);
  }

  #jump(wanted: string): Turn | undefined {
    const { talk, language, choices } = this.#setting;
    const section = questionnaire[Number(wanted) - 1] ?? questionnaire.find(({ id }) => id === wanted);
    const target = section === undefined ? undefined : stepOfSection(this.#interview, choices, section.id);
    if (target !== undefined) return { go: target };
    const known = questionnaire.map(({ id }, index) => `${index + 1} ${id}`).join(' · ');
    talk.say(`  ${words.noSection[language]} '${wanted}'. ${known}`);
    return undefined;
  }

  async #answer(text: string, step: Step, options: ReturnType<typeof offered>): Promise<Turn | undefined> {
    const { talk, language } = this.#setting;
    // Enter keeps what is there, and skips what is not.
    if (text === '') return { reply: { status: 'skipped' } };
    const read = readTyped(text, step.question, options, language);
    if ('objection' in read) {
      talk.say(`  ${talk.style('red', visible(read.objection[language]))}`);
      return undefined;
    }
    const { value } = read;
    if (!(await this.#mayLose(step, value))) return undefined;
    if (!isJudged(step.question)) return { reply: { status: 'answered', value } };
    const judgement = await this.#judge();
    if ('ending' in judgement) return judgement;
    const assumed = judgement.evidence.some(({ kind }) => kind === 'assumption');
    return { reply: { status: assumed ? 'assumed' : 'answered', value, judgement } };
  }

  /** Whether items that hold answers may go. */
  async #mayLose(step: Step, value: Value): Promise<boolean> {
    const { talk, language } = this.#setting;
    const lost = itemsLost(this.#interview.draft, step, value);
    if (lost.length === 0) return true;
    talk.say(`  ${words.lost[language]} ${lost.map(visible).join(', ')}`);
    const heard = await talk.ask(`  ${words.sure[language]} [y/N] `);
    return 'line' in heard && /^(y|yes|o|oui)$/i.test(heard.line.trim());
  }

  /** What a judged answer rests on, and how far to trust it. */
  async #judge(): Promise<Judgement | { readonly ending: 'quit' | 'interrupt' }> {
    const { talk, language, today } = this.#setting;
    const last = this.#record.evidence;
    const shown = last === undefined ? '' : ` [${visible(typedEvidence(last, language))}]`;
    let heard = await talk.ask(`  ${words.evidence[language]}${shown}: `);
    while ('line' in heard && heard.line.trim() === '?') {
      talk.say(`    ${words.evidenceHelp[language]}`);
      heard = await talk.ask(`  ${words.evidence[language]}${shown}: `);
    }
    if ('ended' in heard) return { ending: heard.ended === 'interrupt' ? 'interrupt' : 'quit' };
    const typed = heard.line.trim();
    const collectedBy = pointerValue(this.#interview.draft, '/meta/consultants/0');
    const collected = { collectedAt: today, ...(typeof collectedBy === 'string' && { collectedBy }) };
    const given = typed === '' ? last : typed === '-' ? undefined : readEvidence(typed, collected);
    const evidence = given === undefined ? [] : [{ ...given, ...collected }];
    if (given !== undefined) this.#record = { ...this.#record, evidence: given };
    const usual = usualConfidence(given);
    for (;;) {
      const answer = await talk.ask(`  ${words.confidence[language]} [${usual}]: `);
      if ('ended' in answer) return { ending: answer.ended === 'interrupt' ? 'interrupt' : 'quit' };
      const confidence = answer.line.trim() === '' ? usual : readConfidence(answer.line);
      if (confidence !== undefined) return { confidence, evidence };
      talk.say(`  ${words.confidenceExpected[language]}`);
    }
  }
}
