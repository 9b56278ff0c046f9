import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { choicesFrom } from '#catalog/diagnostic/questionnaire/choices.ts';
import { isGroup } from '#catalog/diagnostic/questionnaire/question.ts';
import type { Option, Part, Question } from '#catalog/diagnostic/questionnaire/question.ts';
import { questionnaire } from '#catalog/diagnostic/questionnaire/questionnaire.data.ts';
import { isRecord } from '#catalog/record.ts';
import { pointerSteps } from '#catalog/schema/pointer.ts';
import { loadCatalog } from '#generators/cli/adapters/catalog.ts';

type Schema = Readonly<Record<string, unknown>>;

const schema = JSON.parse(
  readFileSync(
    path.resolve(import.meta.dirname, '../../../../catalog/schema/diagnostic.schema.json'),
    'utf8',
  ),
) as Schema;

const questions = questionnaire.flatMap(({ parts }) => flatten(parts));

function flatten(parts: readonly Part[]): readonly Question[] {
  return parts.flatMap((part) => (isGroup(part) ? flatten(part.parts) : part));
}

function field(holder: unknown, name: string): Schema {
  const value = isRecord(holder) ? holder[name] : undefined;
  return isRecord(value) ? value : {};
}

/** A node of the schema with its reference followed. */
function followed(node: Schema): Schema {
  const { $ref, ...own } = node;
  return typeof $ref === 'string'
    ? { ...field(schema['$defs'], $ref.split('/').at(-1) ?? ''), ...own }
    : node;
}

function schemaOf(at: string): Schema {
  return pointerSteps(at).reduce(
    (node, step) =>
      followed(
        step === '#' || step.startsWith('=') ? field(node, 'items') : field(field(node, 'properties'), step),
      ),
    schema,
  );
}

/** Places of everything a diagnostic can hold, as the questionnaire writes them. */
function leaves(node: Schema, at: string): readonly string[] {
  const whole = followed(node);
  const answers = ['MaturityAnswer', 'Level4Answer', 'MonthsAnswer'];
  if (answers.includes(String(whole['title'])) || 'mid' in field(whole, 'properties')) return [at];
  const properties = Object.entries(field(whole, 'properties'));
  if (properties.length > 0)
    return properties.flatMap(([name, each]) => leaves(isRecord(each) ? each : {}, `${at}/${name}`));
  const items = followed(field(whole, 'items'));
  return Object.keys(field(items, 'properties')).length > 0 ? leaves(items, `${at}/#`) : [at];
}

describe('the use cases to choose from', () => {
  test('are those of the catalog, what can be generated first', async () => {
    const { entries } = await loadCatalog();
    const offered = choicesFrom(entries).useCases.map(({ value }) => value);
    const useCases = entries.filter(({ kind }) => kind === 'use-case');
    expect([...offered].sort()).toEqual(useCases.map(({ id }) => id));
    const built = useCases.filter(({ implementedBy }) => implementedBy !== undefined).length;
    const isBuilt = (id: unknown): boolean =>
      useCases.find((each) => each.id === id)?.implementedBy !== undefined;
    expect(offered.slice(0, built).every(isBuilt)).toBe(true);
    expect(offered.indexOf('di-invoice')).toBeLessThan(offered.indexOf('tk-engine'));
  });
});

describe('the questionnaire', () => {
  test('has ids of its own for every question and section', () => {
    const ids = [...questions, ...questionnaire].map(({ id }) => id);
    // A section and its first question may share a name: keys of steps come from questions only.
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    expect(new Set(questionnaire.map(({ id }) => id)).size).toBe(questionnaire.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-zA-Z0-9]+)*$/);
  });

  test('speaks English and French everywhere', () => {
    const texts: { en: string; fr: string }[] = [];
    const walk = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(walk);
      else if (isRecord(value)) {
        if (typeof value['en'] === 'string' && typeof value['fr'] === 'string')
          texts.push({ en: value['en'], fr: value['fr'] });
        else Object.values(value).forEach(walk);
      }
    };
    walk(questionnaire);
    expect(texts.length).toBeGreaterThan(300);
    for (const { en, fr } of texts) {
      expect(en.trim()).toBe(en);
      expect(fr.trim()).toBe(fr);
      expect(en).not.toBe('');
    }
  });

  test('asks for everything a diagnostic holds, but for what is not a matter of interviews', () => {
    const known = new Set([
      // Set by the program.
      '/$schema',
      '/meta/schemaVersion',
      '/meta/diagnosticId',
      '/meta/supersedes',
      '/maturity/rubricVersion',
      '/weights/elicitation',
      '/maturity/questions/#/id',
      '/maturity/questions/#/axis',
      '/maturity/questions/#/weight',
      '/team/people/#/id',
      '/dataSources/#/id',
      // Levels come from the questions of the bank.
      ...leaves(schemaOf('/maturity/axes'), '/maturity/axes'),
      // Evidence of a signature, a scan, a study or an expert, not of an interview.
      ...leaves(schemaOf('/meta/signature'), '/meta/signature'),
      ...leaves(schemaOf('/infra/scan'), '/infra/scan'),
      ...leaves(schemaOf('/benchmarks'), '/benchmarks'),
      ...leaves(schemaOf('/compliance/dpiaCriteria'), '/compliance/dpiaCriteria'),
      ...leaves(schemaOf('/weights/ahp'), '/weights/ahp'),
      // Refinements that a diagnostic written by hand can have.
      '/company/sites/#/country',
      '/company/sites/#/city',
      '/team/people/#/name',
      ...leaves(schemaOf('/useCases/#/baselineKpi/evidence'), '/useCases/#/baselineKpi/evidence'),
    ]);
    const asked = questions.flatMap((question) => {
      const at = question.at.replace(/=[^/]+/, '#');
      if (question.kind === 'items') return [at, `${at}/#/${question.key}`];
      if (question.kind === 'portions' && question.asList === true) return [`${at}/#/id`, `${at}/#/weight`];
      return at;
    });
    const covered = (leaf: string): boolean =>
      known.has(leaf) || asked.some((at) => leaf === at || (leaf.startsWith(`${at}/`) && !isList(at)));
    expect(leaves(schema, '').filter((leaf) => !covered(leaf))).toEqual([]);
  });

  function isList(at: string): boolean {
    return schemaOf(at)['type'] === 'array';
  }

  test('has the limits and options of the schema', () => {
    for (const question of questions) {
      const node = schemaOf(question.at);
      expect([question.id, node]).not.toEqual([question.id, {}]);
      expect({ id: question.id, ...limitsOf(question) }).toEqual({
        id: question.id,
        ...schemaLimits(question, node),
      });
    }
  });

  function limitsOf(question: Question): object {
    switch (question.kind) {
      case 'number':
        return { min: question.min, max: question.max, whole: question.whole === true };
      case 'level':
        return { min: question.min, max: question.max, step: question.step };
      case 'text':
        return { pattern: question.pattern };
      case 'choice':
      case 'multi':
        return typeof question.options === 'string' || question.id === 'client-language'
          ? {}
          : { options: values(question.options, question.unknownAs) };
      case 'portions':
        return { options: values(question.options, undefined) };
      case 'items':
        return {
          most: question.most,
          ...(Array.isArray(question.options) && { options: values(question.options, undefined) }),
        };
      case 'lines':
        return { most: question.most, pattern: question.pattern };
      case 'date':
      case 'bounds':
      case 'range':
      case 'target':
        return {};
    }
  }

  function schemaLimits(question: Question, node: Schema): object {
    const items = followed(field(node, 'items'));
    switch (question.kind) {
      case 'number':
        return { min: node['minimum'], max: node['maximum'], whole: node['type'] === 'integer' };
      case 'level': {
        const number = field(field(node, 'properties'), 'value');
        return { min: number['minimum'], max: number['maximum'], step: number['multipleOf'] };
      }
      case 'text':
        return { pattern: node['pattern'] };
      case 'choice':
        // Any language can be the client's; these are the ones we write.
        if (typeof question.options === 'string' || question.id === 'client-language') return {};
        return { options: node['type'] === 'boolean' ? ['false', 'true'] : sorted(node['enum'], question) };
      case 'multi':
        return typeof question.options === 'string' ? {} : { options: sorted(items['enum'], question) };
      case 'portions':
        return {
          options:
            Object.keys(field(question.asList === true ? items : node, 'properties')).length > 0 &&
            question.asList !== true
              ? Object.keys(field(node, 'properties')).sort()
              : sorted(field(field(items, 'properties'), 'id')['enum'], question),
        };
      case 'items':
        return {
          most: node['maxItems'],
          ...(Array.isArray(question.options) && {
            options: sorted(followed(field(field(items, 'properties'), question.key))['enum'], question),
          }),
        };
      case 'lines':
        return { most: node['maxItems'], pattern: items['pattern'] };
      case 'date':
      case 'bounds':
      case 'range':
      case 'target':
        return {};
    }
  }

  function values(options: readonly Option[], unknownAs: unknown): readonly string[] {
    return [
      ...options.map(({ value }) => String(value)),
      ...(typeof unknownAs === 'string' ? [unknownAs] : []),
    ].sort();
  }

  /** A value that would mean nothing where it is asked has no option. */
  function sorted(allowed: unknown, { id }: Question): readonly string[] {
    const left = id === 'clouds-forbidden' ? ['none'] : [];
    return (Array.isArray(allowed) ? allowed.map(String) : []).filter((each) => !left.includes(each)).sort();
  }

  test('marks as required what the schema requires', () => {
    for (const { id, at, required, when } of questions) {
      const parent = at.slice(0, at.lastIndexOf('/'));
      const needs = schemaOf(parent)['required'];
      const name = at.slice(at.lastIndexOf('/') + 1);
      // In a block that may be left out, a field is only required once the block is there.
      const asked =
        (Array.isArray(needs) && needs.includes(name)) || at === '/dataSources' || at === '/useCases';
      const optionalBlock =
        ['use-kpi', 'sponsor-role', 'criteria-weights'].includes(id) || at.endsWith('/answer');
      expect([id, when !== undefined, required === true]).toEqual([
        id,
        when !== undefined,
        asked && !optionalBlock,
      ]);
    }
  });

  test('makes a question depend on earlier ones only', () => {
    questions.forEach(({ id, when = [] }, index) => {
      for (const { at } of when) {
        const earlier = questions
          .slice(0, index)
          .some((each) => at === each.at || at === `${each.at}/#/kind`);
        expect([id, at, earlier]).toEqual([id, at, true]);
      }
    });
  });
});
