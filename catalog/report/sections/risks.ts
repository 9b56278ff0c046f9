import type { Context } from '../context.ts';
import type { Cell, Section } from '../document.ts';
import { riskWords as words } from '../texts/caution.ts';
import { sectionTitles } from '../texts/sections.ts';

/** What may go wrong: risk, what it concerns, what helps. */
type Risk = readonly [string, string, string];

/** Risks that the answers and figures show, each with what helps. */
export function risksSection(context: Context): Section {
  const { say } = context;
  const rows = [...itemRisks(context), ...moneyRisks(context), ...peopleRisks(context)];
  return {
    id: 'risks',
    title: say(sectionTitles.risks),
    blocks:
      rows.length === 0
        ? [{ kind: 'paragraph', text: say(words.none) }]
        : [
            {
              kind: 'table',
              caption: say(words.risks),
              columns: [
                { title: say(words.risk) },
                { title: say(words.subject) },
                { title: say(words.answer) },
              ],
              rows: rows.map((row): readonly Cell[] => row),
            },
          ],
  };
}

function itemRisks({ selection, say, language }: Context): readonly Risk[] {
  return selection.package.items.flatMap(({ name, built, dpia, conditions }): readonly Risk[] => [
    ...conditions.map((condition): Risk => [condition[language], name[language], say(words.condition)]),
    ...(built ? [] : [[say(words.planned), name[language], say(words.plannedHelp)] as const]),
    ...(dpia === 'required' || dpia === 'unclear'
      ? [[say(words.dpia), name[language], say(words.dpiaHelp)] as const]
      : []),
  ]);
}

function moneyRisks({ selection, diagnostic, say, money, percent }: Context): readonly Risk[] {
  const { costs, items } = selection.package;
  const { capexEUR, opexEURPerMonth } = diagnostic.constraints;
  const over = (high: number, limit: number | null): number =>
    limit === null ? 0 : Math.max(0, high - limit);
  const build = over(costs.totalEUR.high, capexEUR.max);
  const run = over(costs.runEURPerMonth.high, opexEURPerMonth.max);
  const retainer = selection.roi?.scenarios.find(({ id }) => id === 'retainer');
  const risks: readonly (Risk | false)[] = [
    items.length > 0 &&
      build > 0 && [`${say(words.over)} ${money(build)}.`, say(words.whole), say(words.overHelp)],
    items.length > 0 &&
      run > 0 && [`${say(words.overRun)} ${money(run)}.`, say(words.whole), say(words.overHelp)],
    retainer !== undefined &&
      retainer.probabilityOfLoss >= 0.01 && [
        `${say(words.loss)} ${percent(retainer.probabilityOfLoss)}.`,
        say(words.whole),
        say(words.lossHelp),
      ],
    (selection.sensitivity?.answerFlips.flips.length ?? 0) > 0 && [
      say(words.flips),
      say(words.whole),
      say(words.flipsHelp),
    ],
  ];
  return risks.filter((risk) => risk !== false);
}

function peopleRisks({ diagnostic, say }: Context): readonly Risk[] {
  const { sponsor } = diagnostic.strategy;
  const { turnoverRisk } = diagnostic.team;
  return [
    ...(sponsor?.named === true
      ? []
      : [[say(words.sponsor), say(words.whole), say(words.sponsorHelp)] as const]),
    ...(turnoverRisk === 'medium' || turnoverRisk === 'high'
      ? [[say(words.turnover), say(words.whole), say(words.turnoverHelp)] as const]
      : []),
  ];
}
