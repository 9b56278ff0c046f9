import { packageNames } from '#catalog/selection/describe.ts';
import { select } from '#catalog/selection/select.ts';
import { euros, number } from '#catalog/selection/text.ts';
import type { Language } from '#catalog/selection/text.ts';
import type { Selection } from '#catalog/schema/generated/types.ts';
import { loadCatalog } from '../adapters/catalog.ts';
import { readDiagnostic } from '../adapters/diagnostic.ts';
import { writeDocument } from '../adapters/write-document.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { dayOption, languageOption, packageOption } from '../call-options.ts';
import type { Call } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { wrap } from './catalog-format.ts';
import { table } from './table.ts';

/** `toltek select FILE`: rank, choose, explain. */
export async function run({ operands, options, terminal }: Call): Promise<ExitCode> {
  const [file = ''] = operands;
  const wanted = packageOption(options);
  const asOf = dayOption(options);
  const diagnostic = readDiagnostic(file);
  const language = languageOption(options, diagnostic);
  const catalog = await loadCatalog(options.value('catalog'));
  const selection = select(diagnostic, catalog, {
    onlyBuilt: options.flag('only-built'),
    ...(wanted !== undefined && { package: wanted }),
    ...(asOf !== undefined && { asOf }),
  });
  const out = options.value('out');
  if (out !== undefined) writeDocument(out, selection);
  terminal.document(selection);
  show(selection, language, terminal, options.flag('quiet'));
  if (out !== undefined) terminal.note(`${words.written[language]} ${out}`);
  return exitCode.done;
}

const words = {
  written: { en: 'Written to', fr: 'Écrit dans' },
  asOf: { en: 'as of', fr: 'au' },
  forced: { en: 'Package asked for:', fr: 'Offre demandée :' },
  onlyBuilt: { en: 'Only what can be generated today.', fr: "Seulement ce qui est générable aujourd'hui." },
  built: { en: 'built', fr: 'disponible' },
  planned: { en: 'planned', fr: 'en projet' },
  weeks: { en: 'weeks', fr: 'semaines' },
  month: { en: '/month', fr: '/mois' },
  ranking: { en: 'Ranking', fr: 'Classement' },
  rankingHint: {
    en: 'score 0–1, with the range unknown answers leave; cost with foundations; ✗ fails, ? to settle first',
    fr: "note de 0 à 1, avec l'écart laissé par les inconnues ; coût avec fondations ; ✗ échoue, ? à régler d'abord",
  },
  none: {
    en: 'No use case of the catalog is in the diagnostic.',
    fr: "Aucun cas d'usage du catalogue n'est dans le diagnostic.",
  },
  choice: { en: 'Choice', fr: 'Choix' },
  foundation: { en: 'foundation', fr: 'fondation' },
  owned: { en: 'already there', fr: 'déjà en place' },
  total: { en: 'Total', fr: 'Total' },
  conditions: { en: 'To settle before it starts', fr: 'À régler avant de commencer' },
  why: { en: 'Why', fr: 'Pourquoi' },
  change: { en: 'What would change it', fr: "Ce qui changerait l'avis" },
  conflicts: { en: 'Answers that contradict each other', fr: 'Réponses qui se contredisent' },
  obligations: { en: 'Obligations (not legally reviewed)', fr: 'Obligations (non revues par un juriste)' },
  from: { en: 'from', fr: 'à partir du' },
  clientRule: { en: 'The client', fr: 'Le client' },
  notAssessed: {
    en: 'Not asked about, so not assessed and not ranked:',
    fr: 'Non abordés, donc ni évalués ni classés :',
  },
  ofCatalog: { en: 'of the catalog', fr: 'du catalogue' },
  unmatched: { en: 'Not in the catalog:', fr: 'Absents du catalogue :' },
  high: { en: 'high risk', fr: 'haut risque' },
  prohibited: { en: 'prohibited', fr: 'interdit' },
  leftOut: { en: 'Planned, left out:', fr: 'En projet, écartés :' },
  more: { en: 'more in --json', fr: 'autres dans --json' },
} as const;

/** How many lines of a list a person is shown. */
const shown = 8;

function show(selection: Selection, language: Language, terminal: Terminal, quiet: boolean): void {
  if (terminal.json) return;
  const heading = (text: string): void => {
    terminal.print(`\n${terminal.style('bold', text)}`);
  };
  const paragraph = (text: string): void => {
    terminal.print(`  ${wrap(text, Math.max(40, terminal.width - 2), '  ')}`);
  };
  const listed = (items: readonly string[]): void => {
    for (const item of items.slice(0, shown)) {
      terminal.print(`  - ${wrap(item, Math.max(40, terminal.width - 4), '    ')}`);
    }
    if (items.length > shown) terminal.print(`  … ${items.length - shown} ${words.more[language]}`);
  };
  terminal.print(terminal.style('bold', selection.headline[language]));
  terminal.print(
    `${selection.clientId}, ${words.asOf[language]} ${selection.asOf}${requestText(selection, language)}`,
  );

  heading(words.choice[language]);
  for (const line of table(choiceRows(selection, language), { width: terminal.width })) terminal.print(line);

  heading(words.ranking[language]);
  if (selection.ranked.length === 0) paragraph(words.none[language]);
  else {
    for (const line of table(
      selection.ranked.map((each) => rankRow(each, language)),
      { width: terminal.width },
    )) {
      terminal.print(line);
    }
    terminal.print(terminal.style('dim', `  ${words.rankingHint[language]}`));
  }
  for (const line of counts(selection, language)) paragraph(line);
  if (quiet) return;

  const sections: [string, readonly string[]][] = [
    [words.conditions[language], conditions(selection, language)],
    [words.why[language], reasons(selection, language)],
    [words.change[language], selection.explanation.counterfactuals.map((each) => each.text[language])],
    [
      words.conflicts[language],
      selection.conflicts.map(
        ({ code, pointers, question }) => `${code} ${pointers.join(' / ')}: ${question[language]}`,
      ),
    ],
    [
      words.obligations[language],
      selection.obligations.map(({ law, provision, text, from, inForce }) => {
        const since = inForce ? '' : ` (${words.from[language]} ${from})`;
        // What the client itself demands has a place in the diagnostic, not in a law.
        const rule = provision.startsWith('/') ? words.clientRule[language] : `${law} ${provision}`;
        return `${rule}: ${text[language]}${since}`;
      }),
    ],
  ];
  for (const [title, items] of sections) {
    if (items.length === 0) continue;
    heading(title);
    listed(items);
  }
  terminal.note(`\n${selection.note[language]}`);
}

function requestText({ request }: Selection, language: Language): string {
  const forced =
    request.package === null ? '' : ` ${words.forced[language]} ${packageNames[request.package][language]}.`;
  return `.${forced}${request.onlyBuilt ? ` ${words.onlyBuilt[language]}` : ''}`;
}

function choiceRows({ package: bought, answer }: Selection, language: Language): string[][] {
  const { totalEUR, runEURPerMonth, weeks } = bought.costs;
  const rows = [
    ...bought.items.map(({ entryId, name, built }) => [
      entryId,
      built ? words.built[language] : words.planned[language],
      name[language],
    ]),
    ...bought.foundations.map(({ id, name, costEUR, owned }) => [
      id,
      words.foundation[language],
      `${name[language]}, ${owned ? words.owned[language] : euros(costEUR.mid, language)}`,
    ]),
  ];
  if (answer === 'not_yet') return [['–', selectionEmpty[language]]];
  return [
    ...rows,
    [
      words.total[language],
      '',
      [
        `${euros(totalEUR.mid, language)} (${euros(totalEUR.low, language)} … ${euros(totalEUR.high, language)})`,
        ...(bought.items.length === 0
          ? []
          : [
              `${euros(runEURPerMonth.mid, language)}${words.month[language]}`,
              `${number(weeks, language)} ${words.weeks[language]}`,
            ]),
      ].join(', '),
    ],
  ];
}

const selectionEmpty = {
  en: 'Nothing to buy yet: see what would change it.',
  fr: "Rien à acheter pour l'instant : voir ce qui changerait l'avis.",
} as const;

function rankRow(entry: Selection['ranked'][number], language: Language): string[] {
  const { rank, id, name, built, U, ULow, UHigh, costEUR, weeks, gates } = entry;
  const range = ULow === UHigh ? '' : ` (${number(ULow, language, 3)}–${number(UHigh, language, 3)})`;
  const marks = gates
    .filter(({ status }) => status !== 'warning')
    .map(({ code, status }) => `${status === 'fail' ? '✗' : '?'} ${code}`);
  return [
    rank === null ? '–' : String(rank),
    id,
    built ? words.built[language] : words.planned[language],
    `${number(U, language, 3)}${range}`,
    euros(costEUR, language),
    `${number(weeks, language)} ${words.weeks[language]}`,
    marks.length > 0 ? marks.join(', ') : name[language],
  ];
}

function counts({ notAssessed, unmatched, leftOut }: Selection, language: Language): string[] {
  return [
    ...(notAssessed.length > 0
      ? [`${words.notAssessed[language]} ${notAssessed.length} ${words.ofCatalog[language]}.`]
      : []),
    ...(unmatched.length > 0
      ? [`${words.unmatched[language]} ${unmatched.map((each) => unmatchedText(each, language)).join(', ')}`]
      : []),
    ...(leftOut.length > 0 ? [`${words.leftOut[language]} ${leftOut.join(', ')}`] : []),
  ];
}

function unmatchedText(
  { id, aiActClass, because }: Selection['unmatched'][number],
  language: Language,
): string {
  if (aiActClass !== 'high' && aiActClass !== 'prohibited') return id;
  return `${id} (${words[aiActClass][language]}: ${because.map((each) => each[language]).join(', ')})`;
}

function conditions({ package: { items } }: Selection, language: Language): string[] {
  return items.flatMap(({ entryId, conditions: open }) =>
    open.map((condition) => `${entryId}: ${condition[language]}`),
  );
}

/** The reasoning but for its last line, which the section on changes shows whole. */
function reasons({ explanation: { text, counterfactuals } }: Selection, language: Language): string[] {
  const lines = text[language].split('\n');
  return counterfactuals.length > 0 ? lines.slice(0, -1) : lines;
}
