import type { Selection } from '../../schema/generated/types.ts';
import { criterionNames } from '../../selection/describe.ts';
import type { Context } from '../context.ts';
import type { Block, Cell, Section } from '../document.ts';
import { changeWords as words } from '../texts/caution.ts';
import { capital } from '../../text/capital.ts';
import { common } from '../texts/common.ts';
import { sectionTitles } from '../texts/sections.ts';

type Sensitivity = NonNullable<Selection['sensitivity']>;
type Ladder = Sensitivity['ladders']['capex'];
type Result = Ladder[number]['result'];

/** Other answers, budgets and weights, and the advice they would lead to. */
export function changesSection(context: Context): Section {
  const { say, selection, language } = context;
  const { counterfactuals } = selection.explanation;
  const { sensitivity } = selection;
  const list: readonly Block[] =
    counterfactuals.length === 0
      ? [{ kind: 'paragraph', text: say(words.none) }]
      : [
          { kind: 'paragraph', text: say(words.intro) },
          { kind: 'list', items: counterfactuals.map(({ text }) => text[language]) },
        ];
  return {
    id: 'changes',
    title: say(sectionTitles.changes),
    blocks: [...list, ...(sensitivity === null ? [] : sensitivityBlocks(sensitivity, context))],
  };
}

/** An advice in a few words. */
export function resultText(
  { answer, items, foundation }: Result,
  { say, namesOf, catalog, language }: Context,
): string {
  if (items.length > 0) return namesOf(items);
  if (answer === 'not_yet' || foundation === null) return say(words.nothing);
  const name = catalog.foundations.find(({ id }) => id === foundation)?.name[language] ?? foundation;
  return `${say(words.only)} (${name})`;
}

function sensitivityBlocks(sensitivity: Sensitivity, context: Context): readonly Block[] {
  const { say, money, amount } = context;
  const { capex, opex, weeks } = sensitivity.ladders;
  return [
    ...ladder(say(words.budget), capex, money, context),
    ...ladder(say(words.running), opex, money, context),
    ...ladder(say(words.time), weeks, (value) => `${amount(value)} ${say(common.weeks)}`, context),
    weightTable(sensitivity, context),
  ];
}

function ladder(
  caption: string,
  steps: Ladder,
  write: (value: number) => string,
  context: Context,
): readonly Block[] {
  const { say } = context;
  if (steps.length < 2) return [];
  return [
    {
      kind: 'table',
      caption,
      columns: [
        { title: say(words.from), numeric: true },
        { title: say(words.below), numeric: true },
        { title: say(words.advice) },
      ],
      rows: steps.map(({ from, to, result }) => [
        write(from),
        to === null ? '–' : write(to),
        resultText(result, context),
      ]),
    },
  ];
}

function weightTable(
  { stableWeights }: Sensitivity,
  { say, percent }: Context,
): Extract<Block, { kind: 'table' }> {
  return {
    kind: 'table',
    caption: say(words.weights),
    columns: [
      { title: say(words.criterion) },
      { title: say(words.weight), numeric: true },
      { title: say(words.holds), numeric: true },
    ],
    rows: stableWeights.map(({ criterion, weight, low, high }): readonly Cell[] => [
      capital(say(criterionNames[criterion])),
      percent(weight),
      low === null || high === null ? '–' : `${percent(low)} – ${percent(high)}`,
    ]),
  };
}
