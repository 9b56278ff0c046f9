import type { Text } from '#catalog/dated.ts';
import { contradictionsOf } from '#catalog/diagnostic/questionnaire/contradictions.ts';
import { stillNeeded } from '#catalog/diagnostic/questionnaire/finish.ts';
import { progressOf, skippedSteps } from '#catalog/diagnostic/questionnaire/flow.ts';
import type { Interview } from '#catalog/diagnostic/questionnaire/interview.ts';
import { withUnknowns } from '#catalog/diagnostic/questionnaire/open-answers.ts';
import type { Choices } from '#catalog/diagnostic/questionnaire/question.ts';
import { duration, placeOf } from '#catalog/diagnostic/questionnaire/shown.ts';
import { visible } from '../adapters/terminal.ts';
import { table } from '../commands/table.ts';
import type { Conversation } from './conversation.ts';
import type { Dialogue, Ending } from './dialogue.ts';
import { words } from './words.ts';

/** How the interview as a whole ended. */
export type Close = 'finished' | 'quit' | 'interrupt';

/** Shows where the diagnostic stands and what can be done, until it is finished or the person stops. */
export async function review(
  dialogue: Dialogue,
  choices: Choices,
  language: keyof Text,
  talk: Conversation,
): Promise<Close> {
  for (;;) {
    talk.say(overview(dialogue.interview, choices, language, talk));
    const heard = await talk.ask('> ');
    if ('ended' in heard) return heard.ended === 'interrupt' ? 'interrupt' : 'quit';
    const chosen = heard.line.trim().toLowerCase().replace(/^:/, '');
    if (chosen === 'q' || chosen === 'quit' || chosen === 'quitter') return 'quit';
    if (chosen === 'f' || chosen === '') {
      const needed = stillNeeded(dialogue.interview, choices);
      if (needed.length === 0) return 'finished';
      talk.say(
        `\n${words.notFinished[language]}\n${needed.map((step) => `  - ${visible(placeOf(step, language))}`).join('\n')}`,
      );
      continue;
    }
    const ending = await act(chosen, dialogue, choices, language, talk);
    if (ending === 'quit' || ending === 'interrupt') return ending;
  }
}

async function act(
  chosen: string,
  dialogue: Dialogue,
  choices: Choices,
  language: keyof Text,
  talk: Conversation,
): Promise<Ending> {
  const { interview } = dialogue;
  if (chosen === 'u') {
    dialogue.replace({ ...interview, draft: withUnknowns(interview.draft) });
    return 'asked';
  }
  if (chosen === 'c') {
    for (const contradiction of contradictionsOf(interview, choices)) {
      const ending = await dialogue.settle(contradiction);
      if (ending !== 'asked') return ending;
    }
    return 'asked';
  }
  const section = progressOf(interview, choices).sections[Number(chosen) - 1]?.section;
  if (section !== undefined) return dialogue.askOpen(section.id);
  const steps =
    chosen === 'm' ? stillNeeded(interview, choices) : chosen === 's' ? skippedSteps(interview, choices) : [];
  if (steps.length === 0) talk.say(`  ${words.nothingThere[language]}`);
  return dialogue.askAgain(steps);
}

function overview(interview: Interview, choices: Choices, language: keyof Text, talk: Conversation): string {
  const progress = progressOf(interview, choices);
  const rows = progress.sections.map(({ section, number, settled, open, skipped, minutesLeft }) => [
    String(number),
    section.title[language],
    `${settled} ${words.answered[language]}`,
    open === 0 ? '' : `${open} ${words.open[language]}`,
    skipped === 0 ? '' : `${skipped} ${words.skipped[language]}`,
    minutesLeft === 0 ? '' : duration(minutesLeft),
  ]);
  const needed = stillNeeded(interview, choices).length;
  const contradictions = contradictionsOf(interview, choices).length;
  return [
    `\n${talk.style('bold', words.review[language])}`,
    ...table(rows, { width: talk.width }),
    `${progress.settled} ${words.answered[language]}, ${progress.open} ${words.open[language]}, ${progress.skipped} ${words.skipped[language]}, ${needed} ${words.missing[language]}, ${contradictions} ${words.contradictions[language]}`,
    words.reviewHelp[language],
  ].join('\n');
}
