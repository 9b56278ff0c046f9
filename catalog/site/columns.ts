import { facets } from './facets.ts';
import type { FacetId } from './facets.ts';
import { familyOrder } from './listing.ts';
import type { Row } from './listing.ts';

/** One facet of every row: bit n is set for a row that has its value n. */
export interface Column {
  readonly id: FacetId;
  /** In the order of the bits. */
  readonly values: readonly string[];
  readonly bits: Int32Array;
}

/** The rows as numbers, so that ten thousand of them are filtered and counted between two key presses. */
export interface Columns {
  readonly facets: readonly Column[];
  /** Data needed by each row: of every set, one kind has to be there. */
  readonly needs: readonly (readonly number[])[];
  /** Positions of the rows in the order of the offer. */
  readonly offer: readonly number[];
}

const known = new WeakMap<readonly Row[], Columns>();

/** The columns of a list of rows; worked out once for each list. */
export function columnsOf(rows: readonly Row[]): Columns {
  const made = known.get(rows) ?? makeColumns(rows);
  known.set(rows, made);
  return made;
}

function makeColumns(rows: readonly Row[]): Columns {
  const columns = facets.map(({ id, values }): Column => {
    const names = Object.keys(values);
    if (names.length > mostValues) throw new Error(`Facet ${id} has more than ${mostValues} values.`);
    return { id, values: names, bits: Int32Array.from(rows, (row) => bitsOf(names, row.facets[id])) };
  });
  const data = columns.find(({ id }) => id === 'data')?.values ?? [];
  const order = offerOrder(rows);
  return {
    facets: columns,
    needs: rows.map(({ needs }) => needs.map((anyOf) => bitsOf(data, anyOf))),
    offer: order,
  };
}

/** A set of values is kept in one integer of 32 bits, whose sign is left alone. */
const mostValues = 31;

/** The bits of some values; values that there are not have none. */
export function bitsOf(values: readonly string[], some: readonly string[]): number {
  return some.reduce((bits, value) => {
    const place = values.indexOf(value);
    return place < 0 ? bits : bits | (1 << place);
  }, 0);
}

/** Use cases before what they are made of, then the order of the offer. */
function offerOrder(rows: readonly Row[]): readonly number[] {
  const rank = rows.map(
    ({ facets: { kind, family } }) =>
      (kind[0] === 'use-case' ? 0 : 1000) + (familyOrder[family[0] ?? ''] ?? 0),
  );
  const idOf = (position: number): string => rows[position]?.id ?? '';
  return rows
    .map((_row, position) => position)
    .sort((a, b) => (rank[a] ?? 0) - (rank[b] ?? 0) || (idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0));
}
