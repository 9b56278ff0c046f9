import type { Diagnostic } from '../../schema/generated/diagnostic.ts';
import type { Finding } from '../finding.ts';
import { staysInEEA } from '../providers.ts';
import { providers } from '../providers.data.ts';
import { drop, finding, set } from './places.ts';

/** C09: data has to stay in Europe, but every model provider that is allowed processes elsewhere. */
export function noEuropeanProvider({ constraints }: Diagnostic): readonly Finding[] {
  const { residency, modelProviders } = constraints;
  const allowed = modelProviders?.allowed ?? [];
  if (!staysInEEA(residency) || allowed.length === 0) return [];
  if (allowed.some((id) => providers[id].processesInEEA !== false)) return [];
  return [
    finding({
      code: 'C09',
      pointer: '/constraints/residency',
      value: residency,
      other: '/constraints/modelProviders/allowed',
      otherValue: allowed,
      message: `Data has to stay in '${residency}', but no allowed model provider processes there.`,
      expected: 'a provider that processes in the EEA, or a wider residency rule',
      question: {
        en: 'May another model provider be used, or may prompts leave the EEA under a contract?',
        fr: "Un autre fournisseur de modèles est-il acceptable, ou les requêtes peuvent-elles sortir de l'EEE sous contrat ?",
      },
      alternatives: [[drop('/constraints/modelProviders/allowed')], [set('/constraints/residency', 'none')]],
    }),
  ];
}

/** C10: a use case is on the long list with interest, and excluded by name. */
export function wantedAndExcluded({ strategy, useCases }: Diagnostic): readonly Finding[] {
  return useCases.flatMap(({ id, process, clientInterest }, index) => {
    const names = [id, ...(process === undefined ? [] : [process])].map(plainWords);
    const position = (strategy.exclusions ?? []).findIndex((exclusion) =>
      names.includes(plainWords(exclusion)),
    );
    if (position < 0 || clientInterest === 0) return [];
    return finding({
      code: 'C10',
      pointer: `/useCases/${index}/id`,
      value: id,
      other: `/strategy/exclusions/${position}`,
      otherValue: strategy.exclusions?.[position],
      message: `'${id}' is on the long list and excluded at the same time.`,
      expected: 'one of the two, or an interest of 0',
      question: {
        en: `Does the client want '${id}', and who excluded it?`,
        fr: `Le client veut-il « ${id} », et qui l'a exclu ?`,
      },
      alternatives: [[drop(`/strategy/exclusions/${position}`)], [drop(`/useCases/${index}`)]],
    });
  });
}

function plainWords(text: string): string {
  return text.trim().toLowerCase();
}
