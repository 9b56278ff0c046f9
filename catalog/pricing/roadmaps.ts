import type { PriceBook } from '../schema/generated/price-book.ts';
import { compareStatement } from './statements.ts';
import type { StatedAndComputed } from './statements.ts';

/** A cost a roadmap promises to stay below, and what that leaves where the price book knows the parts. */
export interface TargetAndRest {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly below: number;
  /** What is spent before anything is done, for instance storage. */
  readonly spent: number;
  /** Units of `item` that the rest pays for. */
  readonly leaves: number;
  readonly item: string;
  readonly itemUnit: string;
}

/** Everything a roadmap says of money, with the sums that count. */
export interface RoadmapFigures {
  readonly roadmap: string;
  readonly priceBookDate: string;
  readonly statements: readonly StatedAndComputed[];
  readonly claims: PriceBook['claims'];
  readonly savings: PriceBook['savings'];
  readonly offers: PriceBook['offers'];
  readonly targets: readonly TargetAndRest[];
}

/** The roadmaps whose figures the book has, sorted. */
export function roadmapsOf({ statements, offers }: PriceBook): readonly string[] {
  return [...new Set([...statements, ...offers].map(({ roadmapRef }) => head(roadmapRef)))].sort();
}

/** What a roadmap (`S0` to `S3`) states, beside what its rows add up to. */
export function roadmapFigures(book: PriceBook, roadmap: string): RoadmapFigures {
  const own = <T extends { readonly roadmapRef: string }>(figures: readonly T[]): T[] =>
    figures.filter(({ roadmapRef }) => head(roadmapRef) === roadmap);
  const statements = own(book.statements);
  const conditions = [
    ...new Set(statements.flatMap(({ rows }) => rows.flatMap(({ onlyIf }) => onlyIf ?? []))),
  ];
  return {
    roadmap,
    priceBookDate: book.asOf,
    statements: statements.flatMap((statement) => [
      compareStatement(statement),
      ...conditions
        .filter((condition) => statement.rows.some(({ onlyIf }) => onlyIf === condition))
        .map((condition) => compareStatement(statement, [condition])),
    ]),
    claims: book.claims.filter(({ values }) => values.some(({ where }) => head(where) === roadmap)),
    savings: own(book.savings),
    offers: own(book.offers),
    targets: own(book.targets).flatMap((target) => restOf(target, book)),
  };
}

function restOf(
  { id, title, unit, below, fixed, rest }: PriceBook['targets'][number],
  { items }: PriceBook,
): readonly TargetAndRest[] {
  const paid = items.find((item) => item.id === fixed.item);
  const left = items.find((item) => item.id === rest);
  if (paid === undefined || left === undefined) return [];
  const spent = paid.price * fixed.quantity;
  const leaves = Math.round(((below - spent) / left.price) * 1e6) / 1e6;
  return [{ id, title, unit, below, spent, leaves, item: left.sku, itemUnit: left.unit }];
}

function head(reference: string): string {
  return reference.split('/')[0] ?? '';
}
