import { InputError } from '../problem.ts';
import type { CostTable } from '../schema/generated/cost-table.ts';
import type { PriceBook } from '../schema/generated/price-book.ts';
import type { Template } from '../schema/generated/template.ts';
import { closest } from '../text/closest.ts';
import { assumptionsOf } from './assumptions.ts';
import { convert, isConvertible } from './currency.ts';
import { driversOf } from './drivers.ts';
import { exactly, sum, toCents } from './range.ts';
import type { Range } from './range.ts';
import { usageOf } from './usage.ts';
import type { UsageLine } from './usage.ts';
import type { Volumes } from './volumes.ts';

export type Environment = CostTable['environments'][number]['id'];
export type CostComponent = CostTable['components'][number];
export type CostLine = CostComponent['lines'][number];
export type PriceItem = PriceBook['items'][number];

/** Environments a client has, in the order they are shown. */
export const environments: readonly Environment[] = ['dev', 'prod'];

/** A use case that is planned: the catalog's estimate stands for what no template says yet. */
export interface PlannedUseCase {
  readonly id: string;
  readonly name: CostComponent['name'];
  readonly runEURPerMonth: Range;
}

/** What a table is worked out from. The plan, or the facts of a lock, are volumes and more. */
export interface CostInput {
  readonly volumes: Volumes;
  /** Manifests of the templates that are written, in their order. */
  readonly templates: readonly Pick<Template, 'id' | 'kind' | 'cost'>[];
  readonly prices: PriceBook;
  /** Region the client's data is in; prices of another are said to be so. */
  readonly region: string;
  /** Currency of the table where the book has a rate to it, else euros. Default: EUR. */
  readonly currency?: string;
  /** Default: everything that was chosen is built. */
  readonly planned?: readonly PlannedUseCase[];
  /** Price book items whose price is the partner's own. Default: none. */
  readonly overridden?: readonly string[];
}

/**
 * What a client's platform costs in a month, by component and environment: quantities that follow from the client's
 * volumes, times list prices. Pure; the same inputs give the same table. Lines add up to components, components to
 * environments, environments to the total, each to the cent.
 * @throws InputError naming every price book item that a template uses and the book does not have.
 */
export function costTable(input: CostInput): CostTable {
  const { volumes, templates, prices, region, planned = [], overridden = [] } = input;
  const currency = currencyFor(input.currency ?? 'EUR', prices);
  const usage = usageOf(templates, volumes, environments);
  refuseUnknownItems(usage, prices);
  const lines = priceLines(usage, prices, currency);
  const components = [
    ...builtComponents(templates, lines),
    ...planned.map((useCase) => plannedComponent(useCase, prices, currency)),
  ];
  const used = prices.items.filter(({ id }) => usage.some(({ item }) => item === id));
  return {
    costTableVersion: 1,
    currency,
    priceBookDate: prices.asOf,
    rates: prices.rates
      .filter(
        ({ from, to }) =>
          [from, to].includes(currency) && used.some((item) => [from, to].includes(item.currency)),
      )
      .map(({ from, to, rate, asOf, source }) => ({ from, to, rate, asOf, source })),
    overridden: used.map(({ id }) => id).filter((id) => overridden.includes(id)),
    environments: environments.map((id) => {
      const total = totalOf(components.flatMap((component) => totalIn(component, id)));
      return { id, total, budgetPerMonth: budgetFor(total) };
    }),
    components,
    total: totalOf(components.map(({ total }) => total)),
    drivers: driversOf(components),
    unchecked: used.filter(({ checked }) => !checked).map(({ id }) => id),
    assumptions: [...assumptionsOf({ volumes, used, region, planned: planned.map(({ name }) => name) })],
  };
}

/** The wanted currency where every price can be converted to it, else euros. */
export function currencyFor(wanted: string, { items, rates }: PriceBook): string {
  // The catalog's estimates are in euros.
  const from = ['EUR', ...items.map(({ currency }) => currency)];
  return from.every((currency) => isConvertible(currency, wanted, rates)) ? wanted : 'EUR';
}

/** Where a budget alert is set: the high amount, rounded up to ten so that it does not change with every cent. */
export function budgetFor({ high }: Range): number {
  return Math.max(10, Math.ceil(high / 10) * 10);
}

function totalOf(ranges: readonly Range[]): Range {
  return toCents(sum(ranges));
}

function totalIn({ environments: parts }: CostComponent, id: Environment): readonly Range[] {
  return parts.filter((part) => part.id === id).map(({ total }) => total);
}

function refuseUnknownItems(usage: readonly UsageLine[], { items }: PriceBook): void {
  const known = items.map(({ id }) => id);
  const unknown = [...new Set(usage.map(({ item }) => item))].filter((item) => !known.includes(item));
  if (unknown.length === 0) return;
  throw new InputError(
    unknown.map((item) => {
      const near = closest(item, known);
      return {
        code: 'PRICE_UNKNOWN',
        severity: 'error',
        message: `The price book has no item '${item}', which ${usage.find((line) => line.item === item)?.template ?? ''} uses.`,
        pointer: '/items',
        value: item,
        expected: 'the id of a price book item',
        action: near === undefined ? 'Add the item to the price book.' : `Did you mean '${near}'?`,
      };
    }),
  );
}

/** A usage line with what it costs. */
interface PricedLine {
  readonly usage: UsageLine;
  readonly line: CostLine;
}

/**
 * Free units are had once, by a billing account or a project: they come off the sum of an item's lines, and each line
 * bears its share. Those of a billing account do not come off the high amount: other projects may use them up.
 */
function priceLines(usage: readonly UsageLine[], prices: PriceBook, currency: string): readonly PricedLine[] {
  return usage.flatMap((line) => {
    const item = prices.items.find(({ id }) => id === line.item);
    if (item === undefined) return [];
    const perAccount = item.freeTier?.per === 'billing-account';
    const sharing = usage.filter(
      (other) => other.item === line.item && (perAccount || other.environment === line.environment),
    );
    const all = sum(sharing.map(({ quantity }) => quantity));
    const free = item.freeTier?.quantity ?? 0;
    const cost = (units: number): number => convert(units * item.price, item.currency, currency, prices);
    return [
      {
        usage: line,
        line: lineOf(line, item, {
          low: cost(line.quantity.low * paidShare(all.low, free)),
          mid: cost(line.quantity.mid * paidShare(all.mid, free)),
          high: cost(line.quantity.high * (perAccount ? 1 : paidShare(all.high, free))),
        }),
      },
    ];
  });
}

function paidShare(all: number, free: number): number {
  return all <= free ? 0 : (all - free) / all;
}

function lineOf(
  { environment, quantity, formula }: UsageLine,
  { id, sku, vendor, region, unit, price, currency, source, asOf, checked, reviewedBy }: PriceItem,
  cost: Range,
): CostLine {
  return {
    environment,
    item: id,
    sku,
    vendor,
    region,
    unit,
    price,
    currency,
    quantity,
    cost: toCents(cost),
    formula,
    source,
    asOf,
    checked,
    reviewedBy,
  };
}

function builtComponents(
  templates: CostInput['templates'],
  priced: readonly PricedLine[],
): readonly CostComponent[] {
  const declared = templates.flatMap(({ id, cost }) =>
    (cost ?? []).map(({ component, name }) => ({ template: id, component, name })),
  );
  const ids = [...new Set(declared.map(({ component }) => component))];
  return ids.flatMap((id) => {
    const parts = declared.filter(({ component }) => component === id);
    const [first] = parts;
    if (first === undefined) return [];
    const lines = priced.filter(({ usage }) => usage.component === id).map(({ line }) => line);
    return [
      component(
        id,
        first.name,
        'prices',
        [...new Set(parts.map(({ template }) => template))],
        lines,
        (environment) =>
          totalOf(lines.filter((line) => line.environment === environment).map(({ cost }) => cost)),
      ),
    ];
  });
}

function component(
  id: string,
  name: CostComponent['name'],
  basis: CostComponent['basis'],
  templates: readonly string[],
  lines: readonly CostLine[],
  totalFor: (environment: Environment) => Range,
): CostComponent {
  const parts = environments.map((environment) => ({ id: environment, total: totalFor(environment) }));
  return {
    id,
    name,
    templates: [...templates],
    basis,
    environments: parts,
    total: totalOf(parts.map(({ total }) => total)),
    lines: [...lines],
  };
}

/** The catalog's estimate is of production; nobody has thought of a dev environment of what is not built. */
function plannedComponent(
  { id, name, runEURPerMonth }: PlannedUseCase,
  prices: PriceBook,
  currency: string,
): CostComponent {
  const { low, mid, high } = runEURPerMonth;
  const inCurrency = (value: number): number => convert(value, 'EUR', currency, prices);
  const total = toCents({ low: inCurrency(low), mid: inCurrency(mid), high: inCurrency(high) });
  return component(id, name, 'catalog', [], [], (environment) =>
    environment === 'prod' ? total : exactly(0),
  );
}
