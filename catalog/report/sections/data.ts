import { sourcesOf } from '../../compliance/sources.ts';
import { skillNames } from '../../names/client.ts';
import { countryName } from '../../names/countries.ts';
import {
  accessNames,
  objectKindNames,
  personalDataNames,
  refreshNames,
  systemNames,
} from '../../names/data.ts';
import { capital } from '../../text/capital.ts';
import { optionText } from '../../diagnostic/questionnaire/option-texts.ts';
import type { DataObject, DataSource } from '../../selection/profile.ts';
import { skills } from '../../selection/profile.ts';
import type { Context } from '../context.ts';
import type { Cell, Section, Table } from '../document.ts';
import { common } from '../texts/common.ts';
import { dataWords as words } from '../texts/data.ts';
import { sectionTitles } from '../texts/sections.ts';
import { placeOf } from '../diagram/components.ts';
import type { Place } from '../diagram/components.ts';

/** What data there is, source by source, and the systems and skills round it. */
export function dataSection(context: Context): Section {
  const { say, diagnostic } = context;
  const tables =
    diagnostic.dataSources.length === 0
      ? [{ kind: 'paragraph', text: say(words.empty) } as const]
      : [
          { kind: 'table', ...sourceTable(context) } as const,
          { kind: 'table', ...contentTable(context) } as const,
        ];
  return {
    id: 'data',
    title: say(sectionTitles.data),
    blocks: [
      { kind: 'paragraph', text: say(words.intro) },
      ...tables,
      { kind: 'table', ...infraTable(context) },
      { kind: 'table', ...teamTable(context) },
    ],
  };
}

function sourceTable(context: Context): Table {
  const { say, diagnostic, amount, nameOf } = context;
  const readers = readersOf(context);
  return {
    caption: say(words.sources),
    columns: [
      { title: say(words.source) },
      { title: say(words.system) },
      { title: say(words.access) },
      { title: say(words.refresh) },
      { title: say(words.volume), numeric: true },
      { title: say(words.personal) },
      { title: say(words.location) },
      { title: say(words.usedBy) },
    ],
    rows: diagnostic.dataSources.map((source) => {
      const { id, name, system, access, refresh, volumeGB, pii = 'unknown', location } = source;
      const volume = volumeGB?.mid ?? null;
      return [
        name,
        capital(say(systemNames[system])),
        accessCell(access, context),
        refresh === undefined ? '–' : capital(say(refreshNames[refresh])),
        volume === null ? '?' : amount(volume, volume < 1 ? 2 : 0),
        pii === 'unknown'
          ? { text: say(common.unknown), mark: 'open' }
          : capital(say(personalDataNames[pii])),
        location === undefined ? '–' : say(countryName(location)),
        (readers.get(id) ?? []).map(nameOf).join(', ') || '–',
      ];
    }),
  };
}

function accessCell(access: DataSource['access'], { say }: Context): Cell {
  const text = capital(say(accessNames[access]));
  if (access === 'none') return { text, mark: 'bad' };
  return access === 'unknown' ? { text, mark: 'open' } : text;
}

/** Which advised use cases read a source. */
function readersOf({ selection, diagnostic, entries }: Context): ReadonlyMap<string, readonly string[]> {
  const readers = new Map<string, string[]>();
  for (const { entryId } of selection.package.items) {
    const entry = entries.get(entryId);
    const useCase = diagnostic.useCases.find(({ id }) => id === entryId);
    if (entry === undefined || useCase === undefined) continue;
    for (const { source } of sourcesOf(entry, useCase, diagnostic)) {
      readers.set(source.id, [...(readers.get(source.id) ?? []), entryId]);
    }
  }
  return readers;
}

function contentTable(context: Context): Table {
  const { say, diagnostic, amount, percent } = context;
  const share = (value: number | undefined): string =>
    value === undefined ? '–' : percent(value, value > 0 && value < 0.01 ? 1 : 0);
  return {
    caption: say(words.contents),
    columns: [
      { title: say(words.source) },
      { title: say(words.kind) },
      { title: say(words.rows), numeric: true },
      { title: say(words.history), numeric: true },
      { title: say(words.quality), numeric: true },
      { title: say(words.complete), numeric: true },
      { title: say(words.duplicates), numeric: true },
      { title: say(words.verdict) },
    ],
    rows: diagnostic.dataSources.flatMap((source) =>
      source.objects.map((object) => [
        source.name,
        capital(say(objectKindNames[object.kind])),
        object.rowsOrDocs === undefined ? '?' : amount(object.rowsOrDocs),
        answered(object.historyMonths, context),
        answered(object.quality, context),
        share(object.completeness),
        share(object.duplicates),
        verdict(source, object, context),
      ]),
    ),
  };
}

function answered({ value, low, high, status }: DataObject['quality'], { amount }: Context): string {
  if (value !== null) return amount(value);
  if (status === 'not_applicable') return '–';
  return low === undefined || high === undefined ? '?' : `? (${amount(low)}–${amount(high)})`;
}

/** How freely a source can be read, 0–1; the same shares as in the selection's data readiness. */
const accessShare: Readonly<Record<DataSource['access'], number | undefined>> = {
  api: 1,
  db: 1,
  warehouse_share: 1,
  file_export: 0.75,
  manual: 0.25,
  none: 0,
  unknown: undefined,
};

function verdict(source: DataSource, { quality }: DataObject, { say }: Context): Cell {
  const access = accessShare[source.access];
  if (access === 0) return { text: say(words.unusable), mark: 'bad' };
  if (access === undefined || quality.value === null) return { text: say(common.unknown), mark: 'open' };
  const weakest = Math.min(access, quality.value / 4);
  if (weakest >= 0.5) return { text: say(words.ready), mark: 'good' };
  return weakest >= 0.25
    ? { text: say(words.weak), mark: 'open' }
    : { text: say(words.unusable), mark: 'bad' };
}

function infraTable(context: Context): Table {
  const { say, diagnostic, money, selection } = context;
  const { infra = {} } = diagnostic;
  const advised = (place: Place): string =>
    selection.stack
      .filter(({ component }) => placeOf(component) === place)
      .map(({ component }) => component)
      .join(', ') || '–';
  const unknown: Cell = { text: say(common.unknown), mark: 'open' };
  const named = (field: keyof typeof infra, value: string): string => {
    const text = optionText(`/infra/${field}`, value);
    return text === undefined ? value.replaceAll('_', ' ') : say(text);
  };
  const today = (field: 'elt' | 'warehouse' | 'transform' | 'iac' | 'monitoring' | 'ci'): Cell => {
    const value = infra[field];
    return value === undefined ? unknown : named(field, value);
  };
  return {
    caption: say(words.infra),
    columns: [{ title: say(words.part) }, { title: say(words.today) }, { title: say(words.advised) }],
    rows: [
      [
        say(words.clouds),
        infra.clouds?.map((cloud) => named('clouds', cloud)).join(', ') ?? unknown,
        selection.stack.length > 0 ? 'Google Cloud' : '–',
      ],
      [say(words.elt), today('elt'), advised('ingestion')],
      [say(words.warehouse), today('warehouse'), advised('warehouse')],
      [
        say(words.transform),
        today('transform'),
        selection.stack.some(({ component }) => component === 'dbt') ? 'dbt' : '–',
      ],
      [say(words.iac), today('iac'), advised('infrastructure')],
      [say(words.monitoring), today('monitoring'), advised('operations')],
      [say(words.ci), today('ci'), selection.stack.length > 0 ? 'GitHub Actions' : '–'],
      [
        say(words.sso),
        infra.sso === undefined ? unknown : capital(say(infra.sso ? common.yes : common.no)),
        '–',
      ],
      [
        say(words.spend),
        infra.monthlyCloudSpendEUR === undefined ? unknown : money(infra.monthlyCloudSpendEUR),
        '–',
      ],
    ],
  };
}

function teamTable({ say, diagnostic, selection, entries, amount }: Context): Table {
  const chosen = selection.package.items.flatMap(({ entryId }) => entries.get(entryId) ?? []);
  return {
    caption: say(words.team),
    columns: [
      { title: say(words.skill) },
      { title: say(words.level), numeric: true },
      { title: say(words.needed), numeric: true },
    ],
    rows: skills.map((skill) => {
      const level = diagnostic.team.levels[skill]?.value ?? null;
      const needed = Math.max(0, ...chosen.map(({ requires }) => requires.skills[skill] ?? 0));
      return [
        capital(say(skillNames[skill])),
        level === null
          ? { text: '?', mark: 'open' }
          : needed > level
            ? { text: amount(level), mark: 'bad' }
            : amount(level),
        needed === 0 ? '–' : amount(needed),
      ];
    }),
  };
}
