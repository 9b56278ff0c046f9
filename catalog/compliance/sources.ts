import type { DataSource, Diagnostic, UseCase } from '../schema/generated/diagnostic.ts';
import type { Entry } from '../schema/generated/entry.ts';

/** A data source with its place in the diagnostic. */
export interface PlacedSource {
  readonly source: DataSource;
  /** JSON pointer, for instance `/dataSources/2`. */
  readonly pointer: string;
}

/**
 * The sources a use case would read: those it names, else every source that holds an object the entry requires.
 * Sources nobody can read (`access: none`) are left out, as are names that match no source.
 */
export function sourcesOf(
  entry: Pick<Entry, 'requires'>,
  useCase: Pick<UseCase, 'sources'>,
  diagnostic: Pick<Diagnostic, 'dataSources'>,
): readonly PlacedSource[] {
  const named = useCase.sources ?? [];
  const kinds = new Set<string>(entry.requires.objects.flatMap((object) => object.anyOf));
  return diagnostic.dataSources
    .map((source, index) => ({ source, pointer: `/dataSources/${index}` }))
    .filter(({ source }) =>
      named.length > 0
        ? named.includes(source.id)
        : source.access !== 'none' && source.objects.some((object) => kinds.has(object.kind)),
    );
}

/** Whether a source holds personal data: yes, no, or nobody knows. */
export function holdsPersonalData(source: Pick<DataSource, 'pii'>): 'yes' | 'no' | 'unknown' {
  if (source.pii === undefined || source.pii === 'unknown') return 'unknown';
  return source.pii === 'none' ? 'no' : 'yes';
}
