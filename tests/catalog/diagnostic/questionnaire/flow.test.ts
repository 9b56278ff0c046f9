import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkDiagnostic } from '#catalog/diagnostic/check.ts';
import { finish } from '#catalog/diagnostic/questionnaire/finish.ts';
import {
  nextStep,
  previousStep,
  progressOf,
  skippedSteps,
  stepOfSection,
} from '#catalog/diagnostic/questionnaire/flow.ts';
import { startInterview } from '#catalog/diagnostic/questionnaire/interview.ts';
import type { Interview, Reply, Value } from '#catalog/diagnostic/questionnaire/interview.ts';
import { withUnknowns } from '#catalog/diagnostic/questionnaire/open-answers.ts';
import { applyReply, itemsLost } from '#catalog/diagnostic/questionnaire/reply.ts';
import { stepsOf } from '#catalog/diagnostic/questionnaire/steps.ts';
import type { Step } from '#catalog/diagnostic/questionnaire/steps.ts';
import { isRecord } from '#catalog/record.ts';
import { pointerValue } from '#catalog/schema/pointer.ts';
import type { Diagnostic } from '#catalog/schema/generated/types.ts';
import { client, readDiagnostic, withValues, without } from '../../../tools/diagnostics.ts';
import { choicesOf, interviewed, replyFrom } from './replies.ts';

const begun = startInterview({ diagnosticId: '3f2a5c1e-8b7d-4e6f-9a01-2b3c4d5e6f70', today: '2026-11-02' });
const none = { useCases: [] };

function stepOf(interview: Interview, key: string): Step {
  const step = stepsOf(interview.draft, none).find((each) => each.key === key);
  if (step === undefined) throw new Error(`There is no step ${key}.`);
  return step;
}

/** The interview after replies by key, in order. */
function answers(
  interview: Interview,
  ...replies: readonly [key: string, reply: Exclude<Reply['status'], 'answered' | 'assumed'> | Reply][]
): Interview {
  return replies.reduce(
    (state, [key, reply]) =>
      applyReply(state, stepOf(state, key), typeof reply === 'string' ? { status: reply } : reply),
    interview,
  );
}

function value(given: Value): Reply {
  return { status: 'answered', value: given };
}

describe('an interview with somebody who knows the answers', () => {
  /** What the questionnaire does not ask for. */
  const unasked = [
    '/$schema',
    '/meta/supersedes',
    '/meta/signature',
    '/infra/scan',
    '/benchmarks',
    '/compliance/dpiaCriteria',
    '/weights/elicitation',
  ];

  test.each([
    ['P1', readDiagnostic('examples/p1-online-retailer/diagnostic.json')],
    ['P4', readDiagnostic('examples/p4-food-manufacturer/diagnostic.json')],
    ['client A', client('a')],
  ])('makes the diagnostic of %s again', (_, known) => {
    const choices = choicesOf(known);
    const { draft } = interviewed(begun, choices, (step) => replyFrom(known, step));
    const finished = finish(draft, choices);
    expect(finished).toHaveProperty('diagnostic');
    expect(comparable('diagnostic' in finished ? finished.diagnostic : known)).toEqual(comparable(known));
  });

  /** An answer that is unknown within limits is asked for as unknown. */
  function withoutNarrowing(_: string, held: unknown): unknown {
    if (!isRecord(held) || held['status'] !== 'unknown' || !('value' in held)) return held;
    return { ...held, low: undefined, high: undefined };
  }

  const answeredSo = { status: 'answered', confidence: 'C', evidence: [] };

  /** A diagnostic as the questionnaire can make it: its own ids for people and sources, nothing that is not asked. */
  function comparable(diagnostic: Diagnostic): unknown {
    const rest = [
      ...unasked,
      ...(diagnostic.maturity?.questions === undefined ? ['/maturity'] : []),
    ].reduce<Diagnostic>((all, pointer) => without(all, pointer), diagnostic);
    return JSON.parse(
      JSON.stringify(
        {
          ...rest,
          meta: { ...rest.meta, diagnosticId: '', schemaVersion: '', startedOn: '', fundingRate: undefined },
          company: { ...rest.company, sites: rest.company.sites?.map(({ name }) => name) },
          team: { ...rest.team, people: rest.team.people?.map(({ role }) => role) },
          dataSources: rest.dataSources.map(({ id: _, owner: __, legalBasis, volumeGB, ...source }) => ({
            ...source,
            // Nobody is asked for the legal basis of data about nobody.
            ...(source.pii !== 'none' && { legalBasis }),
            ...(volumeGB !== undefined && { volumeGB: { ...answeredSo, ...volumeGB } }),
          })),
          useCases: rest.useCases.map(
            ({ owner: _, sources: __, targetKpi, baselineKpi, benefitEURPerYear, ...useCase }) => ({
              ...useCase,
              benefitEURPerYear: { ...answeredSo, ...benefitEURPerYear },
              ...(targetKpi !== undefined && { targetKpi: { ...targetKpi, unit: undefined } }),
              ...(baselineKpi !== undefined && { baselineKpi: { ...baselineKpi, evidence: undefined } }),
            }),
          ),
        },
        withoutNarrowing,
      ),
    );
  }
});

describe('asking', () => {
  test('starts with the first question and goes through each once', () => {
    expect(nextStep(begun, none)?.key).toBe('company-name');
    const named = answers(begun, ['company-name', value('Maison Mirabelle SAS')]);
    expect(nextStep(named, none, 'company-name')?.key).toBe('client-id');
    expect(previousStep(named, none, 'client-id')?.key).toBe('company-name');
    expect(previousStep(named, none, 'company-name')).toBeUndefined();
  });

  test('asks about each item that was named, under a key that does not change with its place', () => {
    const named = answers(
      begun,
      ['sources', value(['Boutique', 'ERP'])],
      ['source-objects:erp', value(['stock'])],
      ['object-rows:erp/stock', value(1200)],
    );
    expect(pointerValue(named.draft, '/dataSources/1/objects/0/rowsOrDocs')).toBe(1200);
    const turned = answers(named, ['sources', value(['ERP', 'Boutique', 'CRM'])]);
    expect(pointerValue(turned.draft, '/dataSources/0/objects/0/rowsOrDocs')).toBe(1200);
    expect(stepOf(turned, 'object-rows:erp/stock').about.map(({ fr }) => fr)).toEqual(['ERP', 'Stocks']);
  });

  test('says which answers go when an item is no longer named', () => {
    const named = answers(
      begun,
      ['sources', value(['Boutique', 'ERP'])],
      ['source-vendor:erp', value('Any')],
    );
    expect(itemsLost(named.draft, stepOf(named, 'sources'), ['Boutique'])).toEqual(['ERP']);
    expect(itemsLost(named.draft, stepOf(named, 'sources'), ['ERP'])).toEqual([]);
  });

  test('asks a question only where earlier answers call for it', () => {
    const keys = (interview: Interview): string[] => stepsOf(interview.draft, none).map(({ key }) => key);
    const plain = answers(begun, ['sources', value(['CRM'])], ['source-pii:crm', value('none')]);
    expect(keys(plain)).not.toContain('source-basis:crm');
    expect(keys(answers(plain, ['source-pii:crm', value('direct')]))).toContain('source-basis:crm');
    expect(keys(begun)).not.toContain('sponsor-named');
  });

  test('passes over what was skipped and finds it again', () => {
    const skipped = answers(begun, ['company-name', 'skipped']);
    expect(nextStep(skipped, none)?.key).toBe('client-id');
    expect(skippedSteps(skipped, none).map(({ key }) => key)).toEqual(['company-name']);
    expect(skippedSteps(answers(skipped, ['company-name', value('A')]), none)).toEqual([]);
  });

  test('enters a section at its first open question', () => {
    const some = answers(begun, ['clouds', value(['gcp'])]);
    expect(stepOfSection(some, none, 'infrastructure')?.key).toBe('cloud-mandated');
    expect(stepOfSection(some, none, 'nowhere')).toBeUndefined();
  });
});

describe('an answer that is none', () => {
  test.each<[string, 'unknown' | 'refused', string, unknown]>([
    ['source-access:crm', 'unknown', '/dataSources/0/access', 'unknown'],
    ['weeks-available', 'unknown', '/constraints/weeksAvailable', null],
    ['company-nace', 'unknown', '/company/naceCode', undefined],
    ['retainer', 'refused', '/commercial/retainerEURPerMonth', undefined],
    [
      'skill-ml',
      'refused',
      '/team/levels/ml',
      { value: null, status: 'refused', confidence: 'D', evidence: [] },
    ],
    [
      'use-benefit:df-forecast',
      'unknown',
      '/useCases/0/benefitEURPerYear',
      { low: null, mid: null, high: null, status: 'unknown', confidence: 'D', evidence: [] },
    ],
  ])('%s %s is written as it is, and not asked again', (key, status, pointer, stored) => {
    const begunWithItems = answers(begun, ['sources', value(['CRM'])], ['use-cases', value(['df-forecast'])]);
    const after = answers(begunWithItems, [key, status]);
    expect(pointerValue(after.draft, pointer)).toEqual(stored);
    expect(progressOf(after, none).open).toBe(progressOf(begunWithItems, none).open - 1);
  });

  test('skipping keeps an earlier answer', () => {
    const kept = answers(begun, ['company-name', value('A')], ['company-name', 'skipped']);
    expect(pointerValue(kept.draft, '/company/legalName')).toBe('A');
  });
});

describe('progress', () => {
  test('an interview takes two to three hours, before it starts and for a client of the usual size', () => {
    const before = progressOf(begun, none).minutesLeft;
    const known = readDiagnostic('examples/p1-online-retailer/diagnostic.json');
    const steps = stepsOf({ ...known }, choicesOf(known));
    const minutes = steps.reduce((sum, { question }) => sum + question.minutes, 0);
    for (const each of [before, minutes]) {
      expect(each).toBeGreaterThanOrEqual(120);
      expect(each).toBeLessThanOrEqual(180);
    }
  });

  test('comes to zero', () => {
    const known = client('a');
    const end = interviewed(begun, choicesOf(known), (step) => replyFrom(known, step));
    expect(progressOf(end, choicesOf(known))).toMatchObject({ open: 0, minutesLeft: 0 });
  });
});

describe('the end', () => {
  test('says which questions are missing', () => {
    const finished = finish(
      answers(begun, ['company-name', value('A')], ['sources', value(['CRM'])]).draft,
      none,
    );
    expect(finished).toMatchObject({ problems: [] });
    const missing = 'unanswered' in finished ? finished.unanswered.map(({ key }) => key) : [];
    expect(missing).toEqual([
      'client-id',
      'company-country',
      'company-sector',
      'company-employees',
      'objectives',
      'source-system:crm',
      'source-access:crm',
      'source-objects:crm',
      'managed-services',
      'use-cases',
      'capex-max',
      'opex-max',
      'weeks-available',
      'residency',
    ]);
  });

  test('leaves no question that can be unknown, where the rest is set to it', () => {
    const some = answers(
      begun,
      ['sources', value(['CRM'])],
      ['source-objects:crm', value(['customers'])],
      ['use-cases', value(['df-forecast'])],
    );
    const finished = finish(withUnknowns(some.draft), none);
    const missing = 'unanswered' in finished ? finished.unanswered.map(({ key }) => key) : [];
    expect(missing).toEqual([
      'company-name',
      'client-id',
      'company-country',
      'company-sector',
      'company-employees',
      'objectives',
      'source-system:crm',
      'managed-services',
      'residency',
    ]);
  });

  test('a draft with a field nobody is asked about is refused with the place', () => {
    const draft = withValues(begun.draft, { '/meta/schemaVersion': '9.0.0' });
    expect(finish(draft, none)).toMatchObject({ problems: [{ pointer: '/meta/schemaVersion' }] });
  });
});

test('whatever is replied in whatever order, the draft never breaks the schema', () => {
  const known = readDiagnostic('examples/p4-food-manufacturer/diagnostic.json');
  const choices = choicesOf(known);
  const statuses = ['unknown', 'refused', 'not_applicable', 'skipped'] as const;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 50, maxLength: 400 }), (dice) => {
      let roll = 0;
      const { draft } = interviewed(begun, choices, (step) => {
        const die = dice[roll++ % dice.length] ?? 0;
        const status = statuses[die];
        return status === undefined ? replyFrom(known, step) : { status };
      });
      const finished = finish(draft, choices);
      if ('diagnostic' in finished) return;
      expect(finished.problems).toEqual([]);
      for (const step of finished.unanswered) expect(pointerValue(draft, step.pointer)).toBeUndefined();
      expect(() => checkDiagnostic(withUnknowns(draft) as unknown as Diagnostic)).not.toThrow(RangeError);
    }),
    { numRuns: 6 },
  );
});
