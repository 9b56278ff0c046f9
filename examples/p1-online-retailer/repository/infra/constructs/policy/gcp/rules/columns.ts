import type { Check, Violation } from '../../rule.ts';
import { texts } from '../../values.ts';

const types = new Set(
  [
    'STRING BYTES INTEGER INT64 FLOAT FLOAT64 NUMERIC BIGNUMERIC DECIMAL BIGDECIMAL BOOLEAN BOOL',
    'TIMESTAMP DATE TIME DATETIME INTERVAL GEOGRAPHY JSON RANGE RECORD STRUCT',
  ].flatMap((line) => line.split(' ')),
);
const modes = ['NULLABLE', 'REQUIRED', 'REPEATED'];

/** What BigQuery refuses in the schema of a table, which Terraform sees as one text. */
export const columnProblems: Check = ({ body }) =>
  texts(body, 'schema').flatMap(({ at, value }) => {
    const columns = parsed(value);
    return Array.isArray(columns)
      ? inColumns(columns, at)
      : [{ at, value, expected: 'a list of columns in JSON' }];
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inColumns(columns: readonly unknown[], at: string): Violation[] {
  const names = columns.map((column) => String(member(column, 'name')).toLowerCase());
  return columns.flatMap((column, index) => {
    const place = `${at}.${index}`;
    const repeated = names.indexOf(names[index] ?? '') !== index;
    return [
      ...(repeated
        ? [
            {
              at: `${place}.name`,
              value: member(column, 'name'),
              expected: 'names that differ, also in case',
            },
          ]
        : []),
      ...inColumn(column, place),
    ];
  });
}

function inColumn(column: unknown, at: string): Violation[] {
  const [name, type, mode = 'NULLABLE', fields] = ['name', 'type', 'mode', 'fields'].map((key) =>
    member(column, key),
  );
  const isRecord = type === 'RECORD' || type === 'STRUCT';
  const wrong: Violation[] = [];
  if (typeof name !== 'string' || name === '' || name.length > 300)
    wrong.push({ at: `${at}.name`, value: name, expected: '1 to 300 characters' });
  if (typeof type !== 'string' || !types.has(type.toUpperCase()))
    wrong.push({ at: `${at}.type`, value: type, expected: `one of ${[...types].join(', ')}` });
  if (typeof mode !== 'string' || !modes.includes(mode.toUpperCase()))
    wrong.push({ at: `${at}.mode`, value: mode, expected: `one of ${modes.join(', ')}` });
  if (isRecord && (!Array.isArray(fields) || fields.length === 0))
    wrong.push({ at: `${at}.fields`, value: fields, expected: 'the columns of the record' });
  return Array.isArray(fields) ? [...wrong, ...inColumns(fields, `${at}.fields`)] : wrong;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}
