/** Where a tool of an entry's `stack` stands in an architecture. */
export type Place =
  'ingestion' | 'warehouse' | 'gateway' | 'vectors' | 'operations' | 'infrastructure' | 'service';

const places: Readonly<Record<string, Place>> = {
  dlt: 'ingestion',
  Scrapy: 'ingestion',
  BeautifulSoup: 'ingestion',
  Playwright: 'ingestion',
  BigQuery: 'warehouse',
  ClickHouse: 'warehouse',
  'ClickHouse operator': 'warehouse',
  'ClickHouse Keeper': 'warehouse',
  dbt: 'warehouse',
  LangChain: 'gateway',
  LlamaIndex: 'gateway',
  'provider adapter': 'gateway',
  'vector store': 'vectors',
  Qdrant: 'vectors',
  Chroma: 'vectors',
  Pinecone: 'vectors',
  MLflow: 'operations',
  Evidently: 'operations',
  Prometheus: 'operations',
  Grafana: 'operations',
  Terraform: 'infrastructure',
  Docker: 'infrastructure',
  Kubernetes: 'infrastructure',
  'GitHub Actions': 'infrastructure',
};

/** The place of a tool; one that no shared part is made of belongs to the service itself. */
export function placeOf(component: string): Place {
  return places[component] ?? 'service';
}
