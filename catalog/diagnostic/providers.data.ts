import type { Provider } from '../schema/generated/diagnostic.ts';
import type { Dated } from '../dated.ts';

export const providersSource: Dated = {
  source: "Providers' public statements on processing locations (second-hand; contracts decide)",
  asOf: '2026-11-21',
  reviewedBy: null,
};

/** What we know of a provider of language models. */
export interface ProviderFacts {
  /** Offers processing inside the European Economic Area; null where nobody can say in general. */
  readonly processesInEEA: boolean | null;
  /** Serves models whose weights are open. */
  readonly openWeights: boolean;
}

export const providers: Readonly<Record<Provider, ProviderFacts>> = {
  openai: { processesInEEA: true, openWeights: false },
  azure_openai: { processesInEEA: true, openWeights: false },
  anthropic: { processesInEEA: false, openWeights: false },
  google_vertex: { processesInEEA: true, openWeights: true },
  aws_bedrock: { processesInEEA: true, openWeights: true },
  mistral: { processesInEEA: true, openWeights: true },
  cohere: { processesInEEA: false, openWeights: false },
  deepseek: { processesInEEA: false, openWeights: true },
  aleph_alpha: { processesInEEA: true, openWeights: false },
  ovh: { processesInEEA: true, openWeights: true },
  scaleway: { processesInEEA: true, openWeights: true },
  self_hosted: { processesInEEA: true, openWeights: true },
  other: { processesInEEA: null, openWeights: false },
};
