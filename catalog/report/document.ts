import type { Markup } from '../markup.ts';
import type { Language } from '../selection/text.ts';

/** A cell of a table: text, or text with a mark that says how it is to be taken. */
export type Cell = string | { readonly text: string; readonly mark: 'good' | 'open' | 'bad' | 'strong' };

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. Default: false. */
  readonly numeric?: boolean;
}

export interface Table {
  /** What it shows; stands above it. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** As many cells in each as there are columns; the first one names the row. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A number a director looks for first. */
export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

/** A drawing with what it shows. */
export interface Figure {
  readonly caption: string;
  readonly svg: Markup;
  /** What there is to see in it, in words. */
  readonly description: string;
}

/** A part of a section. Every renderer knows how to show each kind. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  /** A smaller heading. */
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'terms'; readonly items: readonly { readonly term: string; readonly text: string }[] }
  | {
      readonly kind: 'callout';
      readonly tone: 'note' | 'caution';
      readonly title: string;
      readonly text: string;
    }
  | { readonly kind: 'keyFigures'; readonly items: readonly KeyFigure[] }
  | ({ readonly kind: 'table' } & Table)
  /** A drawing; where none can be shown, the description says the same. */
  | ({ readonly kind: 'figure' } & Figure);

/** A chapter. The sections of a report are the same in every language. */
export interface Section {
  /** Anchor: letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Who hands the report over. */
export interface Partner {
  readonly name: string;
  /** An image as a `data:` address. */
  readonly logo?: string;
}

/** A report as its reader sees it, before it is written as HTML or Markdown. */
export interface ReportDocument {
  readonly language: Language;
  readonly title: string;
  readonly client: string;
  readonly subtitle: string;
  readonly partner?: Partner;
  /** Facts of the cover: date, consultants, scheme. */
  readonly cover: readonly { readonly term: string; readonly text: string }[];
  readonly contents: string;
  readonly sections: readonly Section[];
  /** Last line of the document: how it was made. */
  readonly colophon: string;
}
