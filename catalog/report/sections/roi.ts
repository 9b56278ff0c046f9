import type { Selection } from '../../schema/generated/types.ts';
import { ranges } from '../charts/ranges.ts';
import type { Context } from '../context.ts';
import type { Block, Cell, Section, Table } from '../document.ts';
import { common, statusNames } from '../texts/common.ts';
import { roiWords as words } from '../texts/money.ts';
import { sectionTitles } from '../texts/sections.ts';

type Roi = NonNullable<Selection['roi']>;
type Scenario = Roi['scenarios'][number];

/** What the package returns, with ranges, with and without a retainer, and what it would take to break even. */
export function roiSection(context: Context): Section {
  const { say, selection } = context;
  const { roi } = selection;
  return {
    id: 'roi',
    title: say(sectionTitles.roi),
    blocks:
      roi === null
        ? [{ kind: 'paragraph', text: say(words.none) }]
        : [
            { kind: 'paragraph', text: introduction(roi, context) },
            npvFigure(roi, context),
            { kind: 'table', ...scenarioTable(roi, context) },
            ...threefold(roi, context),
            neededFigure(roi, context),
            { kind: 'table', ...benefitTable(context) },
          ],
  };
}

function introduction(roi: Roi, { language, money, moneyRange, percent, amount }: Context): string {
  const { benefitEURPerYear, investmentEUR, horizonYears, discountRate, overlap } = roi;
  const counted = overlap > 0 ? percent(overlap) : '';
  if (language === 'en') {
    return `Expected benefit: ${money(benefitEURPerYear.mean)} a year; expected investment: ${money(investmentEUR.mean)} (${moneyRange(investmentEUR)}). Horizon ${amount(horizonYears)} years, discounted at ${percent(discountRate)} a year. All amounts are three-point estimates.${counted === '' ? '' : ` ${counted} of the smaller benefit is taken off, because both use cases would count it.`}`;
  }
  return `Bénéfice attendu : ${money(benefitEURPerYear.mean)} par an ; investissement attendu : ${money(investmentEUR.mean)} (${moneyRange(investmentEUR)}). Horizon de ${amount(horizonYears)} ans, actualisation de ${percent(discountRate)} par an. Tous les montants sont des estimations à trois points.${counted === '' ? '' : ` ${counted} du plus petit bénéfice est retiré, car les deux cas d'usage le compteraient.`}`;
}

function scenarioName({ id, retainerEURPerMonth }: Scenario, { say, money }: Context): string {
  return retainerEURPerMonth === 0 ? say(words[id]) : `${say(words[id])} (${money(retainerEURPerMonth)})`;
}

function npvFigure(roi: Roi, context: Context): Block {
  const { say, money, moneyRange } = context;
  const rows = roi.scenarios.map((scenario) => ({
    name: scenarioName(scenario, context),
    low: scenario.npvEUR.p10,
    mid: scenario.npvEUR.p50,
    high: scenario.npvEUR.p90,
    text: `${money(scenario.npvEUR.p50)} (${moneyRange({ low: scenario.npvEUR.p10, high: scenario.npvEUR.p90 })})`,
  }));
  const description = rows.map(({ name, text }) => `${name}: ${text}`).join('; ');
  return {
    kind: 'figure',
    caption: say(words.npvFigure),
    description,
    svg: ranges(rows, [], money, {
      id: 'npv',
      title: say(words.npv),
      description,
    }),
  };
}

function neededFigure(roi: Roi, context: Context): Block {
  const { say, money } = context;
  const rows = roi.scenarios.map((scenario) => ({
    name: scenarioName(scenario, context),
    low: scenario.breakEvenEURPerYear.npvZero,
    high: scenario.breakEvenEURPerYear.threefold,
    text: `${say(words.breakEven)} ${money(scenario.breakEvenEURPerYear.npvZero)}, ${say(words.threefold)} ${money(scenario.breakEvenEURPerYear.threefold)}`,
  }));
  const expected = `${say(words.expected)} ${money(roi.benefitEURPerYear.mean)}`;
  const description = [...rows.map(({ name, text }) => `${name}: ${text}`), expected].join('; ');
  return {
    kind: 'figure',
    caption: say(words.neededFigure),
    description,
    svg: ranges(rows, [{ value: roi.benefitEURPerYear.mean, name: expected }], money, {
      id: 'needed',
      title: say(words.needed),
      description,
    }),
  };
}

/** Terms as columns, so that the two offers stand side by side. */
function scenarioTable(roi: Roi, context: Context): Table {
  const { say, money, moneyRange, amount, percent, language } = context;
  const row = (title: string, write: (scenario: Scenario) => Cell): readonly Cell[] => [
    title,
    ...roi.scenarios.map(write),
  ];
  return {
    caption: say(words.scenarios),
    columns: [
      { title: say(words.scenario) },
      ...roi.scenarios.map((scenario) => ({ title: say(words[scenario.id]), numeric: true })),
    ],
    rows: [
      row(say(words.retainerAmount), ({ retainerEURPerMonth }) =>
        retainerEURPerMonth === 0 ? '–' : money(retainerEURPerMonth),
      ),
      row(say(words.fee), ({ successFeePct }) => (successFeePct === 0 ? '–' : percent(successFeePct / 100))),
      row(say(words.runYear), ({ runEURPerYear }) => money(runEURPerYear)),
      row(say(words.expectedNpv), ({ npvEUR }) => ({
        text: money(npvEUR.mean),
        mark: npvEUR.mean < 0 ? 'bad' : 'strong',
      })),
      row('P10–P90', ({ npvEUR }) => moneyRange({ low: npvEUR.p10, high: npvEUR.p90 })),
      row(say(words.payback), ({ paybackMonths }) =>
        paybackMonths === null ? '–' : amount(paybackMonths, 1),
      ),
      row(say(words.bcr), ({ bcr3, meetsThreefold }) => ({
        text: `${amount(bcr3, 2)}${language === 'en' ? '×' : '\u00a0×'}`,
        mark: meetsThreefold ? 'good' : 'open',
      })),
      row(say(words.loss), ({ probabilityOfLoss }) => percent(probabilityOfLoss, 1)),
      row(say(words.evenBenefit), ({ breakEvenEURPerYear }) => money(breakEvenEURPerYear.npvZero)),
      row(say(words.threefoldBenefit), ({ breakEvenEURPerYear }) => money(breakEvenEURPerYear.threefold)),
    ],
  };
}

function threefold(roi: Roi, { say }: Context): readonly Block[] {
  const [delivery, ...others] = roi.scenarios;
  if (delivery?.meetsThreefold !== true || others.every(({ meetsThreefold }) => meetsThreefold)) return [];
  return [{ kind: 'callout', tone: 'caution', title: say(words.belowTitle), text: say(words.below) }];
}

function benefitTable({ selection, diagnostic, say, money, nameOf }: Context): Table {
  return {
    caption: say(words.benefits),
    columns: [
      { title: say(common.useCase) },
      { title: say(common.low), numeric: true },
      { title: say(common.mid), numeric: true },
      { title: say(common.high), numeric: true },
      { title: say(words.status) },
      { title: say(words.note) },
    ],
    rows: selection.package.items.flatMap(({ entryId }) =>
      diagnostic.useCases
        .filter(({ id }) => id === entryId)
        .map(({ benefitEURPerYear: { low, mid, high, status, confidence, note } }): readonly Cell[] => [
          nameOf(entryId),
          ...[low, mid, high].map((value) => (value === null ? '?' : money(value))),
          [status === undefined ? undefined : say(statusNames[status]), confidence]
            .filter((each) => each !== undefined)
            .join(', ') || '–',
          note ?? '–',
        ]),
    ),
  };
}
