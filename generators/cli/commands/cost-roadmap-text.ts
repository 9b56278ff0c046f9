import type { RoadmapFigures } from '#catalog/pricing/roadmaps.ts';
import type { StatedAndComputed } from '#catalog/pricing/statements.ts';
import { number } from '#catalog/text/number.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { span } from './catalog-format.ts';
import { table } from './table.ts';

const verdicts = {
  equal: 'equal',
  consistent: 'one range lies in the other',
  different: 'DIFFERENT: the sum counts',
} as const;

/** What a roadmap says of money, stated beside computed. */
export function roadmapLines(figures: RoadmapFigures, terminal: Terminal): readonly string[] {
  const { roadmap, priceBookDate, statements, claims, savings, offers, targets } = figures;
  const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
    rows.length === 0 ? [] : ['', terminal.style('bold', title), ...table(rows)];
  return [
    `${terminal.style('bold', roadmap)}: stated and computed. Prices as the roadmap prints them; book of ${priceBookDate}.`,
    ...section('Totals', statements.length === 0 ? [] : [totalsHead, ...statements.map(totalRow)]),
    ...section(
      'Prices and sizes',
      offers.map(({ title, price, unit, includes }) => [
        title,
        price === undefined ? 'on request' : `${span(price)} ${unit}`,
        includes,
      ]),
    ),
    ...section(
      'Targets',
      targets.map(({ title, below, unit, spent, leaves, item, itemUnit }) => [
        title,
        `below ${below} ${unit}`,
        `${number(spent, 'en', 2)} is spent on storage, which leaves ${number(leaves, 'en', 1)} ${itemUnit} of ${item}`,
      ]),
    ),
    ...section(
      'Expected savings',
      savings.map(({ title, of, share }) => [
        title,
        `${span({ low: share.low * 100, high: share.high * 100 })} % of ${of}`,
      ]),
    ),
    ...section(
      'Said more than once',
      claims.map(({ title, unit, values }) => [
        title,
        values.map(({ value, where }) => `${value} ${unit} (${where})`).join(' or '),
      ]),
    ),
  ];
}

const totalsHead = ['', 'stated', 'rows add up to', 'alternatives', ''];

function totalRow({
  title,
  unit,
  stated,
  computed,
  verdict,
  alternatives,
  without,
}: StatedAndComputed): string[] {
  return [
    `${title}${without === undefined ? '' : `, unless ${without.join(', ')}`}`,
    stated === undefined ? '' : span(stated),
    `${span(computed)} ${unit}`,
    alternatives === undefined ? '' : `${span(alternatives)} ${unit}`,
    verdict === undefined ? '' : verdicts[verdict],
  ];
}
