import type { Text } from '../dated.ts';
import type { DataSource, UseCase } from '../schema/generated/diagnostic.ts';
import { quoted, text } from '../text/number.ts';
import { each } from './range.ts';
import type { Range } from './range.ts';

/** How large a data source is and how often it is loaded, as far as anybody said. */
export interface SourceVolume {
  readonly id: string;
  /** What the client calls it. */
  readonly name: string;
  /** The diagnostic's rhythm: `realtime`, `hourly`, `daily`, `weekly`, `monthly` or `ad_hoc`. */
  readonly refresh: string;
  /** Gigabytes today. */
  readonly volumeGB: Range | null;
  /** Percent a month. */
  readonly growthPctMonth: number | null;
  readonly rowsOrDocs: number | null;
}

/** How much a use case is used, as far as anybody said. */
export interface UseCaseVolume {
  readonly id: string;
  /** Name of the use case, in the client's language. */
  readonly name: string;
  /** Template that writes it. */
  readonly template: string;
  readonly usersAffected: number | null;
  readonly eventsPerMonth: number | null;
}

/** What quantities are derived from. The facts of a plan or lock are this and more. */
export interface Volumes {
  readonly sources: readonly SourceVolume[];
  readonly useCases: readonly UseCaseVolume[];
}

/** Kilobytes of a row or document, where only their number is known. */
const KILOBYTES_A_ROW: Range = { low: 0.2, mid: 1, high: 20 };
/** Gigabytes of a source nobody measured: a few tables up to a busy system of a company of a hundred people. */
const GIGABYTES: Range = { low: 0.1, mid: 5, high: 100 };
/** Percent a month where nobody said. */
const GROWTH: Range = { low: 0, mid: 1, high: 3 };
/** People who work with a use case, where nobody said. */
const USERS: Range = { low: 1, mid: 5, high: 25 };
/** Cases a month, where nobody said. */
const CASES: Range = { low: 10, mid: 300, high: 10_000 };

/** Gigabytes of a source today. */
export function gigabytes({ volumeGB, rowsOrDocs }: SourceVolume): Range {
  if (volumeGB !== null) return volumeGB;
  return rowsOrDocs === null
    ? GIGABYTES
    : each(KILOBYTES_A_ROW, (kilobytes) => (rowsOrDocs * kilobytes) / 1e6);
}

/** Growth a month as a share; a source that shrinks counts as one that stays. */
export function growth({ growthPctMonth }: SourceVolume): Range {
  const known = growthPctMonth === null ? undefined : Math.max(0, growthPctMonth);
  return each(GROWTH, (unknown) => (known ?? unknown) / 100);
}

/** Rows of a source; where they were not counted, as many as its gigabytes hold. */
export function rows(source: SourceVolume): Range {
  if (source.rowsOrDocs !== null) return each(GIGABYTES, () => source.rowsOrDocs ?? 0);
  const size = gigabytes(source);
  // Small rows make many of them, so the ends cross over.
  const rowsIn = (gb: number, kilobytes: number): number => (gb * 1e6) / kilobytes;
  return {
    low: rowsIn(size.low, KILOBYTES_A_ROW.high),
    mid: rowsIn(size.mid, KILOBYTES_A_ROW.mid),
    high: rowsIn(size.high, KILOBYTES_A_ROW.low),
  };
}

/** People who work with a use case. */
export function users({ usersAffected }: UseCaseVolume): Range {
  return each(USERS, (unknown) => usersAffected ?? unknown);
}

/** Cases of a use case a month; half as many again in a busy month. */
export function cases({ eventsPerMonth }: UseCaseVolume): Range {
  return each(CASES, (unknown, end) =>
    eventsPerMonth === null ? unknown : eventsPerMonth * (end === 'high' ? 1.5 : 1),
  );
}

/** What is assumed of sources and use cases because nobody said, for people. */
export function assumedVolumes({ sources, useCases }: Volumes): readonly Text[] {
  const counted = sources.filter(({ volumeGB, rowsOrDocs }) => volumeGB === null && rowsOrDocs !== null);
  const unknown = sources.filter(({ volumeGB, rowsOrDocs }) => volumeGB === null && rowsOrDocs === null);
  const steady = sources.filter(({ growthPctMonth }) => growthPctMonth === null);
  const unused = useCases.filter(({ usersAffected }) => usersAffected === null);
  const uncounted = useCases.filter(({ eventsPerMonth }) => eventsPerMonth === null);
  const said = (
    of: readonly { readonly name: string }[],
    write: (names: string, french: boolean) => string,
  ): readonly Text[] =>
    of.length === 0
      ? []
      : [
          text((language) =>
            write(of.map(({ name }) => quoted(name, language)).join(', '), language === 'fr'),
          ),
        ];
  return [
    ...said(counted, (names, french) =>
      french
        ? `Taille de ${names} inconnue : calculée sur le nombre de lignes, à 0,2 / 1 / 20 Ko par ligne.`
        : `Size of ${names} unknown: worked out from the number of rows, at 0.2 / 1 / 20 kB a row.`,
    ),
    ...said(unknown, (names, french) =>
      french
        ? `Taille de ${names} inconnue : 0,1 / 5 / 100 Go supposés pour chacune.`
        : `Size of ${names} unknown: 0.1 / 5 / 100 GB assumed for each.`,
    ),
    ...said(steady, (names, french) =>
      french
        ? `Croissance de ${names} inconnue : 0 / 1 / 3 % par mois supposés.`
        : `Growth of ${names} unknown: 0 / 1 / 3 % a month assumed.`,
    ),
    ...said(unused, (names, french) =>
      french
        ? `Utilisateurs de ${names} inconnus : 1 / 5 / 25 personnes supposées pour chacun.`
        : `Users of ${names} unknown: 1 / 5 / 25 people assumed for each.`,
    ),
    ...said(uncounted, (names, french) =>
      french
        ? `Cas par mois de ${names} inconnus : 10 / 300 / 10 000 supposés pour chacun.`
        : `Cases a month of ${names} unknown: 10 / 300 / 10,000 assumed for each.`,
    ),
  ];
}

/** The volume that a diagnostic tells of a source. Of an incomplete range, the rest follows from what is there. */
export function sourceVolume(
  source: Pick<DataSource, 'volumeGB' | 'growthPctMonth' | 'objects'>,
): Pick<SourceVolume, 'volumeGB' | 'growthPctMonth' | 'rowsOrDocs'> {
  const counted = source.objects.flatMap(({ rowsOrDocs }) => rowsOrDocs ?? []);
  return {
    volumeGB: wholeRange(source.volumeGB ?? {}),
    growthPctMonth: source.growthPctMonth ?? null,
    rowsOrDocs: counted.length === 0 ? null : counted.reduce((all, count) => all + count, 0),
  };
}

/** How much a diagnostic says a use case is used. */
export function useCaseVolume(
  useCase: Pick<UseCase, 'usersAffected' | 'eventsPerMonth'>,
): Pick<UseCaseVolume, 'usersAffected' | 'eventsPerMonth'> {
  return { usersAffected: useCase.usersAffected ?? null, eventsPerMonth: useCase.eventsPerMonth ?? null };
}

type Ends = Partial<Record<keyof Range, number | null>>;

/** Three amounts in order, from one, two or three; half and twice of what is known where an end is missing. */
function wholeRange({ low, mid, high }: Ends): Range | null {
  const known = [low, mid, high].flatMap((value) => value ?? []);
  const first = known[0];
  if (first === undefined) return null;
  const middle = mid ?? (typeof low === 'number' && typeof high === 'number' ? (low + high) / 2 : first);
  return {
    low: Math.min(low ?? middle / 2, middle),
    mid: middle,
    high: Math.max(high ?? middle * 2, middle),
  };
}
