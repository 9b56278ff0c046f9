import { describe, expect, test } from '@jest/globals';
import { fundingFor } from '#catalog/compliance/funding.ts';
import { isCertified, resolveResidency } from '#catalog/compliance/residency.ts';
import { staysInEEA, usableProviders } from '#catalog/diagnostic/providers.ts';

describe('where data may be', () => {
  test.each(['eu', 'eea', 'none'])('%s is served from the EU', (rule) => {
    const result = resolveResidency(rule);
    expect(result).toMatchObject({
      ok: true,
      residency: { rule, region: 'europe-west1', multiRegion: 'EU' },
    });
    if (!result.ok) throw new Error('unreachable');
    expect(result.residency.allowedLocations).toContain('europe-west9');
    // London and Zurich carry the same prefix and are not in the EU.
    expect(result.residency.allowedLocations).not.toContain('europe-west2');
    expect(result.residency.allowedLocations).not.toContain('europe-west6');
  });

  test.each(['france', 'country:FR'])('%s is one region, and says what it lacks', (rule) => {
    const result = resolveResidency(rule);
    expect(result).toMatchObject({
      ok: true,
      residency: { region: 'europe-west9', multiRegion: 'europe-west9', allowedLocations: ['europe-west9'] },
    });
    if (!result.ok) throw new Error('unreachable');
    expect(result.residency.notOffered.map(({ product }) => product)).toContain('Cloud Scheduler');
  });

  test('a country with several regions allows them all, and no multi-region', () => {
    const result = resolveResidency('country:DE');
    expect(result).toMatchObject({
      ok: true,
      residency: { multiRegion: 'europe-west3', allowedLocations: ['europe-west10', 'europe-west3'] },
    });
  });

  test.each(['onprem', 'country:PT', 'country:CH', 'country:US'])(
    '%s cannot be served, and says so',
    (rule) => {
      expect(resolveResidency(rule)).toMatchObject({
        ok: false,
        problem: { code: 'RESIDENCY', pointer: '/constraints/residency', value: rule },
      });
    },
  );

  test('certifications of the hosting', () => {
    expect(['hds', 'secnumcloud', 'none'].map((each) => isCertified(each as 'hds'))).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('model providers', () => {
  test('rules narrow them; nothing said leaves all', () => {
    expect(usableProviders({ residency: 'none' }).length).toBeGreaterThan(10);
    const european = usableProviders({ residency: 'eu' });
    expect(european).toContain('mistral');
    expect(european).not.toContain('deepseek');
    // Nobody knows where it processes.
    expect(european).not.toContain('other');
    expect(usableProviders({ residency: 'none', transferOutsideEEA: false })).toEqual(european);
    expect(usableProviders({ residency: 'eu', modelProviders: { allowed: ['deepseek'] } })).toEqual([]);
    expect(
      usableProviders({
        residency: 'eu',
        modelProviders: { allowed: ['mistral', 'openai'], forbidden: ['openai'] },
      }),
    ).toEqual(['mistral']);
    expect(
      usableProviders({ residency: 'none', modelProviders: { allowed: ['openai'], openWeightsOnly: true } }),
    ).toEqual([]);
    expect(usableProviders({ residency: 'onprem' })).toEqual(['self_hosted']);
  });

  test('residency rules inside the EEA', () => {
    expect(['eu', 'eea', 'france', 'country:NO', 'country:FR'].every(staysInEEA)).toBe(true);
    expect(['none', 'onprem', 'country:CH', 'country:GB', 'country:US'].some(staysInEEA)).toBe(false);
  });
});

describe('funding', () => {
  test.each([
    [{ country: 'FR', employees: 40, ageMonths: 60 }, ['bpifrance-diag-data-ia', 'regional-project-aid']],
    [{ country: 'FR', employees: 9, ageMonths: 60 }, ['regional-project-aid']],
    [{ country: 'FR', employees: 40, ageMonths: 6 }, []],
    [{ country: 'FR', employees: 400 }, ['bpifrance-diag-data-ia']],
    [{ country: 'BE', employees: 40, ageMonths: 60 }, []],
  ])('%j', (company, expected) => {
    expect(fundingFor(company).map(({ id }) => id)).toEqual(expected);
  });
});
