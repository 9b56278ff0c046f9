import type { CostTable } from '../schema/generated/cost-table.ts';
import { number } from '../text/number.ts';
import type { Language } from '../text/number.ts';
import { amount, rangeText } from './range.ts';
import type { Range } from './range.ts';

/** Money without its currency, which the heading names: whole from ten on, else with cents. */
export function money(value: number, language: Language): string {
  return number(value, language, value > 0 && value < 10 ? 2 : 0);
}

/** `12 (5–40)`: the middle amount, and the range it may lie in. */
export function moneyRange({ low, mid, high }: Range, language: Language): string {
  if (low === mid && mid === high) return money(mid, language);
  return `${money(mid, language)} (${money(low, language)}–${money(high, language)})`;
}

/** Words that people read in a table of costs, whatever it is written in. */
export const costWords = {
  component: { en: 'component', fr: 'composant' },
  total: { en: 'Total', fr: 'Total' },
  both: { en: 'both', fr: 'les deux' },
  budget: { en: 'Budget alert at:', fr: 'Alerte budgétaire à :' },
  drivers: { en: 'What most of it goes to', fr: 'Où va l’essentiel' },
  ofTotal: { en: 'of the middle total', fr: 'du total médian' },
  unchecked: { en: 'Prices to check before quoting', fr: 'Prix à vérifier avant tout devis' },
  overridden: { en: 'Prices of your own', fr: 'Prix fixés par vos soins' },
  assumptions: { en: 'Assumptions', fr: 'Hypothèses' },
  details: { en: 'How it is worked out:', fr: 'Détail du calcul :' },
  estimate: { en: 'catalog estimate', fr: 'estimation du catalogue' },
  environment: { en: 'environment', fr: 'environnement' },
  quantity: { en: 'units a month', fr: 'unités par mois' },
  price: { en: 'price', fr: 'prix' },
  cost: { en: 'cost', fr: 'coût' },
  formula: { en: 'formula', fr: 'formule' },
  source: { en: 'source, day', fr: 'source, date' },
  notChecked: { en: 'not checked', fr: 'non vérifié' },
} as const;

/** What stands above a table: currency, day of the prices, and what the three amounts are. */
export function costCaption({ currency, priceBookDate, rates }: CostTable, language: Language): string {
  const rate = rates
    .map(({ from, to, rate: value }) => ` 1 ${from} = ${amount(value, language)} ${to}.`)
    .join('');
  return language === 'fr'
    ? `Coût mensuel en ${currency}, hors taxes : valeur médiane (basse–haute). Prix du ${priceBookDate}.${rate}`
    : `Cost a month in ${currency}, without taxes: middle (low–high). Prices of ${priceBookDate}.${rate}`;
}

/** One row per component, one for the total: names and amounts by environment, then both. */
export function costRows(table: CostTable, language: Language): readonly (readonly string[])[] {
  const cells = (parts: readonly { readonly total: Range }[]): readonly string[] =>
    parts.map(({ total }) => moneyRange(total, language));
  return [
    ...table.components.map(({ name, basis, environments, total }) => [
      `${name[language]}${basis === 'catalog' ? ` (${costWords.estimate[language]})` : ''}`,
      ...cells(environments),
      moneyRange(total, language),
    ]),
    [costWords.total[language], ...cells(table.environments), moneyRange(table.total, language)],
  ];
}

/** What most of the middle total goes to, a line each. */
export function driverLines({ drivers, components }: CostTable, language: Language): readonly string[] {
  return drivers.map(({ component, item, mid, share }) => {
    const found = components.find(({ id }) => id === component);
    const sku = found?.lines.find((line) => line.item === item)?.sku ?? costWords.estimate[language];
    const part = `${number(share * 100, language)} % ${costWords.ofTotal[language]}`;
    return `${found?.name[language] ?? component}, ${sku}: ${money(mid, language)} (${part})`;
  });
}

/** Where the budget alert of each environment is set. */
export function budgetLine({ environments, currency }: CostTable, language: Language): string {
  const parts = environments.map(
    ({ id, budgetPerMonth }) => `${id} ${number(budgetPerMonth, language)} ${currency}`,
  );
  return `${costWords.budget[language]} ${parts.join(', ')}.`;
}

/**
 * The table as Markdown, for a pull request or a page.
 * @param details also how every line is worked out, with source and day. Default: false.
 */
export function costMarkdown(
  table: CostTable,
  language: Language,
  { details = false }: { readonly details?: boolean } = {},
): readonly string[] {
  const environments = table.environments.map(({ id }) => id);
  return [
    costCaption(table, language),
    '',
    ...markdownTable(
      [costWords.component[language], ...environments, costWords.both[language]],
      costRows(table, language),
      true,
    ),
    '',
    budgetLine(table, language),
    ...section(costWords.drivers[language], driverLines(table, language)),
    ...section(costWords.overridden[language], codes(table.overridden)),
    ...section(costWords.unchecked[language], codes(table.unchecked)),
    ...section(
      costWords.assumptions[language],
      table.assumptions.map((text) => text[language]),
    ),
    ...(details ? detailLines(table, language) : []),
  ];
}

function codes(ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [ids.map((id) => `\`${id}\``).join(', ')];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `**${title}**`, '', ...lines.map((line) => `- ${line}`)];
}

function detailLines({ components }: CostTable, language: Language): readonly string[] {
  const head = [
    costWords.environment[language],
    'SKU',
    costWords.quantity[language],
    costWords.price[language],
    costWords.cost[language],
    costWords.formula[language],
    costWords.source[language],
  ];
  return components
    .filter(({ lines }) => lines.length > 0)
    .flatMap(({ name, lines }) => [
      '',
      `**${costWords.details[language]} ${name[language]}**`,
      '',
      ...markdownTable(
        head,
        lines.map((line) => [
          line.environment,
          line.sku,
          rangeText(line.quantity, language),
          `${String(line.price)} ${line.currency} / ${line.unit}`,
          moneyRange(line.cost, language),
          line.formula[language],
          `${line.source}, ${line.asOf}${line.checked ? '' : `, ${costWords.notChecked[language]}`}`,
        ]),
        false,
      ),
    ]);
}

function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  amounts: boolean,
): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(head),
    `|${head.map((_, index) => (amounts && index > 0 ? '---:' : '---')).join('|')}|`,
    ...rows.map(line),
  ];
}
