import type { TableColumn } from '../record-table.ts';
import type { Refusal } from '../../common/invalid-prop.ts';
import type { ResultsProps } from './props.ts';

/** What every result says of its document, so that it can be traced and is counted once. */
const head: readonly TableColumn[] = [
  {
    name: 'document_id',
    type: 'STRING',
    mode: 'REQUIRED',
    description: 'Bucket, name and generation of the document: results are kept once per document_id',
  },
  {
    name: 'object_name',
    type: 'STRING',
    mode: 'REQUIRED',
    description: 'Name of the document in the bucket',
  },
  {
    name: 'received_at',
    type: 'TIMESTAMP',
    mode: 'REQUIRED',
    description: 'When it was complete in the bucket',
  },
  { name: 'handled_at', type: 'TIMESTAMP', mode: 'REQUIRED', description: 'When this result was written' },
  {
    name: 'trace_id',
    type: 'STRING',
    mode: 'REQUIRED',
    description: 'Id of the message, also in every log line about the document',
  },
  {
    name: 'status',
    type: 'STRING',
    mode: 'REQUIRED',
    description: 'read, to_review (a person has to look) or refused',
  },
  { name: 'confidence', type: 'FLOAT64', description: 'How sure the least sure field is, 0 to 1' },
  { name: 'reader', type: 'STRING', description: 'Program or processor that read it, with its version' },
];

/** The fields as they are found, where the props name no columns for them. */
const fields: TableColumn = {
  name: 'fields',
  type: 'JSON',
  description: 'What was read: fields by name, each with value and confidence',
};

/** The table of the results. */
export function resultsOf({ dataset, id, columns, retentionDays }: ResultsProps, name: string) {
  return {
    dataset,
    id: id ?? `${name.replaceAll('-', '_')}_results`,
    description: `Results of the documents of ${name}, one row per document and try`,
    columns: [...head, ...(columns ?? [fields])],
    partitionedBy: 'handled_at',
    clusteredBy: ['document_id'],
    ...(retentionDays === undefined ? {} : { retentionDays }),
  };
}

/** The first thing that is wrong with the results, or `undefined`. */
export function resultsProblem({ id, columns = [], retentionDays = 1 }: ResultsProps): Refusal | undefined {
  if (id !== undefined && !/^\w{1,1024}$/.test(id))
    return ['results.id', id, 'letters, digits and underscores', 'Mend the id of the table.'];
  const names = [...head, ...columns].map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    return [
      'results.columns',
      twice,
      `names that differ from each other and from ${head.map(({ name }) => name).join(', ')}`,
      'Rename the column.',
    ];
  return Number.isInteger(retentionDays) && retentionDays >= 1 && retentionDays <= 36_500
    ? undefined
    : [
        'results.retentionDays',
        retentionDays,
        'a whole number from 1 to 36500',
        'Leave it out to keep results.',
      ];
}
