import { criterionNames } from '../../selection/describe.ts';
import type { Selection } from '../../schema/generated/types.ts';
import type { Context } from '../context.ts';
import type { Block, Cell, Section, Table } from '../document.ts';
import { aiActNames } from '../../names/advice.ts';
import { limitNames } from '../../names/client.ts';
import { capital } from '../../text/capital.ts';
import { common, dpiaNames } from '../texts/common.ts';
import { choiceWords as words } from '../texts/choice.ts';
import { sectionTitles } from '../texts/sections.ts';

/** The package, what it stands on, how success is measured, and why nothing else. */
export function choiceSection(context: Context): Section {
  const { say, selection } = context;
  const { package: bought } = selection;
  return {
    id: 'choice',
    title: say(sectionTitles.choice),
    blocks: [
      ...(bought.items.length === 0
        ? [{ kind: 'paragraph', text: say(words.none) } as const]
        : [{ kind: 'table', ...itemTable(context) } as const]),
      ...(bought.foundations.length === 0 ? [] : [{ kind: 'table', ...foundationTable(context) } as const]),
      ...kpiTable(context),
      ...contrast(context),
      ...(bought.byTolerance ? [{ kind: 'paragraph', text: say(words.byTolerance) } as const] : []),
      ...rivals(context),
      ...options(context),
    ],
  };
}

function itemTable({ selection, say, language, entries }: Context): Table {
  return {
    caption: say(words.items),
    columns: [
      { title: say(common.useCase) },
      { title: say(words.serves) },
      { title: say(words.available) },
      { title: say(words.aiAct) },
      { title: say(words.dpia) },
    ],
    rows: selection.package.items.map(({ entryId, name, built, aiActClass, dpia }) => [
      { text: name[language], mark: 'strong' },
      entries.get(entryId)?.summary[language] ?? '–',
      built ? { text: say(common.built), mark: 'good' } : { text: say(common.planned), mark: 'open' },
      say(aiActNames[aiActClass]),
      dpia === 'required' || dpia === 'unclear'
        ? { text: say(dpiaNames[dpia]), mark: 'open' }
        : say(dpiaNames[dpia]),
    ]),
  };
}

function foundationTable({ selection, say, language, money, moneyRange, nameOf, catalog }: Context): Table {
  return {
    caption: say(words.foundations),
    columns: [
      { title: say(words.foundation) },
      { title: say(words.serves) },
      { title: say(words.for) },
      { title: say(words.build), numeric: true },
    ],
    rows: selection.package.foundations.map(({ id, name, costEUR, owned, usedBy }) => [
      name[language],
      catalog.foundations.find((each) => each.id === id)?.summary[language] ?? '–',
      usedBy.map(nameOf).join(', ') || '–',
      owned ? { text: say(words.owned), mark: 'good' } : `${money(costEUR.mid)} (${moneyRange(costEUR)})`,
    ]),
  };
}

function kpiTable({ selection, say, diagnostic, amount, nameOf }: Context): readonly Block[] {
  const rows = selection.package.items.flatMap(({ entryId }) =>
    diagnostic.useCases
      .filter(({ id, baselineKpi }) => id === entryId && baselineKpi !== undefined)
      .map(({ baselineKpi, targetKpi }): readonly Cell[] => {
        const unit = baselineKpi?.unit ?? '';
        const write = (value: number): string => `${amount(value, Number.isInteger(value) ? 0 : 1)} ${unit}`;
        return [
          nameOf(entryId),
          baselineKpi?.name ?? '–',
          baselineKpi === undefined ? '–' : write(baselineKpi.value),
          targetKpi === undefined
            ? '–'
            : `${write(targetKpi.mid)} (${amount(targetKpi.low, 1)}–${amount(targetKpi.high, 1)})`,
          baselineKpi?.measuredOver ?? '–',
        ];
      }),
  );
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(words.kpis),
      columns: [
        { title: say(common.useCase) },
        { title: say(words.kpi) },
        { title: say(words.baseline), numeric: true },
        { title: say(words.target), numeric: true },
        { title: say(words.over) },
      ],
      rows,
    },
  ];
}

function contrast({ selection, say, language, namesOf, amount }: Context): readonly Block[] {
  const { contrast: compared } = selection.explanation;
  if (compared === null) return [];
  const signed = (value: number): string => `${value > 0 ? '+' : ''}${amount(value, 4)}`;
  return [
    { kind: 'heading', text: say(words.why) },
    {
      kind: 'table',
      caption: `${say(words.against)}${language === 'en' ? ': ' : ' : '}${namesOf(compared.rival)}`,
      columns: [{ title: say(words.criterion) }, { title: say(words.lead), numeric: true }],
      rows: [
        ...compared.terms.map(({ criterion, lead }): readonly Cell[] => [
          capital(say(criterionNames[criterion])),
          { text: signed(lead), mark: lead > 0 ? 'good' : 'bad' },
        ]),
        [
          { text: say(common.total), mark: 'strong' },
          { text: signed(compared.total), mark: 'strong' },
        ],
      ],
    },
  ];
}

function rivals({ selection, say, namesOf, amount, money }: Context): readonly Block[] {
  const { runnersUp, outOfReach } = selection.package;
  const rows = [...runnersUp, ...outOfReach].map(
    ({ items, Z, costEUR, opexEURPerMonth, weeks, over }): readonly Cell[] => [
      namesOf(items),
      amount(Z, 3),
      money(costEUR),
      money(opexEURPerMonth),
      amount(weeks, Number.isInteger(weeks) ? 0 : 1),
      over.length === 0
        ? '–'
        : { text: over.map((each) => overText(each, { say, money, amount })).join(', '), mark: 'bad' },
    ],
  );
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(words.runnersUp),
      columns: [
        { title: say(words.alternative) },
        { title: say(words.total), numeric: true },
        { title: say(words.build), numeric: true },
        { title: say(words.month), numeric: true },
        { title: capital(say(common.weeks)), numeric: true },
        { title: say(words.breaks) },
      ],
      rows,
    },
  ];
}

type Over = Selection['package']['outOfReach'][number]['over'][number];

function overText(
  { limit, by }: Over,
  { say, money, amount }: Pick<Context, 'say' | 'money' | 'amount'>,
): string {
  return `${say(limitNames[limit])} +${limit === 'weeks' ? `${amount(by)} ${say(common.weeks)}` : money(by)}`;
}

function options({ selection, say, language, money, amount }: Context): readonly Block[] {
  if (selection.package.options.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: say(words.options),
      columns: [
        { title: say(words.option) },
        { title: say(words.total), numeric: true },
        { title: say(words.build), numeric: true },
        { title: say(words.month), numeric: true },
        { title: say(words.available) },
      ],
      rows: selection.package.options.map(({ name, U, marginalEUR, runEURPerMonth, built }) => [
        name[language],
        amount(U, 3),
        money(marginalEUR),
        money(runEURPerMonth),
        say(built ? common.built : common.planned),
      ]),
    },
  ];
}
