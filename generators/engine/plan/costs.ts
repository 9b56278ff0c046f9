import { costMarkdown } from '#catalog/pricing/cost-markdown.ts';
import { costTable } from '#catalog/pricing/cost-table.ts';
import { infracostUsage } from '#catalog/pricing/infracost.ts';
import type { CostTable, Plan, PriceBook, Template } from '#catalog/schema/generated/types.ts';
import { isRecord } from '#catalog/record.ts';
import { statefulResources } from '../state/resources.ts';

/** What costs are worked out from: a plan as far as it is made. */
type Costed = Pick<Plan, 'client' | 'residency' | 'sources' | 'useCases' | 'contributions'>;

/**
 * What a plan costs a month, as data, as a page and as a usage file.
 * @throws InputError for a price book item that a template uses and the book does not have.
 */
export function costsOf(plan: Costed, manifests: readonly Template[], prices: PriceBook): Plan['costs'] {
  const { client, residency, sources, useCases, contributions } = plan;
  const table = costTable({
    volumes: { sources, useCases },
    templates: manifests,
    prices,
    region: residency.region,
    currency: client.currency,
  });
  const addresses = Object.keys(statefulResources(plan, manifests));
  const services = contributions.services.length;
  // One job loads a source, two run dbt, and each service has one to train and one to predict.
  const jobs = sources.length + 2 + 2 * services;
  return {
    table,
    page: [...costMarkdown(table, client.language, { details: true })],
    infracost: { ...infracostUsage({ table, addresses, services, jobs }) },
  };
}

/**
 * Settings whose budget alerts stand at the high cost of their environment. A budget is in the client's currency: where
 * the price book has no rate to it, no amount is set, and the infrastructure asks for one.
 */
export function withBudgets(
  settings: Plan['settings'],
  { environments, currency }: CostTable,
  wanted: string,
): Plan['settings'] {
  if (currency !== wanted) return settings;
  const amount = (id: 'dev' | 'prod'): Record<string, unknown> =>
    withAmount(settings[id], environments.find((each) => each.id === id)?.budgetPerMonth);
  return { ...settings, dev: amount('dev'), prod: amount('prod') };
}

/** A template that brings a budget may set its amount itself. */
function withAmount(settings: Record<string, unknown>, amount: number | undefined): Record<string, unknown> {
  const { gcp } = settings;
  if (!isRecord(gcp) || !isRecord(gcp['budget']) || amount === undefined) return settings;
  return { ...settings, gcp: { ...gcp, budget: { amount_per_month: amount, ...gcp['budget'] } } };
}
