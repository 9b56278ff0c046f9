import { fold } from '../../search/words.ts';
import type { DataObject, DataSource } from '../../schema/generated/diagnostic.ts';
import type { Column, Table } from './table.ts';

type PersonalData = NonNullable<DataSource['pii']>;

/** Words of column names that hold personal data, most sensitive class first. */
const personalWords: readonly (readonly [PersonalData, RegExp])[] = [
  [
    'special_category',
    /(^|_)(health|sante|diagnos\w*|patholog\w*|religion|ethnic\w*|syndicat\w*|sexual\w*|disab\w*|handicap\w*|blood|genetic\w*|allerg\w*)(_|$)/,
  ],
  ['criminal', /(^|_)(criminal|conviction|offence|casier|condamnation)(_|$)/],
  [
    'direct',
    /(^|_)(e?mail|courriel|phone|tel|telephone|mobile|fax|first_?name|last_?name|surname|prenom|nom|full_?name|birth\w*|naissance|address|adresse|street|rue|iban|bic|nir|ssn|passport|passeport|ip|gender|sexe|civilite|latitude|longitude)(_|$)/,
  ],
  [
    'pseudonymous',
    /(^|_)(customer|client|user|visitor|patient|employee|member|contact)_?(id|key|hash|uuid)(_|$)/,
  ],
];

const names: readonly (readonly [DataObject['kind'], RegExp])[] = [
  ['invoices', /invoice|facture|billing/],
  ['sales', /sale|vente|order|commande|basket|panier/],
  ['customers', /customer|client|account|compte|contact|member|prospect/],
  ['product_catalog', /product|produit|article|item|sku|catalog/],
  ['stock', /stock|inventor|warehouse_level/],
  ['tickets', /ticket|support|case|demande/],
  ['suppliers', /supplier|fournisseur|vendor|purchase|achat/],
  ['cash', /bank|banque|cash|treasury|tresorerie|ledger/],
  ['transactions', /transaction|payment|paiement/],
  ['contracts', /contract|contrat/],
  ['feedback', /review|avis|feedback|survey|nps/],
  ['hr', /employee|salarie|payroll|paie|staff/],
  ['health', /patient|medical|diagnos/],
  ['events', /event|click|visit|session|page_?view/],
  ['logs', /log|audit|sensor|telemetry|machine/],
  ['kb_articles', /faq|help_article|knowledge/],
  ['content', /content|post|media/],
];

/** What the records of a table are about, by its name; `other` where it says nothing. */
export function kindOf({ name }: Pick<Table, 'name'>): DataObject['kind'] {
  return names.find(([, pattern]) => pattern.test(fold(name)))?.[0] ?? 'other';
}

/** The class of personal data that the name of a column speaks of; undefined for none. */
export function personalByName(column: string): PersonalData | undefined {
  const snake = fold(column.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
  return personalWords.find(([, pattern]) => pattern.test(snake))?.[0];
}

/**
 * The column most likely to be the key of a table: `id`, then one named after the table or its last word (`line_id` of
 * `sales_lines`), then the first column if it ends so. Any other identifier is more likely that of something else.
 */
export function keyColumn({ name, columns }: Pick<Table, 'name' | 'columns'>): string | undefined {
  const flat = columns.filter(
    ({ repeated, type }) => !repeated && /^(STRING|INT64|INTEGER|BYTES)$/.test(type),
  );
  const singular = fold(name).replace(/s$/, '');
  const last = singular.slice(singular.lastIndexOf('_') + 1);
  const wanted = [
    'id',
    'uuid',
    `${singular}_id`,
    `id_${singular}`,
    `${singular}_key`,
    `${last}_id`,
    `id_${last}`,
  ];
  const own = wanted.flatMap((each) => flat.find((column) => fold(column.name) === each) ?? [])[0];
  const [first] = columns;
  const leads =
    first !== undefined && flat.includes(first) && /(^id_|_id$|_key$|_uuid$)/.test(fold(first.name));
  return own?.name ?? (leads ? first.name : undefined);
}

/** The column that says when something happened: what the table is partitioned by, else the first date or time. */
export function timeColumn({
  columns,
  partitionedBy,
}: Pick<Table, 'columns' | 'partitionedBy'>): Column | undefined {
  const times = columns.filter(({ repeated, type }) => !repeated && /^(DATE|DATETIME|TIMESTAMP)$/.test(type));
  return times.find(({ name }) => name === partitionedBy) ?? times[0];
}
