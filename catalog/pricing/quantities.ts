import type { Text } from '../dated.ts';
import type { Template } from '../schema/generated/template.ts';
import { each, exactly, sum, times } from './range.ts';
import type { Range } from './range.ts';
import { cases, gigabytes, growth, rows, users } from './volumes.ts';
import type { SourceVolume, Volumes } from './volumes.ts';

/** What usage can be counted per: the names that `per` of a template's `cost` may have. */
export type QuantityId = NonNullable<NonNullable<Template['cost']>[number]['usage'][number]['per']>;

/** A quantity of a month that follows from what the client answered. */
export interface Quantity {
  readonly name: Text;
  /** How it is worked out, in words. */
  readonly how: Text;
  /** Of production, what the dev environment sees. */
  readonly dev: Range;
  readonly of: (volumes: Volumes) => Range;
}

/** Days of an average month. */
export const DAYS = 30.4;
const WORKING_DAYS = 21;

/** Loads a month by rhythm, as ingestion is scheduled: a source of no fixed rhythm is looked at every day. */
const LOADS: Readonly<Record<string, number>> = {
  realtime: 96 * DAYS,
  hourly: 24 * DAYS,
  daily: DAYS,
  weekly: DAYS / 7,
  monthly: 1,
  ad_hoc: DAYS,
};

/** Dev reads the same sources on the same schedules, unless somebody gives it samples or pauses it. */
const LIKE_PROD: Range = { low: 0.1, mid: 0.5, high: 1 };
/** People and other systems call production; dev is called by those who build. */
const TRIED_OUT: Range = { low: 0.01, mid: 0.05, high: 0.2 };

export const quantities: Readonly<Record<QuantityId, Quantity>> = {
  sources: {
    name: { en: 'data sources', fr: 'sources de données' },
    how: { en: 'sources with a pipeline', fr: 'sources dotées d’un pipeline' },
    dev: exactly(1),
    of: ({ sources }) => exactly(sources.length),
  },
  loads: {
    name: { en: 'loads', fr: 'chargements' },
    how: {
      en: 'sum over sources of their loads a month: every 15 minutes 2,918, hourly 730, daily 30.4, weekly 4.3, monthly 1',
      fr: 'somme sur les sources des chargements par mois : tous les quarts d’heure 2 918, par heure 730, par jour 30,4, par semaine 4,3, par mois 1',
    },
    dev: LIKE_PROD,
    of: ({ sources }) => exactly(sources.reduce((all, source) => all + loadsOf(source), 0)),
  },
  storedGB: {
    name: { en: 'GB in the sources', fr: 'Go dans les sources' },
    how: {
      en: 'sum over sources of size × (1 + growth) to the power of 0 / 6 / 12 months',
      fr: 'somme sur les sources de taille × (1 + croissance) puissance 0 / 6 / 12 mois',
    },
    dev: LIKE_PROD,
    of: storedGB,
  },
  loadedGB: {
    name: { en: 'GB loaded', fr: 'Go chargés' },
    how: {
      en: 'sum over sources of size × (growth + 2 %) / (growth + 20 %) / every load, at most one a day',
      fr: 'somme sur les sources de taille × (croissance + 2 %) / (croissance + 20 %) / chaque chargement, au plus un par jour',
    },
    dev: LIKE_PROD,
    of: ({ sources }) => sum(sources.map(loadedGB)),
  },
  builtTB: {
    name: { en: 'TB under daily builds', fr: 'To sous les constructions quotidiennes' },
    how: {
      en: 'GB in the sources × 30.4 builds a month ÷ 1,024',
      fr: 'Go dans les sources × 30,4 constructions par mois ÷ 1 024',
    },
    dev: LIKE_PROD,
    of: (volumes) => each(storedGB(volumes), (gb) => (gb * DAYS) / 1024),
  },
  millionRows: {
    name: { en: 'million rows', fr: 'millions de lignes' },
    how: {
      en: 'rows or documents of all sources; where not counted, size ÷ 20 / 1 / 0.2 kB',
      fr: 'lignes ou documents de toutes les sources ; sans comptage, taille ÷ 20 / 1 / 0,2 Ko',
    },
    dev: LIKE_PROD,
    of: ({ sources }) => each(sum(sources.map(rows)), (count) => count / 1e6),
  },
  users: {
    name: { en: 'users', fr: 'utilisateurs' },
    how: {
      en: 'sum over use cases of the people affected',
      fr: 'somme sur les cas d’usage des personnes concernées',
    },
    dev: TRIED_OUT,
    of: ({ useCases }) => sum(useCases.map(users)),
  },
  userDays: {
    name: { en: 'user days', fr: 'jours-utilisateurs' },
    how: { en: 'users × 21 working days', fr: 'utilisateurs × 21 jours ouvrés' },
    dev: TRIED_OUT,
    of: userDays,
  },
  requests: {
    name: { en: 'requests', fr: 'requêtes' },
    how: {
      en: 'user days × 5 / 20 / 100 requests + cases × 1 / 1 / 2',
      fr: 'jours-utilisateurs × 5 / 20 / 100 requêtes + cas × 1 / 1 / 2',
    },
    dev: TRIED_OUT,
    of: (volumes) =>
      sum([
        times(userDays(volumes), { low: 5, mid: 20, high: 100 }),
        times(casesOf(volumes), { low: 1, mid: 1, high: 2 }),
      ]),
  },
  cases: {
    name: { en: 'cases', fr: 'cas' },
    how: {
      en: 'sum over use cases of the cases a month, half as many again at most',
      fr: 'somme sur les cas d’usage des cas par mois, moitié plus au maximum',
    },
    dev: TRIED_OUT,
    of: casesOf,
  },
};

/** Loads of a source a month. */
function loadsOf({ refresh }: SourceVolume): number {
  return LOADS[refresh] ?? DAYS;
}

function storedGB({ sources }: Volumes): Range {
  return sum(
    sources.map((source) => {
      const rate = growth(source);
      return each(gigabytes(source), (gb, end) => gb * grown(rate[end], MONTHS_AHEAD[end]));
    }),
  );
}

const MONTHS_AHEAD: Range = { low: 0, mid: 6, high: 12 };

/** (1 + rate) to the power of a whole number of months; `**` differs between runtimes. */
function grown(rate: number, months: number): number {
  let factor = 1;
  for (let month = 0; month < months; month += 1) factor *= 1 + rate;
  return factor;
}

/** Low: new rows and a few changed ones. Middle: a fifth is sent again. High: no increment, the whole source each time. */
function loadedGB(source: SourceVolume): Range {
  const rate = growth(source);
  const whole = Math.min(loadsOf(source), DAYS);
  const share = {
    low: Math.min(rate.low + 0.02, whole),
    mid: Math.min(rate.mid + 0.2, whole),
    high: Math.max(whole, Math.min(rate.mid + 0.2, whole)),
  };
  return times(gigabytes(source), share);
}

function userDays({ useCases }: Volumes): Range {
  return each(sum(useCases.map(users)), (count) => count * WORKING_DAYS);
}

function casesOf({ useCases }: Volumes): Range {
  return sum(useCases.map(cases));
}
