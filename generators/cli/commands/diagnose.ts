import { randomUUID } from 'node:crypto';
import type { Text } from '#catalog/dated.ts';
import { choicesFrom } from '#catalog/diagnostic/questionnaire/choices.ts';
import { contradictionsOf } from '#catalog/diagnostic/questionnaire/contradictions.ts';
import { stillNeeded } from '#catalog/diagnostic/questionnaire/finish.ts';
import { progressOf } from '#catalog/diagnostic/questionnaire/flow.ts';
import { startInterview } from '#catalog/diagnostic/questionnaire/interview.ts';
import type { Interview } from '#catalog/diagnostic/questionnaire/interview.ts';
import type { Choices } from '#catalog/diagnostic/questionnaire/question.ts';
import { questionnaire } from '#catalog/diagnostic/questionnaire/questionnaire.data.ts';
import { pointerValue } from '#catalog/schema/pointer.ts';
import { closest } from '#catalog/text/closest.ts';
import { LineReader } from '../adapters/ask.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { InterviewFile } from '../adapters/interview-file.ts';
import type { StoredInterview } from '#catalog/diagnostic/questionnaire/stored.ts';
import { readJsonDocument } from '../adapters/json-document.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { wrongCall } from '../call-options.ts';
import type { Call, CallOptions } from '../command.ts';
import { applyAnswers } from '../diagnose/answers-file.ts';
import { Dialogue } from '../diagnose/dialogue.ts';
import { review } from '../diagnose/review.ts';
import type { Close } from '../diagnose/review.ts';
import { words } from '../diagnose/words.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { counted } from './counted.ts';
import { shellWord } from '#catalog/text/shell-word.ts';

/** Where the diagnostic is kept if nothing else is said. */
const usualFile = 'diagnostic.json';

/** `toltek diagnose [FILE]`: the questionnaire, question by question. */
export async function run(call: Call): Promise<ExitCode> {
  const { operands, options, terminal } = call;
  const [file = usualFile] = operands;
  const store = new InterviewFile(file);
  if (options.value('warehouse') !== undefined) {
    // The client of the warehouse is large: it is loaded only where one is looked at.
    const { scanInto } = await import('../warehouse/scan-into.ts');
    return scanInto(store, call);
  }
  const section = sectionOption(options);
  const answers = options.value('answers');
  if (answers === undefined && (!terminal.interactive || terminal.json)) throw noTerminal(terminal);
  const { entries } = await loadCatalog(options.value('catalog'));
  const choices = choicesFrom(entries);
  const today = new Date().toISOString().slice(0, 10);
  const found = store.load();
  const stored = found ?? {
    interview: startInterview({ diagnosticId: randomUUID(), today }),
    record: {},
  };
  const language = languageOption(options, stored.interview);

  if (answers !== undefined) {
    const given = readJsonDocument(answers);
    const interview = applyAnswers(stored.interview, given, { choices, language, today, file: answers });
    store.save(interview, stored.record);
    return report(file, interview, choices, terminal);
  }
  return interviewed({
    file,
    store,
    stored,
    resumed: found !== undefined,
    choices,
    language,
    today,
    section,
    terminal,
  });
}

interface Session {
  readonly file: string;
  readonly store: InterviewFile;
  readonly stored: StoredInterview;
  readonly resumed: boolean;
  readonly choices: Choices;
  readonly language: keyof Text;
  readonly today: string;
  readonly section: string | undefined;
  readonly terminal: Terminal;
}

async function interviewed(session: Session): Promise<ExitCode> {
  const { file, store, stored, resumed, choices, language, today, section, terminal } = session;
  const reader = new LineReader();
  const talk = {
    ask: (prompt: string) => reader.ask(prompt),
    say: (text: string) => {
      terminal.ask(text);
    },
    width: Math.min(100, Math.max(40, terminal.width)),
    style: terminal.style.bind(terminal),
  };
  const dialogue = new Dialogue(
    {
      talk,
      choices,
      language,
      today,
      save: (interview, record) => {
        store.save(interview, record);
      },
    },
    stored.interview,
    stored.record,
  );
  try {
    talk.say(words.welcome[language]);
    talk.say(words.commands[language]);
    if (resumed) talk.say(words.resumed[language]);
    const ending = await dialogue.askOpen(section);
    const close: Close =
      ending === 'quit' || ending === 'interrupt' ? ending : await review(dialogue, choices, language, talk);
    if (close === 'finished') return report(file, dialogue.interview, choices, terminal);
    talk.say(`\n${words.stopped[language]} toltek diagnose ${shellWord(file)}`);
    return close === 'interrupt' ? exitCode.interrupted : exitCode.findings;
  } finally {
    reader.close();
  }
}

/** Says where the diagnostic stands, and what to run next. */
function report(file: string, interview: Interview, choices: Choices, terminal: Terminal): ExitCode {
  const needed = stillNeeded(interview, choices);
  const contradictions = contradictionsOf({ ...interview, accepted: [] }, choices);
  const { settled, open, skipped, minutesLeft } = progressOf(interview, choices);
  const name = shellWord(file);
  if (needed.length === 0) {
    terminal.print(
      `${file} is a complete diagnostic: ${counted(settled, 'answer')}, ${open + skipped} left out.`,
    );
    terminal.print('\nNext:');
    terminal.print(`  toltek check ${name}    contradictions and maturity`);
    terminal.print(`  toltek select ${name}   the use cases ranked and explained`);
  } else {
    terminal.print(
      `${file} holds ${counted(settled, 'answer')}. ${counted(needed.length, 'question')} still ${needed.length === 1 ? 'needs' : 'need'} one:`,
    );
    for (const { key, question } of needed) terminal.print(`  ${key}: ${question.text.en}`);
  }
  if (contradictions.length > 0)
    terminal.note(
      `\n${counted(contradictions.length, 'contradiction')}: toltek check ${name} shows them with the questions to ask.`,
    );
  terminal.document({
    file,
    complete: needed.length === 0,
    progress: { answered: settled, open, skipped, minutesLeft },
    needed: needed.map(({ key, pointer, question }) => ({ key, pointer, question: question.text })),
    contradictions: contradictions.map(({ finding, mends }) => ({
      ...finding,
      mends: mends.map(({ key }) => key),
    })),
  });
  return needed.length === 0 ? exitCode.done : exitCode.findings;
}

function sectionOption(options: CallOptions): string | undefined {
  const value = options.value('section');
  if (value === undefined) return undefined;
  const ids = questionnaire.map(({ id }) => id);
  const found = ids.find((id) => id === value) ?? ids[Number(value) - 1];
  if (found !== undefined) return found;
  const near = closest(value, ids);
  throw wrongCall(
    `There is no section '${value}'.`,
    `one of: ${ids.join(', ')}`,
    near === undefined ? 'Correct --section.' : `Did you mean '${near}'?`,
  );
}

function languageOption(options: CallOptions, { draft }: Interview): keyof Text {
  const value = options.value('lang');
  if (value === 'en' || value === 'fr') return value;
  if (value !== undefined)
    throw wrongCall(`The questions are not written in '${value}'.`, 'one of: en, fr', 'Correct --lang.');
  const kept = pointerValue(draft, '/meta/language');
  const wanted = typeof kept === 'string' ? kept : (process.env['LC_ALL'] ?? process.env['LANG'] ?? '');
  return wanted.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

function noTerminal(terminal: Terminal): Error {
  return wrongCall(
    terminal.json ? '--json leaves nobody to ask.' : 'There is no terminal to ask in.',
    'a terminal, --answers FILE, or --warehouse bigquery:PROJECT',
    'Run it in a terminal, or give the answers in a file: toltek diagnose --help shows how.',
  );
}
