import type { Entry } from '../schema/generated/types.ts';
import type { Range } from './criteria.ts';
import { compareText } from './numbers.ts';
import type { ObjectReading, Profile } from './profile.ts';
import { component } from './profile.ts';

type Item = Entry['requires']['objects'][number];

/** Whether a source may be used, as far as one answer tells. */
export type Lawfulness = 'clear' | 'unclear' | 'barred';

/** How well the best source serves one required kind of data. */
export interface Served {
  readonly item: Item;
  readonly readiness: Range;
  /** The source that serves best; none where no source holds the data. */
  readonly best?: ObjectReading;
  /** Pointer of the answer that holds readiness down. */
  readonly bottleneck?: string;
}

/**
 * Readiness per required kind of data: the weakest of history, quality and access, on the best source.
 * Sources that may not be used serve only where no other holds the data; the gates then say so.
 *
 * @param allowed ids of the sources the use case reads; empty for any.
 */
export function serve(entry: Entry, profile: Profile, allowed: readonly string[]): Served[] {
  return entry.requires.objects.map((item) => {
    const all = item.anyOf
      .flatMap((kind) => profile.objects.get(kind) ?? [])
      .filter(({ source }) => allowed.length === 0 || allowed.includes(source.id));
    const lawful = all.filter((object) => !isBarred(object));
    return serveItem(item, lawful.length > 0 ? lawful : all);
  });
}

/** Data readiness of an entry: its weakest required kind of data, 1 if it needs none. */
export function weakest(served: readonly Served[]): Range {
  return {
    low: Math.min(1, ...served.map(({ readiness }) => readiness.low)),
    mid: Math.min(1, ...served.map(({ readiness }) => readiness.mid)),
    high: Math.min(1, ...served.map(({ readiness }) => readiness.high)),
  };
}

/**
 * Whether a source must not be used: its terms forbid it, or its legal basis does not carry the special or
 * criminal data in it (GDPR 9 and 10).
 */
function isBarred({ source }: ObjectReading): boolean {
  return licenceStatus(source.licenceOrToS) === 'barred' || basisStatus(source) === 'barred';
}

/** What the terms of a source allow. */
export function licenceStatus(terms: ObjectReading['source']['licenceOrToS']): Lawfulness {
  if (terms === 'prohibited') return 'barred';
  return terms === 'third_party_unclear' ? 'unclear' : 'clear';
}

/** What the legal basis of a source allows. */
export function basisStatus({ pii, legalBasis }: ObjectReading['source']): Lawfulness {
  if (pii === undefined || pii === 'none') return 'clear';
  if (pii === 'unknown' || legalBasis === undefined || legalBasis === 'unknown') return 'unclear';
  const sensitive = pii === 'special_category' || pii === 'criminal';
  return sensitive && (legalBasis === 'contract' || legalBasis === 'legitimate_interest')
    ? 'barred'
    : 'clear';
}

interface Rated {
  readonly object: ObjectReading;
  readonly readiness: Range;
  readonly bottleneck: string;
}

function serveItem(item: Item, objects: readonly ObjectReading[]): Served {
  const rated = objects.map((object) => rate(object, item.historyMonths));
  const [first] = rated;
  if (first === undefined) return { item, readiness: { low: 0, mid: 0, high: 0 } };
  const best = rated.reduce((a, b) => (betterSource(a, b) <= 0 ? a : b), first);
  return {
    item,
    readiness: {
      low: Math.max(...rated.map(({ readiness }) => readiness.low)),
      mid: Math.max(...rated.map(({ readiness }) => readiness.mid)),
      high: Math.max(...rated.map(({ readiness }) => readiness.high)),
    },
    best: best.object,
    bottleneck: best.bottleneck,
  };
}

/** Order of sources: readiness, then what is sure of it, then names, so that input order does not matter. */
function betterSource(a: Rated, b: Rated): number {
  return (
    b.readiness.mid - a.readiness.mid ||
    b.readiness.low - a.readiness.low ||
    compareText(a.object.source.id, b.object.source.id) ||
    compareText(a.object.kind, b.object.kind) ||
    compareText(a.object.pointer, b.object.pointer)
  );
}

const always: Range = { low: 1, mid: 1, high: 1 };

function rate(object: ObjectReading, months: number | undefined): Rated {
  const { qualityShare: quality, accessShare: access } = object;
  const history =
    months === undefined ? always : component(object.history, (value) => Math.min(1, value / months));
  const mid = Math.min(history.mid, quality.mid, access.mid);
  return {
    object,
    readiness: {
      low: Math.min(history.low, quality.low, access.low),
      mid,
      high: Math.min(history.high, quality.high, access.high),
    },
    bottleneck:
      quality.mid === mid
        ? object.quality.pointer
        : access.mid === mid
          ? `${object.sourcePointer}/access`
          : object.history.pointer,
  };
}
