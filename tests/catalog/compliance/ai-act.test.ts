import { describe, expect, test } from '@jest/globals';
import { aiActClass } from '#catalog/compliance/ai-act.ts';
import { flagRules } from '#catalog/compliance/ai-act.data.ts';
import type { ContextFlag } from '#catalog/compliance/ai-act.data.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';
import { entry } from './entry.ts';

const classOf = (flags: readonly ContextFlag[], risk: Partial<Entry['risk']> = {}, id = 'x'): string =>
  aiActClass(entry({ id, risk }), { contextFlags: [...flags] }).class;

describe('the class of a use under the AI Act', () => {
  test('is that of the entry in ordinary use', () => {
    expect(classOf([])).toBe('minimal');
    expect(classOf([], { aiActClass: 'limited' })).toBe('limited');
    expect(classOf(['innovative_technology', 'contract_exclusion'])).toBe('minimal');
  });

  test.each(flagRules)('$flag makes it $class', ({ flag, class: expected, provision }) => {
    const assessment = aiActClass(entry({}), { contextFlags: [flag] });
    expect(assessment.class).toBe(expected);
    expect(assessment.because[0]).toMatchObject({ flag, provision, from: 'flag' });
  });

  test('the most severe circumstance decides, all are named, in that order', () => {
    const assessment = aiActClass(entry({ risk: { aiActClass: 'limited' } }), {
      contextFlags: ['talks_to_people', 'social_scoring', 'recruitment'],
    });
    expect(assessment.because.map((reason) => reason.class)).toEqual([
      'prohibited',
      'high',
      'limited',
      'limited',
    ]);
  });

  test('a flag never lowers the class of the entry', () => {
    expect(classOf(['talks_to_people'], { aiActClass: 'high' })).toBe('high');
  });

  test('fraud detection is excepted from credit scoring, and from nothing else', () => {
    expect(classOf(['credit_scoring'], {}, 'fa-fraud')).toBe('minimal');
    expect(classOf(['credit_scoring'], {}, 'ca-ltv')).toBe('high');
    expect(classOf(['insurance_pricing'], {}, 'fa-fraud')).toBe('high');
  });

  test('escalators of the entry apply when their flag is there', () => {
    const when = { en: 'it talks to the public', fr: "il s'adresse au public" };
    const escalators: Entry['risk']['escalators'] = [
      { flag: 'innovative_technology', when, becomes: 'high' },
      { flag: 'contract_exclusion', when, becomes: 'human_review' },
    ];
    expect(classOf([], { escalators })).toBe('minimal');
    expect(classOf(['innovative_technology'], { escalators })).toBe('high');
    const reviewed = aiActClass(entry({ risk: { escalators } }), { contextFlags: ['contract_exclusion'] });
    expect(reviewed).toMatchObject({ class: 'minimal', humanReview: true });
  });
});
