import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { entitiesOfKind } from '#catalog/entities.ts';
import { validatePlan } from '#catalog/schema/generated/validators.js';
import type { Template } from '#catalog/schema/generated/types.ts';
import { schemaProblems } from '#catalog/schema/validate.ts';
import { problemsOf } from '../../tools/problems.ts';
import {
  toyDiagnostic,
  toyEntry,
  toyForecast,
  toyPlan,
  toySegments,
  toyTemplate,
  toyTemplates,
} from '../fixtures/toy.ts';

/** The toy templates with some replaced or added. */
function templatesWith(...changed: readonly Template[]): readonly Template[] {
  const ids = changed.map(({ id }) => id);
  return [...toyTemplates().filter(({ id }) => !ids.includes(id)), ...changed];
}

const codes = (call: () => unknown): readonly string[] => problemsOf(call).map(({ code }) => code);

describe('a plan', () => {
  test('keeps its schema', () => {
    expect(schemaProblems(validatePlan, toyPlan())).toEqual([]);
  });

  test('does not depend on the order of templates', () => {
    expect(toyPlan({ templates: toyTemplates().reverse() })).toEqual(toyPlan());
  });

  test('reads the client', () => {
    const { client, residency, maturity } = toyPlan({
      diagnostic: toyDiagnostic({
        maturity: {
          axes: {
            skills: { value: 2.5, status: 'answered', confidence: 'B', evidence: [] },
            security: { value: null, status: 'unknown', confidence: 'D', evidence: [] },
          },
        },
      }),
    });
    expect(client).toEqual({
      id: 'toy-bakery',
      snake: 'toy_bakery',
      name: 'Toy Bakery Ltd',
      country: 'FR',
      sector: 'retail',
      language: 'en',
      currency: 'EUR',
    });
    expect(residency).toMatchObject({ rule: 'eu', region: 'europe-west1', multiRegion: 'EU' });
    expect(maturity).toEqual({ skills: 2.5 });
  });

  test('speaks the language of the client and keeps the KPI it measured', () => {
    const base = toyDiagnostic();
    const [first] = base.useCases;
    if (first === undefined) throw new Error('no use case');
    const measured = {
      ...first,
      baselineKpi: { name: 'Ruptures', unit: '%', value: 8 },
      targetKpi: { low: 6, mid: 5, high: 4 },
    };
    const { useCases } = toyPlan({
      entries: [toyForecast],
      diagnostic: { ...base, meta: { ...base.meta, language: 'fr-FR' }, useCases: [measured] },
    });
    expect(useCases[0]).toMatchObject({
      name: 'Nom de toy-forecast',
      kpis: [
        { id: 'client', name: 'Ruptures', direction: 'down', baseline: 8, target: 5 },
        { id: 'wape', name: 'Erreur', baseline: null, target: null },
      ],
    });
  });

  const keptIn = (residency: string) => {
    const diagnostic = toyDiagnostic();
    return { ...diagnostic, constraints: { ...diagnostic.constraints, residency } };
  };

  test('refuses data that has to stay where no cloud region is', () => {
    expect(problemsOf(() => toyPlan({ diagnostic: keptIn('country:PT') }))[0]).toMatchObject({
      code: 'RESIDENCY',
      pointer: '/constraints/residency',
    });
  });

  test('keeps data on the premises with templates that need no cloud, and refuses those that do', () => {
    const diagnostic = keptIn('onprem');
    expect(toyPlan({ diagnostic }).residency).toEqual({
      rule: 'onprem',
      region: 'onprem',
      multiRegion: 'onprem',
      allowedLocations: ['onprem'],
    });
    const templates = toyTemplates().map((manifest) =>
      manifest.kind === 'use-case'
        ? manifest
        : { ...manifest, provides: [...(manifest.provides ?? []), 'cloud-foundation'] },
    );
    expect(problemsOf(() => toyPlan({ diagnostic, templates }))[0]).toMatchObject({
      code: 'RESIDENCY',
      pointer: '/constraints/residency',
      value: 'onprem',
    });
  });

  test('refuses a use case that was not discussed', () => {
    const strange = toyEntry('toy-strange', { template: 'use-cases/toy-segments' });
    expect(problemsOf(() => toyPlan({ entries: [strange] }))[0]).toMatchObject({
      code: 'NOT_ASSESSED',
      pointer: '/useCases',
    });
  });
});

describe('data sources', () => {
  test('get a pipeline by how they are reached and how often they change', () => {
    expect(toyPlan().sources).toMatchObject([
      {
        id: 'web-shop',
        snake: 'web_shop',
        connector: 'rest',
        schedule: '5 * * * *',
        entities: ['sales_lines', 'customers', 'products'],
      },
      { id: 'erp', connector: 'sql', refresh: 'daily', entities: ['stock_levels', 'products'] },
    ]);
  });

  test('get none where there is no access, no right, or no answer, and the plan says so', () => {
    const [shop] = toyDiagnostic().dataSources;
    if (shop === undefined) throw new Error('no source');
    const dataSources = [
      { ...shop, id: 'none', access: 'none' as const },
      { ...shop, id: 'unknown', access: 'unknown' as const },
      { ...shop, id: 'scraped', licenceOrToS: 'prohibited' as const },
    ];
    const { sources, omittedSources } = toyPlan({ diagnostic: toyDiagnostic({ dataSources }) });
    expect(sources).toEqual([]);
    expect(omittedSources.map(({ id, because }) => [id, because])).toEqual([
      ['none', 'There is no access to it.'],
      ['unknown', 'Nobody said how it can be read.'],
      ['scraped', 'Its terms forbid this use.'],
    ]);
  });

  test('give the entities that clients are told they give', () => {
    const file = '../../../templates/stacks/warehouse-contract/files/contract/object-kinds.yaml';
    const table: unknown = parse(readFileSync(path.join(import.meta.dirname, file), 'utf8'));
    const told = Object.fromEntries(Object.entries(entitiesOfKind).filter(([, given]) => given.length > 0));
    expect(table).toEqual(told);
  });
});

describe('templates', () => {
  test('are added for what others require, with the reason', () => {
    const { templates, capabilities } = toyPlan();
    expect(templates.map(({ id }) => id)).toEqual([
      'base',
      'stacks/toy-contract',
      'stacks/toy-warehouse',
      'use-cases/toy-forecast',
      'use-cases/toy-segments',
    ]);
    expect(templates.map(({ because }) => because)).toEqual([
      'Every repository has it.',
      'stacks/toy-warehouse needs contract. It is the only template that provides it.',
      'use-cases/toy-forecast needs warehouse. It is the default; the diagnostic does not decide.',
      'It writes toy-forecast.',
      'It writes toy-segments.',
    ]);
    expect(capabilities.map(({ id, template }) => [id, template])).toEqual([
      ['contract', 'stacks/toy-contract'],
      ['warehouse', 'stacks/toy-warehouse'],
    ]);
  });

  test('are chosen by the diagnostic where several would do', () => {
    const { templates } = toyPlan({ diagnostic: toyDiagnostic({ infra: { clouds: ['gcp', 'onprem'] } }) });
    expect(templates.find(({ id }) => id === 'stacks/toy-lake')?.because).toBe(
      'use-cases/toy-forecast needs warehouse. The client keeps its data on its own machines.',
    );
    expect(templates.map(({ id }) => id)).not.toContain('stacks/toy-warehouse');
  });

  test('that alone give one thing are asked for another before a default is', () => {
    const lake = toyTemplate('stacks/toy-lake', { provides: ['lake', 'warehouse'] });
    const segments = toyTemplate('use-cases/toy-segments', { requires: ['lake'] });
    const { templates, capabilities } = toyPlan({ templates: templatesWith(lake, segments) });
    expect(templates.map(({ id }) => id)).not.toContain('stacks/toy-warehouse');
    expect(capabilities.find(({ id }) => id === 'warehouse')).toEqual({
      id: 'warehouse',
      template: 'stacks/toy-lake',
      because: 'It is in the plan already.',
    });
  });

  test('carry the options that were chosen', () => {
    const anomalies = toyEntry('toy-segments', { template: 'use-cases/toy-forecast', option: 'anomalies' });
    const { templates } = toyPlan({ entries: [toyForecast, anomalies] });
    expect(templates.at(-1)).toMatchObject({
      options: ['anomalies', 'forecast'],
      because: 'It writes toy-forecast, toy-segments.',
    });
  });

  test('that require each other are refused, naming the circle', () => {
    const contract = toyTemplate('stacks/toy-contract', { requires: ['warehouse'] });
    const [problem] = problemsOf(() => toyPlan({ templates: templatesWith(contract) }));
    expect(problem?.code).toBe('TEMPLATE_CYCLE');
    expect(problem?.message).toContain('stacks/toy-contract → stacks/toy-warehouse → stacks/toy-contract');
  });

  test('that require what nobody provides are refused', () => {
    const warehouse = toyTemplate('stacks/toy-warehouse', { requires: ['contact'] });
    const [problem] = problemsOf(() => toyPlan({ templates: templatesWith(warehouse) }));
    expect(problem).toMatchObject({
      code: 'UNKNOWN_CAPABILITY',
      file: 'templates/stacks/toy-warehouse/template.yaml',
      action: "Did you mean 'contract'?",
    });
  });

  test('that nothing decides between are refused', () => {
    const warehouse = toyTemplate('stacks/toy-warehouse', { defaultFor: [] });
    expect(codes(() => toyPlan({ templates: templatesWith(warehouse) }))).toEqual(['UNDECIDED_CAPABILITY']);
  });

  test('that do not exist, or lack an option, are refused', () => {
    const missing = toyEntry('toy-forecast', { template: 'use-cases/toy-forcast' });
    expect(problemsOf(() => toyPlan({ entries: [missing] }))[0]).toMatchObject({
      code: 'UNKNOWN_TEMPLATE',
      action: "Did you mean 'use-cases/toy-forecast'?",
    });
    const option = toyEntry('toy-forecast', { template: 'use-cases/toy-forecast', option: 'magic' });
    expect(codes(() => toyPlan({ entries: [option] }))).toEqual(['UNKNOWN_OPTION']);
  });

  test('may not contribute two services of one name', () => {
    const segments = toyTemplate('use-cases/toy-segments', {
      contributes: toyTemplate('use-cases/toy-forecast').contributes ?? {},
    });
    expect(codes(() => toyPlan({ templates: templatesWith(segments) }))).toEqual(['DUPLICATE_SERVICE']);
  });
});

describe('contributions', () => {
  test('are merged in template order, steps by phase', () => {
    const { contributions, settings } = toyPlan();
    expect(contributions.steps.map(({ title }) => title)).toEqual([
      'Load',
      'Build tables',
      'Train the forecast',
      'Train the segments',
    ]);
    expect(contributions.gcpStacks).toEqual([]);
    expect(settings.common).toEqual({ retention: { days: 30, tables: true }, owners: ['data'] });
    expect(settings.prod).toEqual({ retention: { days: 365 } });
  });
});

describe('inputs', () => {
  const inputs = (answers: Readonly<Record<string, unknown>>) =>
    toyPlan({ answers: { contact: 'a@b', ...answers } }).inputs;

  test('are given, read from the diagnostic, or default, in this order', () => {
    expect(inputs({})).toEqual({ contact: 'a@b', replicas: 2, cloud: 'gcp', tags: null, motto: null });
    expect(inputs({ cloud: 'aws', replicas: '3', tags: 'a, b' })).toMatchObject({
      cloud: 'aws',
      replicas: 3,
      tags: ['a', 'b'],
    });
    const silent = toyPlan({ diagnostic: toyDiagnostic({ infra: {} }) });
    expect(silent.inputs['cloud']).toBe('none');
  });

  test('that are missing, unknown or wrong are all named, with what to type', () => {
    const problems = problemsOf(() => toyPlan({ answers: { replica: '3', replicas: '12' } }));
    expect(problems.map(({ code, pointer, action }) => [code, pointer, action])).toEqual([
      ['UNKNOWN_INPUT', '--set replica', "Did you mean 'replicas'?"],
      ['MISSING_INPUT', undefined, 'Give it with --set contact=data@client.example.'],
      ['INPUT', '--set replicas', 'Give another with --set replicas=….'],
    ]);
  });

  test.each([
    ['contact', 'nobody', 'text that matches ^[a-z.]+@[a-z.]+$'],
    ['replicas', '2.5', 'a whole number'],
    ['replicas', 'two', 'a whole number'],
    ['replicas', '0', 'at least 1'],
  ])('refuse %s=%s', (name, value, expected) => {
    expect(problemsOf(() => inputs({ [name]: value }))[0]).toMatchObject({ code: 'INPUT', expected });
  });

  test('may be asked by two templates only in the same words', () => {
    const forecast = toyTemplate('use-cases/toy-forecast', {
      inputs: { type: 'object', properties: { replicas: { type: 'integer', title: 'Copies' } } },
    });
    expect(codes(() => toyPlan({ templates: templatesWith(forecast) }))).toEqual(['AMBIGUOUS_INPUT']);
  });

  test('that are secret take the name of a variable, never the secret', () => {
    const segments = toyTemplate('use-cases/toy-segments', {
      inputs: { type: 'object', properties: { key: { type: 'string', title: 'API key', 'x-secret': true } } },
    });
    const plan = (key: string) =>
      toyPlan({
        entries: [toySegments],
        templates: templatesWith(segments),
        answers: { contact: 'a@b', key },
      });
    expect(plan('API_KEY').inputs['key']).toBe('API_KEY');
    expect(problemsOf(() => plan('s3cr3t'))[0]?.expected).toContain('not the secret itself');
  });
});
