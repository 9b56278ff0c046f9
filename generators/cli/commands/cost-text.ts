import {
  budgetLine,
  costCaption,
  costRows,
  costWords,
  driverLines,
  moneyRange,
} from '#catalog/pricing/cost-markdown.ts';
import { rangeText } from '#catalog/pricing/range.ts';
import type { CostTable } from '#catalog/schema/generated/types.ts';
import type { Language } from '#catalog/text/number.ts';
import type { Terminal } from '../adapters/terminal.ts';
import { visible } from '../adapters/terminal.ts';
import { wrap } from './catalog-format.ts';
import { table as tableLines } from './table.ts';

interface CostTextProps {
  readonly client: string;
  /** Also how every line is worked out. */
  readonly details: boolean;
}

/** A table of costs as a person reads it at a terminal. */
export function costLines(
  table: CostTable,
  language: Language,
  terminal: Terminal,
  { client, details }: CostTextProps,
): readonly string[] {
  const width = Math.max(60, Math.min(terminal.width, 110));
  const head = [
    costWords.component[language],
    ...table.environments.map(({ id }) => id),
    costWords.both[language],
  ];
  const bold = (text: string): string => terminal.style('bold', text);
  const section = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0
      ? []
      : ['', bold(title), ...items.map((item) => `  - ${wrap(item, width - 4, '    ')}`)];
  if (table.components.length === 0) return [bold(visible(client)), wrap(nothing[language], width, '')];
  return [
    bold(visible(client)),
    wrap(costCaption(table, language), width, ''),
    '',
    ...tableLines([head, ...costRows(table, language)]),
    '',
    budgetLine(table, language),
    ...section(costWords.drivers[language], driverLines(table, language)),
    ...section(costWords.overridden[language], table.overridden),
    ...section(costWords.unchecked[language], table.unchecked),
    ...section(
      costWords.assumptions[language],
      table.assumptions.map((text) => text[language]),
    ),
    ...(details
      ? table.components.flatMap((component) => detailLines(component, language, bold, width))
      : []),
  ];
}

const nothing = {
  en: 'Nothing is chosen, so nothing runs. Name what to price with --use-case; toltek select says what is missing.',
  fr: 'Rien n’est choisi, donc rien ne tourne. Nommer ce qu’il faut chiffrer avec --use-case ; toltek select dit ce qui manque.',
} as const;

function detailLines(
  { name, lines }: CostTable['components'][number],
  language: Language,
  bold: (text: string) => string,
  width: number,
): readonly string[] {
  if (lines.length === 0) return [];
  return [
    '',
    bold(name[language]),
    ...lines.flatMap(
      ({ environment, sku, quantity, price, currency, unit, cost, formula, source, asOf, checked }) => [
        `  ${environment}  ${sku}: ${moneyRange(cost, language)}`,
        `    ${wrap(`${rangeText(quantity, language)} × ${String(price)} ${currency} / ${unit}`, width - 4, '    ')}`,
        `    = ${wrap(formula[language], width - 6, '      ')}`,
        `    ${wrap(`${source}, ${asOf}${checked ? '' : `, ${costWords.notChecked[language]}`}`, width - 4, '    ')}`,
      ],
    ),
  ];
}
