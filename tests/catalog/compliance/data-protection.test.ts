import { describe, expect, test } from '@jest/globals';
import { dpia } from '#catalog/compliance/data-protection.ts';
import type { DpiaAssessment } from '#catalog/compliance/data-protection.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';
import { client, withValues } from '../../tools/diagnostics.ts';
import { entry } from './entry.ts';

const place = '/useCases/1';
/** Use case `cs` of client A with nothing that counts, then some fields set. */
function screen(
  values: Readonly<Record<string, unknown>>,
  subject: ReturnType<typeof entry> = entry(),
): DpiaAssessment {
  const neutral = { [`${place}/sources`]: ['shop'], [`${place}/personsConcerned`]: 100 };
  const diagnostic = withValues(client('a'), { ...neutral, ...values });
  const useCase = diagnostic.useCases[1];
  if (useCase === undefined) throw new Error('Client A has two use cases or more.');
  return dpia(subject, useCase, diagnostic);
}
const criteria = (assessment: DpiaAssessment): readonly string[] =>
  assessment.criteria.map(({ criterion, applies }) => (applies === 'yes' ? criterion : `${criterion}?`));
const scoring: Partial<Entry['risk']> = { dpiaCriteria: ['scoring'] };

describe('screening for an impact assessment', () => {
  test('nothing that counts', () => {
    expect(screen({})).toMatchObject({ criteria: [], required: false, unclear: false, done: false });
  });

  test.each<[string, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['an automatic decision about people', { [`${place}/decisionEffect`]: 'automatic' }, ['automatic']],
    [
      'an automatic decision about things',
      { [`${place}/decisionEffect`]: 'automatic', [`${place}/affectsPersons`]: 'none' },
      [],
    ],
    ['a decision a person confirms', { [`${place}/decisionEffect`]: 'semi_auto' }, []],
    ['employees', { [`${place}/affectsPersons`]: 'employees' }, ['vulnerable']],
    ['patients', { [`${place}/affectsPersons`]: 'patients' }, ['vulnerable']],
    ['data about minors', { '/dataSources/0/pii': 'minors' }, ['vulnerable']],
    ['special-category data', { '/dataSources/0/pii': 'special_category' }, ['sensitive']],
    ['criminal data', { '/dataSources/0/pii': 'criminal' }, ['sensitive']],
    ['9,999 people', { [`${place}/personsConcerned`]: 9999 }, []],
    ['10,000 people', { [`${place}/personsConcerned`]: 10000 }, ['large']],
    ['logs with personal data', { '/dataSources/0/objects/0/kind': 'logs' }, ['monitoring']],
    [
      'logs without personal data',
      { '/dataSources/0/objects/0/kind': 'logs', '/dataSources/0/pii': 'none' },
      [],
    ],
    ['two sources with personal data', { [`${place}/sources`]: ['shop', 'newsletter'] }, ['matching']],
    ['two sources, one without', { [`${place}/sources`]: ['shop', 'cms'] }, []],
    ['new technology', { [`${place}/contextFlags`]: ['innovative_technology'] }, ['innovative']],
    ['exclusion from a contract', { [`${place}/contextFlags`]: ['contract_exclusion'] }, ['exclusion']],
  ])('%s', (_name, values, expected) => {
    const assessment = screen(values);
    expect(criteria(assessment)).toEqual(expected);
    for (const { pointers } of assessment.criteria) expect(pointers.length).toBeGreaterThan(0);
  });

  test('two criteria make it due, one does not', () => {
    expect(screen({}, entry({ risk: scoring })).required).toBe(false);
    expect(screen({ [`${place}/personsConcerned`]: 10000 }, entry({ risk: scoring }))).toMatchObject({
      required: true,
      unclear: false,
    });
  });

  test('an unknown is neither yes nor no: not due, but said to be unclear', () => {
    const assessment = screen({ [`${place}/decisionEffect`]: 'unknown' }, entry({ risk: scoring }));
    expect(criteria(assessment)).toEqual(['scoring', 'automatic?']);
    expect(assessment).toMatchObject({ required: false, unclear: true });
    const joined = screen(
      { [`${place}/sources`]: ['shop', 'newsletter'], '/dataSources/1/pii': 'unknown' },
      entry({ risk: scoring }),
    );
    expect(criteria(joined)).toEqual(['scoring', 'matching?']);
  });

  test('without named sources only those the entry needs count, and are joined only if no single one is enough', () => {
    const unnamed = { [`${place}/sources`]: [] };
    expect(criteria(screen(unnamed))).toEqual([]);
    const split = entry({ requires: { objects: [{ anyOf: ['customers'] }, { anyOf: ['events'] }] } });
    expect(criteria(screen(unnamed, split))).toEqual(['matching']);
    const together = { ...unnamed, '/dataSources/0/objects/0/kind': 'events' };
    expect(criteria(screen(together, split))).toEqual([]);
  });

  test('how many people: the use case says, else the customer records, else the company', () => {
    const many = { [`${place}/personsConcerned`]: undefined, '/dataSources/0/objects/1/rowsOrDocs': 20000 };
    const assessment = screen(many);
    expect(assessment.criteria).toEqual([
      expect.objectContaining({ criterion: 'large', pointers: ['/dataSources/0/objects/1/rowsOrDocs'] }),
    ]);
    const company = {
      [`${place}/personsConcerned`]: undefined,
      '/dataSources/0/objects/1/rowsOrDocs': undefined,
      '/company/customersCount': 50000,
    };
    expect(screen(company).criteria).toEqual([
      expect.objectContaining({ criterion: 'large', pointers: ['/company/customersCount'] }),
    ]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, Partial<Entry['risk']>]>([
    ['health_care', { [`${place}/affectsPersons`]: 'patients' }, {}],
    ['health_care', { '/dataSources/0/objects/0/kind': 'health' }, {}],
    ['hr_profiling', { [`${place}/affectsPersons`]: 'candidates' }, scoring],
    [
      'employee_monitoring',
      { [`${place}/affectsPersons`]: 'employees', '/dataSources/0/objects/0/kind': 'logs' },
      {},
    ],
    ['contract_exclusion', { [`${place}/contextFlags`]: ['contract_exclusion'] }, scoring],
  ])('%s is on the list: due by itself', (listed, values, risk) => {
    const assessment = screen(values, entry({ risk }));
    expect(assessment.listed).toContain(listed);
    expect(assessment.required).toBe(true);
  });

  test('an override wins both ways and keeps its reason', () => {
    const subject = entry({ risk: scoring });
    const override = (criterion: string, applies: boolean): Readonly<Record<string, unknown>> => ({
      '/compliance': {
        dpiaCriteria: [{ useCase: 'cs', criterion, applies, reason: 'Decided with the officer' }],
      },
    });
    const added = screen(override('matching', true), subject);
    expect(added.required).toBe(true);
    expect(added.criteria).toContainEqual(
      expect.objectContaining({
        criterion: 'matching',
        from: 'override',
        reason: 'Decided with the officer',
      }),
    );
    const struck = screen({ ...override('scoring', false), [`${place}/personsConcerned`]: 10000 }, subject);
    expect(struck).toMatchObject({
      required: false,
      struck: [{ criterion: 'scoring', reason: 'Decided with the officer' }],
    });
    const elsewhere = {
      '/compliance': { dpiaCriteria: [{ useCase: 'df', criterion: 'scoring', applies: false, reason: 'x' }] },
    };
    expect(criteria(screen(elsewhere, subject))).toEqual(['scoring']);
  });

  test('a circumstance of the entry counts as one more criterion', () => {
    const when = { en: 'sole traders', fr: 'entrepreneurs individuels' };
    const subject = entry({
      risk: { ...scoring, escalators: [{ flag: 'credit_scoring', when, becomes: 'dpia' }] },
    });
    expect(screen({}, subject).required).toBe(false);
    expect(screen({ [`${place}/contextFlags`]: ['credit_scoring'] }, subject)).toMatchObject({
      required: true,
      escalated: [when],
    });
  });

  test('a finished assessment is known', () => {
    expect(screen({ '/compliance': { dpiaDone: ['cs'] } }).done).toBe(true);
    expect(screen({ '/compliance': { dpiaDone: ['df'] } }).done).toBe(false);
  });
});
