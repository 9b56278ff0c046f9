import type { Diagnostic } from './schema/generated/types.ts';

/** Kinds of record that a data source of a diagnostic can hold. */
export type ObjectKind = Diagnostic['dataSources'][number]['objects'][number]['kind'];

/**
 * The canonical entities that records of a kind can be mapped to, the main one first; empty where none is defined yet
 * and the records are landed as they are. Clients get the same table with the entities
 * (templates/stacks/warehouse-contract/files/contract/object-kinds.yaml).
 */
export const entitiesOfKind: Readonly<Record<ObjectKind, readonly string[]>> = {
  sales: ['sales_lines', 'customers', 'products'],
  transactions: ['sales_lines', 'customers', 'products'],
  customers: ['customers'],
  product_catalog: ['products'],
  stock: ['stock_levels', 'products'],
  invoices: ['invoices'],
  contracts: ['documents'],
  tickets: ['documents'],
  kb_articles: ['documents'],
  content: ['documents'],
  feedback: ['documents'],
  events: ['events'],
  logs: ['events'],
  suppliers: [],
  cash: [],
  hr: [],
  health: [],
  other: [],
};
