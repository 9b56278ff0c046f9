import { isBuilt } from '#catalog/catalog.ts';
import type { Problem } from '#catalog/problem.ts';
import type { Entry, Plan, Selection } from '#catalog/schema/generated/types.ts';
import { closest } from '#catalog/text/closest.ts';
import { refusal, refuseAny, wrong } from '../problems.ts';
import { businessFor, businessOf } from './business.ts';

type Language = Plan['client']['language'];

/** What is to be generated, and what the business case of it is. */
export interface Choice {
  readonly entries: readonly Entry[];
  readonly business: Plan['business'];
}

/**
 * The entries to generate: those of the selection, or the ones asked for by name.
 * @param asked ids of `--use-case`; empty for the selection's own choice.
 * @throws InputError where there is nothing to generate, or what was chosen cannot be: unknown, planned, prohibited.
 */
export function choose(
  selection: Selection,
  entries: readonly Entry[],
  asked: readonly string[],
  language: Language,
): Choice {
  if (asked.length > 0) return chooseAsked(selection, entries, [...new Set(asked)], language);
  const ids = selection.package.items.map(({ entryId }) => entryId);
  if (ids.length === 0) throw nothingToGenerate(selection);
  const chosen = entriesOf(ids, entries);
  refuseAny(chosen.filter((entry) => !isBuilt(entry)).map(planned));
  return { entries: chosen, business: businessOf(selection, language) };
}

function nothingToGenerate(selection: Selection): Error {
  return refusal(
    wrong('NOTHING_TO_GENERATE', `The advice is '${selection.answer}': ${selection.headline.en}.`, {
      expected: 'a diagnostic that leads to at least one use case',
      action:
        'See what would change the advice with toltek select, or name what to generate with --use-case.',
    }),
  );
}

/** What is said of an entry without a template. */
export function planned(entry: Entry): Problem {
  return wrong('PLANNED', `'${entry.id}' (${entry.name.en}) is planned: there is no template for it yet.`, {
    value: entry.id,
    expected: 'use cases that are built',
    action: 'Choose among what can be generated today with --only-built, or name others with --use-case.',
  });
}

function entriesOf(ids: readonly string[], entries: readonly Entry[]): readonly Entry[] {
  const ranked = entries.filter(({ kind }) => kind === 'use-case');
  const unknown = ids.filter((id) => !ranked.some((entry) => entry.id === id));
  refuseAny(unknown.map((id) => unknownEntry(id, ranked.filter(isBuilt))));
  return ids.flatMap((id) => ranked.find((entry) => entry.id === id) ?? []);
}

function unknownEntry(id: string, built: readonly Entry[]): Problem {
  const ids = built.map((entry) => entry.id);
  const near = closest(id, ids);
  return wrong('UNKNOWN_USE_CASE', `The catalog has no use case '${id}'.`, {
    value: id,
    expected: `one of: ${ids.join(', ')}`,
    action: near === undefined ? 'See toltek catalog list --built.' : `Did you mean '${near}'?`,
  });
}

/** A person may overrule the ranking and its limits, not the law and not what an entry stands on. */
function chooseAsked(
  selection: Selection,
  entries: readonly Entry[],
  asked: readonly string[],
  language: Language,
): Choice {
  const chosen = entriesOf(asked, entries);
  refuseAny([
    ...chosen.filter((entry) => !isBuilt(entry)).map(planned),
    ...chosen.flatMap((entry) => prohibited(entry, selection)),
    ...chosen.flatMap((entry) => dependencies(entry, asked)),
  ]);
  const named = chosen.map(({ id, name }) => ({ id, name: name[language] }));
  return { entries: chosen, business: businessFor(named, selection, language) };
}

function prohibited(entry: Entry, selection: Selection): readonly Problem[] {
  const gate = selection.ranked
    .find(({ id }) => id === entry.id)
    ?.gates.find(({ code, status }) => code === 'PROHIBITED_USE' && status === 'fail');
  if (gate === undefined) return [];
  return [
    wrong('PROHIBITED_USE', `'${entry.id}' would be a prohibited use: ${gate.because.en}`, {
      ...(gate.evidence[0] === undefined ? {} : { pointer: gate.evidence[0] }),
      value: entry.id,
      action: 'Leave it out.',
    }),
  ];
}

function dependencies(entry: Entry, asked: readonly string[]): readonly Problem[] {
  const missing = entry.requires.dependsOn.filter((id) => !asked.includes(id));
  return missing.map((id) =>
    wrong('DEPENDENCY', `'${entry.id}' needs '${id}', which was not asked for.`, {
      value: entry.id,
      expected: `'${id}' beside it`,
      action: `Add --use-case ${id}.`,
    }),
  );
}
