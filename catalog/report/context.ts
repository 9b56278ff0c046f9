import type { CatalogIndex } from '../catalog.ts';
import type { Text } from '../dated.ts';
import { topicText } from '../names/names.ts';
import type { Finding } from '../diagnostic/finding.ts';
import type { CostTable, Diagnostic, Entry, Selection } from '../schema/generated/types.ts';
import { euros, list, number } from '../selection/text.ts';
import type { Language } from '../selection/text.ts';
import { dayText } from '../text/day.ts';
import type { Partner } from './document.ts';
import { common } from './texts/common.ts';

/** What a report is made of. */
export interface ReportInput {
  readonly diagnostic: Diagnostic;
  /** What was selected on that diagnostic. */
  readonly selection: Selection;
  /** What `checkDiagnostic` found in it. */
  readonly findings: readonly Finding[];
  readonly catalog: Pick<CatalogIndex, 'entries' | 'foundations' | 'templates' | 'priceBook'>;
  /** What the choice costs a month by component. Absent where nothing is chosen, or no region may hold the data. */
  readonly cost?: CostTable;
  readonly language: Language;
  readonly partner?: Partner;
}

/** Ways to write in one language. */
export interface Writing {
  readonly language: Language;
  readonly say: (text: Text) => string;
  readonly money: (value: number) => string;
  readonly moneyRange: (range: { readonly low: number; readonly high: number }) => string;
  readonly amount: (value: number, decimals?: number) => string;
  /** A share of 1 as a percentage. */
  readonly percent: (share: number, decimals?: number) => string;
  readonly day: (day: string) => string;
  readonly listed: (items: readonly string[]) => string;
}

/** The input with the ways to write it that all sections share. */
export interface Context extends ReportInput, Writing {
  readonly language: Language;
  /** Entries by id. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Name of an entry; its id where the catalog has none. */
  readonly nameOf: (entryId: string) => string;
  readonly namesOf: (entryIds: readonly string[]) => string;
  readonly sourceName: (sourceId: string) => string;
  readonly personRole: (personId: string) => string;
}

/** Prepares what the sections are written from. */
export function contextOf(input: ReportInput): Context {
  const { language, diagnostic, catalog } = input;
  const entries = new Map(catalog.entries.map((entry) => [entry.id, entry]));
  const sources = new Map(diagnostic.dataSources.map(({ id, name }) => [id, name]));
  const people = new Map((diagnostic.team.people ?? []).map(({ id, role }) => [id, role]));
  const nameOf = (id: string): string => entries.get(id)?.name[language] ?? topicText(id);
  return {
    ...input,
    ...writingIn(language),
    entries,
    nameOf,
    namesOf: (ids) => ids.map(nameOf).join(' + '),
    sourceName: (id) => sources.get(id) ?? id,
    personRole: (id) => people.get(id) ?? id,
  };
}

/** How the texts, figures and days of a report are written. */
export function writingIn(language: Language): Writing {
  const say = (text: Text): string => text[language];
  const money = (value: number): string => euros(value, language);
  return {
    language,
    say,
    money,
    moneyRange: ({ low, high }) => `${money(low)} ${say(common.to)} ${money(high)}`,
    amount: (value, decimals = 0) => number(value, language, decimals),
    percent: (share, decimals = 0) =>
      language === 'en'
        ? `${number(share * 100, 'en', decimals)}%`
        : `${number(share * 100, 'fr', decimals)}\u00a0%`,
    day: (day) => dayText(day, language),
    listed: (items) => list(items, language),
  };
}
