import { describe, expect, test } from '@jest/globals';
import { assessCompliance } from '#catalog/compliance/obligations.ts';
import { obligationRules } from '#catalog/compliance/obligations.data.ts';
import type { Entry } from '#catalog/schema/generated/entry.ts';
import { client, withValues } from '../../tools/diagnostics.ts';
import { entry } from './entry.ts';

const place = '/useCases/1';
function duties(
  values: Readonly<Record<string, unknown>>,
  risk: Partial<Entry['risk']> = {},
  asOf = '2026-11-21',
): readonly string[] {
  const diagnostic = withValues(client('a'), { [`${place}/sources`]: ['shop'], ...values });
  const useCase = diagnostic.useCases[1];
  if (useCase === undefined) throw new Error('Client A has two use cases or more.');
  return assessCompliance(entry({ risk }), useCase, diagnostic, asOf).obligations.map(({ id, inForce }) =>
    inForce ? id : `${id} (later)`,
  );
}
const personal = ['gdpr-register', 'gdpr-inform', 'gdpr-processor'];

describe('obligations', () => {
  test('of an ordinary use of customer data in the EU', () => {
    expect(duties({})).toEqual(['ai-literacy', ...personal, 'client-residency']);
  });

  test('of a use without personal data', () => {
    expect(duties({ '/dataSources/0/pii': 'none', '/constraints/residency': 'none' })).toEqual([
      'ai-literacy',
    ]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, Partial<Entry['risk']>, string]>([
    ['talks to people', { [`${place}/contextFlags`]: ['talks_to_people'] }, {}, 'ai-tell-people'],
    ['an entry that talks to people', {}, { articles: ['AI Act 50(1)'] }, 'ai-tell-people'],
    ['makes content', { [`${place}/contextFlags`]: ['synthetic_media'] }, {}, 'ai-mark-output'],
    ['makes deepfakes', { [`${place}/contextFlags`]: ['deepfake'] }, {}, 'ai-disclose-deepfake'],
    ['recognises emotions', { [`${place}/contextFlags`]: ['emotion_other'] }, {}, 'ai-tell-emotion'],
    ['a prohibited practice', { [`${place}/contextFlags`]: ['social_scoring'] }, {}, 'ai-prohibited'],
    ['an unknown legal basis', { '/dataSources/0/legalBasis': 'unknown' }, {}, 'gdpr-basis'],
    ['special-category data', { '/dataSources/0/pii': 'special_category' }, {}, 'gdpr-special'],
    ['decides by itself', { [`${place}/decisionEffect`]: 'automatic' }, {}, 'gdpr-automated-decision'],
    ['data leaves the EEA', { '/constraints/transferOutsideEEA': true }, {}, 'gdpr-transfer'],
    [
      'ten thousand scored people',
      { [`${place}/personsConcerned`]: 10000 },
      { dpiaCriteria: ['scoring'] },
      'gdpr-dpia',
    ],
    ['marketing messages', {}, { articles: ['ePrivacy 13'] }, 'eprivacy-consent'],
    ['employees in France', { [`${place}/affectsPersons`]: 'employees' }, {}, 'fr-cse'],
    ['health data in France', { '/dataSources/0/objects/0/kind': 'health' }, {}, 'fr-hds'],
  ])('%s', (_name, values, risk, duty) => {
    expect(duties({})).not.toContain(duty);
    expect(duties(values, risk)).toContain(duty);
  });

  test('high risk: what applies depends on the role, and from when on the annex', () => {
    const recruitment = { [`${place}/contextFlags`]: ['recruitment'] };
    expect(duties(recruitment)).toEqual(
      expect.arrayContaining(['ai-high-annex-iii-provider (later)', 'ai-high-annex-iii-deployer (later)']),
    );
    const deployer = duties({ ...recruitment, '/compliance': { aiActRole: 'deployer' } }, {}, '2027-12-02');
    expect(deployer).toContain('ai-high-annex-iii-deployer');
    expect(deployer.join()).not.toContain('provider');
    const device = { [`${place}/contextFlags`]: ['medical_device'] };
    expect(duties(device, {}, '2028-08-01')).toContain('ai-high-annex-i (later)');
    expect(duties(device, {}, '2028-08-02')).toContain('ai-high-annex-i');
  });

  test('what is done is not asked for again', () => {
    const dueAndDone = {
      [`${place}/personsConcerned`]: 10000,
      '/compliance': { dpiaDone: ['cs'], cseConsulted: true },
    };
    expect(duties(dueAndDone, { dpiaCriteria: ['scoring'] })).not.toContain('gdpr-dpia');
    expect(duties({ ...dueAndDone, [`${place}/affectsPersons`]: 'employees' })).not.toContain('fr-cse');
  });

  test('every rule is dated, sourced, in both languages and marked as not reviewed', () => {
    expect(new Set(obligationRules.map(({ id }) => id)).size).toBe(obligationRules.length);
    for (const rule of obligationRules) {
      expect(rule.from).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(rule.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(rule.source).not.toBe('');
      expect(rule.reviewedBy).toBeNull();
      expect(rule.text.en).not.toBe(rule.text.fr);
    }
  });
});
