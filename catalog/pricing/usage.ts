import type { Text } from '../dated.ts';
import type { Template } from '../schema/generated/template.ts';
import { text } from '../text/number.ts';
import type { Language } from '../text/number.ts';
import type { Environment } from './cost-table.ts';
import { quantities } from './quantities.ts';
import type { Quantity } from './quantities.ts';
import { exactly, rangeText, times, toMillionths } from './range.ts';
import type { Range } from './range.ts';
import type { Volumes } from './volumes.ts';

type CostKey = NonNullable<Template['cost']>[number];

/** What one environment uses of a price book item in a month. */
export interface UsageLine {
  readonly template: string;
  readonly component: string;
  readonly environment: Environment;
  readonly item: string;
  /** Units of the item. */
  readonly quantity: Range;
  /** How it comes about. */
  readonly formula: Text;
}

/**
 * What the templates of a plan use in a month, by environment. A use case's template counts its own use cases, every
 * other template those of the whole client.
 */
export function usageOf(
  templates: readonly Pick<Template, 'id' | 'kind' | 'cost'>[],
  volumes: Volumes,
  environments: readonly Environment[],
): readonly UsageLine[] {
  return templates.flatMap(({ id, kind, cost }) => {
    const own = kind === 'use-case' ? ofTemplate(volumes, id) : volumes;
    return (cost ?? []).flatMap(({ component, usage }) =>
      usage.flatMap((each) =>
        environments.map((environment) => ({
          template: id,
          component,
          environment,
          item: each.item,
          ...quantified(each, own, environment),
        })),
      ),
    );
  });
}

function ofTemplate(volumes: Volumes, id: string): Volumes {
  return { ...volumes, useCases: volumes.useCases.filter(({ template }) => template === id) };
}

function quantified(
  { per, of, low, mid, high }: CostKey['usage'][number],
  volumes: Volumes,
  environment: Environment,
): Pick<UsageLine, 'quantity' | 'formula'> {
  const factor = { low, mid, high };
  if (per === undefined)
    return {
      quantity: toMillionths(factor),
      formula: text((language) => `${rangeText(factor, language)} ${of[language]}`),
    };
  const quantity = quantities[per];
  const share = environment === 'dev' ? quantity.dev : exactly(1);
  const counted = quantity.of(volumes);
  return {
    quantity: toMillionths(times(times(counted, share), factor)),
    formula: text((language) => {
      const product = `${rangeText(counted, language)} ${quantity.name[language]} × ${rangeText(factor, language)} ${of[language]}`;
      return `${product}${devText(quantity, environment, language)} (${quantity.name[language]} = ${quantity.how[language]})`;
    }),
  };
}

function devText({ dev }: Quantity, environment: Environment, language: Language): string {
  if (environment !== 'dev' || (dev.low === 1 && dev.high === 1)) return '';
  const of = language === 'fr' ? 'de ce que voit la production' : 'of what production sees';
  return ` × ${rangeText(dev, language)} ${of}`;
}
