import type { DataSource, Diagnostic, UseCase } from '../../schema/generated/diagnostic.ts';
import { deriveMaturity } from '../maturity.ts';
import type { Finding } from '../finding.ts';
import { drop, finding, set } from './places.ts';

type Refresh = NonNullable<DataSource['refresh']>;

/** From freshest to stalest. */
const refreshOrder: readonly Refresh[] = ['realtime', 'hourly', 'daily', 'weekly', 'monthly', 'ad_hoc'];

/** C03: an object has more history than the company has years. */
export function historyBeforeFoundation(diagnostic: Diagnostic): readonly Finding[] {
  const age = diagnostic.company.ageMonths;
  if (age === undefined) return [];
  return diagnostic.dataSources.flatMap(({ name, objects }, sourceIndex) =>
    objects.flatMap(({ kind, historyMonths }, objectIndex) => {
      const months = historyMonths.value ?? historyMonths.high;
      if (months === undefined || months <= age) return [];
      const field = historyMonths.value === null ? 'high' : 'value';
      const pointer = `/dataSources/${sourceIndex}/objects/${objectIndex}/historyMonths/${field}`;
      return finding({
        code: 'C03',
        severity: 'warning',
        pointer,
        value: months,
        other: '/company/ageMonths',
        otherValue: age,
        message: `'${name}' holds ${months} months of ${kind}, but the company is ${age} months old.`,
        expected: `at most ${age} months, or an older company`,
        question: {
          en: `Where does the ${kind} data from before the foundation come from: a predecessor, a purchase, another system?`,
          fr: `D'où viennent les données antérieures à la création : un prédécesseur, un rachat, un autre système ?`,
        },
        alternatives: [[], [set(pointer, age)]],
      });
    }),
  );
}

/** C04: customers are listed in a source that is said to hold no personal data. */
export function customersWithoutPersons({ dataSources }: Diagnostic): readonly Finding[] {
  return dataSources.flatMap(({ name, objects, pii }, index) => {
    const position = objects.findIndex(({ kind }) => kind === 'customers');
    if (position < 0 || pii !== 'none') return [];
    return finding({
      code: 'C04',
      severity: 'warning',
      pointer: `/dataSources/${index}/objects/${position}/kind`,
      value: 'customers',
      other: `/dataSources/${index}/pii`,
      otherValue: pii,
      message: `'${name}' holds customers but is said to hold no personal data.`,
      expected: "'pseudonymous' or 'direct', unless every customer is a company without a named contact",
      question: {
        en: 'Do the customer records name a person, an e-mail address, or an identifier that leads to a person?',
        fr: 'Les fiches clients désignent-elles une personne, une adresse e-mail ou un identifiant qui y mène ?',
      },
      alternatives: [[set(`/dataSources/${index}/pii`, 'direct')], []],
    });
  });
}

/** C08: a use case needs fresher data than its sources give. */
export function staleSource(diagnostic: Diagnostic): readonly Finding[] {
  return diagnostic.useCases.flatMap((useCase, index) => {
    const needed = useCase.freshness;
    const stale = staleSourceOf(useCase, diagnostic);
    if (needed === undefined || stale === undefined) return [];
    const { pointer, source, refresh } = stale;
    return finding({
      code: 'C08',
      severity: 'warning',
      pointer: `/useCases/${index}/freshness`,
      value: needed,
      other: pointer,
      otherValue: refresh,
      message: `'${useCase.id}' needs ${words(needed)} data, but '${source.name}' changes ${words(refresh)}.`,
      expected: `a source refreshed ${words(needed)}, or a need of ${words(refresh)} data`,
      question: {
        en: `What is decided with '${useCase.id}', how often, and can '${source.name}' be read more often?`,
        fr: `Que décide-t-on avec « ${useCase.id} », à quel rythme, et « ${source.name} » peut-elle être lue plus souvent ?`,
      },
      alternatives: [
        [set(pointer, needed)],
        [set(`/useCases/${index}/freshness`, refresh === 'ad_hoc' ? 'monthly' : refresh)],
      ],
    });
  });
}

/**
 * The source that is too slow for a use case: the slowest of those it names, or, where it names none, the fastest of
 * all, if even that one is too slow.
 */
function staleSourceOf(
  { freshness, sources }: UseCase,
  { dataSources }: Diagnostic,
): { readonly source: DataSource; readonly refresh: Refresh; readonly pointer: string } | undefined {
  if (freshness === undefined) return undefined;
  const named = sources ?? [];
  const placed = dataSources.flatMap((source, index) => {
    if (source.refresh === undefined || (named.length > 0 && !named.includes(source.id))) return [];
    return { source, refresh: source.refresh, pointer: `/dataSources/${index}/refresh` };
  });
  const ranked = [...placed].sort(
    (a, b) => refreshOrder.indexOf(a.refresh) - refreshOrder.indexOf(b.refresh),
  );
  const judged = named.length > 0 ? ranked.at(-1) : ranked[0];
  if (judged === undefined) return undefined;
  return refreshOrder.indexOf(judged.refresh) > refreshOrder.indexOf(freshness) ? judged : undefined;
}

/** C13: data is said to be well available, but every source has to be read by hand. */
export function availableByHand(diagnostic: Diagnostic): readonly Finding[] {
  const { dataSources } = diagnostic;
  const axis = deriveMaturity(diagnostic).find((each) => each.axis === 'dataAvailability');
  const byHand = dataSources.every(({ access }) => access === 'manual' || access === 'none');
  if (
    axis?.level === undefined ||
    axis.level === null ||
    axis.level < 4 ||
    dataSources.length === 0 ||
    !byHand
  )
    return [];
  return [
    finding({
      code: 'C13',
      severity: 'warning',
      pointer: axis.pointers[0] ?? '/maturity',
      value: axis.level,
      other: '/dataSources/0/access',
      otherValue: dataSources[0]?.access,
      message: `Data availability is ${axis.level} of 5, but every source is read by hand.`,
      expected: 'a level up to 2, or a source with an API, a database or an export',
      question: {
        en: 'Which of the sources can a program read today?',
        fr: "Laquelle des sources un programme peut-il lire aujourd'hui ?",
      },
    }),
  ];
}

/** C14: sensitive or criminal data without a known legal basis. */
export function sensitiveWithoutBasis({ dataSources }: Diagnostic): readonly Finding[] {
  return dataSources.flatMap(({ name, pii, legalBasis }, index) => {
    if (pii !== 'special_category' && pii !== 'criminal') return [];
    if (legalBasis !== undefined && legalBasis !== 'unknown') return [];
    return finding({
      code: 'C14',
      pointer: `/dataSources/${index}/pii`,
      value: pii,
      other: `/dataSources/${index}/legalBasis`,
      otherValue: legalBasis,
      message: `'${name}' holds ${pii === 'criminal' ? 'criminal' : 'special-category'} data, but nobody knows on what legal basis.`,
      expected: 'a legal basis, or no such data',
      question: {
        en: 'On what legal basis is this data processed, and who decided so?',
        fr: 'Sur quelle base légale ces données sont-elles traitées, et qui l’a décidé ?',
      },
      alternatives: [[], [set(`/dataSources/${index}/legalBasis`, 'consent')]],
    });
  });
}

/** C15: an identifier used twice, or a reference that leads nowhere. */
export function brokenReferences(diagnostic: Diagnostic): readonly Finding[] {
  const { dataSources, useCases, team, compliance } = diagnostic;
  const people = (team.people ?? []).map(({ id }) => id);
  const sources = dataSources.map(({ id }) => id);
  const wanted = useCases.map(({ id }) => id);
  return [
    ...duplicates(sources, '/dataSources', 'data source'),
    ...duplicates(wanted, '/useCases', 'use case'),
    ...duplicates(people, '/team/people', 'person'),
    ...dataSources.flatMap(({ owner }, index) =>
      dangling(owner, people, `/dataSources/${index}/owner`, '/team/people', 'person'),
    ),
    ...useCases.flatMap(({ owner, sources: read }, index) => [
      ...dangling(owner, people, `/useCases/${index}/owner`, '/team/people', 'person'),
      ...(read ?? []).flatMap((id, position) =>
        dangling(id, sources, `/useCases/${index}/sources/${position}`, '/dataSources', 'data source'),
      ),
    ]),
    ...(compliance?.dpiaDone ?? []).flatMap((id, index) =>
      dangling(id, wanted, `/compliance/dpiaDone/${index}`, '/useCases', 'use case'),
    ),
    ...(compliance?.dpiaCriteria ?? []).flatMap(({ useCase }, index) =>
      dangling(useCase, wanted, `/compliance/dpiaCriteria/${index}/useCase`, '/useCases', 'use case'),
    ),
  ];
}

function duplicates(ids: readonly string[], list: string, what: string): readonly Finding[] {
  const places = new Map<string, number>();
  return ids.flatMap((id, index) => {
    const first = places.get(id);
    if (first === undefined) {
      places.set(id, index);
      return [];
    }
    const read = list === '/useCases';
    return finding({
      code: 'C15',
      pointer: `${list}/${index}/id`,
      value: id,
      other: `${list}/${first}/id`,
      otherValue: id,
      message: `Two entries of ${list} are called '${id}'.`,
      expected: 'every id once',
      question: {
        en: `Are the two the same ${what}?`,
        fr: `S'agit-il de la même entrée ?`,
      },
      ...(read ? { alternatives: [[drop(`${list}/${first}`)], [drop(`${list}/${index}`)]] as const } : {}),
    });
  });
}

function dangling(
  id: string | undefined,
  known: readonly string[],
  pointer: string,
  list: string,
  what: string,
): readonly Finding[] {
  if (id === undefined || known.includes(id)) return [];
  return [
    finding({
      code: 'C15',
      pointer,
      value: id,
      other: list,
      message: `There is no ${what} called '${id}'.`,
      expected:
        known.length === 0
          ? `a ${what} in ${list}`
          : `one of: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`,
      question: {
        en: `Which ${what} is meant?`,
        fr: `Que désigne « ${id} » ?`,
      },
    }),
  ];
}

function words(refresh: Refresh): string {
  return refresh === 'ad_hoc' ? 'ad hoc' : refresh === 'realtime' ? 'real-time' : refresh;
}
