import { overallLevel, readiness, stagesOf } from '../../diagnostic/maturity.ts';
import type { AxisReadiness } from '../../diagnostic/maturity.ts';
import { levelNames, rubric } from '../../diagnostic/rubric.data.ts';
import { publishedBenchmarks } from '../benchmarks.data.ts';
import { radar } from '../charts/radar.ts';
import type { Context } from '../context.ts';
import type { Block, Section, Table } from '../document.ts';
import { common } from '../texts/common.ts';
import { maturityWords as words } from '../texts/maturity.ts';
import { sectionTitles } from '../texts/sections.ts';

/** Where the client stands on nine axes, and what that means in the models others use. */
export function maturitySection(context: Context): Section {
  const { say, diagnostic } = context;
  const axes = readiness(diagnostic);
  const table = levelTable(axes, context);
  const overall = overallLevel(axes);
  const description = axes.map((axis) => `${axisName(axis, context)} ${levelText(axis, context)}`).join('; ');
  return {
    id: 'maturity',
    title: say(sectionTitles.maturity),
    blocks: [
      { kind: 'paragraph', text: say(words.intro) },
      {
        kind: 'figure',
        caption: say(words.figure),
        svg: radar(
          axes.map((axis) => ({ ...axis, name: axisName(axis, context), text: levelText(axis, context) })),
          {
            id: 'radar',
            title: say(words.caption),
            description,
          },
        ),
        description,
      },
      { kind: 'table', ...table },
      ...(overall === null ? [] : otherModels(overall, context)),
      { kind: 'table', ...benchmarkTable(context) },
    ],
  };
}

function axisName({ axis }: AxisReadiness, { say }: Context): string {
  const name = rubric.find((each) => each.axis === axis)?.name;
  return name === undefined ? axis : say(name);
}

function levelText({ level, low, high }: AxisReadiness, { say, amount }: Context): string {
  return level === null ? `${say(common.unknown)} (${amount(low, 1)}–${amount(high, 1)})` : amount(level, 1);
}

function levelTable(axes: readonly AxisReadiness[], context: Context): Table {
  const { say, amount, percent, diagnostic } = context;
  const compared = (diagnostic.benchmarks ?? []).find(({ percentile }) => percentile !== undefined);
  return {
    caption: say(words.caption),
    columns: [
      { title: say(words.axis) },
      { title: say(words.level), numeric: true },
      { title: say(words.range), numeric: true },
      { title: say(words.gap), numeric: true },
      ...(compared === undefined ? [] : [{ title: say(words.percentile), numeric: true }]),
      { title: say(words.now) },
      { title: say(words.nextLevel) },
      { title: say(words.confidence), numeric: true },
    ],
    rows: axes.map((each) => {
      const { axis, level, low, high, gap, confidence } = each;
      const anchors = rubric.find((known) => known.axis === axis)?.anchors ?? levelNames;
      const whole = level === null ? undefined : Math.floor(level);
      const next = whole === undefined ? undefined : anchors[Math.min(5, whole + 1)];
      const percentile = compared?.percentile?.[axis];
      return [
        axisName(each, context),
        level === null ? { text: say(common.unknown), mark: 'open' } : amount(level, 1),
        low === high ? '–' : `${amount(low, 1)}–${amount(high, 1)}`,
        gap === null ? '?' : amount(gap, 1),
        ...(compared === undefined ? [] : [percentile === undefined ? '–' : amount(percentile)]),
        whole === undefined ? '–' : say(anchors[whole] ?? anchors[0]),
        next === undefined || whole === 5 ? '–' : say(next),
        percent(confidence),
      ];
    }),
  };
}

function otherModels(overall: number, { say, amount, language }: Context): readonly Block[] {
  const name = say(levelNames[Math.min(5, Math.floor(overall))] ?? levelNames[0]);
  return [
    {
      kind: 'paragraph',
      text: `${say(words.overall)}${language === 'en' ? ': ' : ' : '}${amount(overall, 1)} (${name}). ${say(words.othersNote)}`,
    },
    {
      kind: 'table',
      caption: say(words.others),
      columns: [{ title: say(words.model) }, { title: say(words.stage) }],
      rows: stagesOf(overall).map(({ model, stage }) => [model, stage]),
    },
  ];
}

function benchmarkTable({ say, language, diagnostic, day }: Context): Table {
  const own = (diagnostic.benchmarks ?? []).map(({ ref, sizeBand, percentile, asOf }) => [
    ref,
    [sizeBand, percentile === undefined ? say(words.noPercentile) : say(words.percentiles)]
      .filter((each) => each !== undefined)
      .join(', '),
    day(asOf),
  ]);
  const published = publishedBenchmarks
    .filter(({ country }) => country === undefined || country === diagnostic.company.country)
    .map(({ name, text, source, asOf }) => [name[language], text[language], `${source}, ${day(asOf)}`]);
  return {
    caption: say(words.benchmarks),
    columns: [{ title: say(words.benchmark) }, { title: say(words.says) }, { title: say(common.source) }],
    rows: [...own, ...published],
  };
}
