import type { Section } from '../question.ts';
import { annexIIIAreas } from '../options.data.ts';
import { option, say, yesNo } from '../words.ts';

/** Where the client stands with the law. */
export const compliance: Section = {
  id: 'compliance',
  title: say('Compliance', 'Conformité'),
  intro: say(
    'With the data protection officer, or whoever does that work. None of this is legal advice.',
    'Avec le délégué à la protection des données, ou qui en fait office. Rien ici n’est un conseil juridique.',
  ),
  parts: [
    {
      id: 'gdpr-register',
      kind: 'choice',
      at: '/compliance/gdprRegister',
      text: say('Is there a register of processing?', 'Un registre des traitements existe-t-il ?'),
      options: yesNo,
      minutes: 0.3,
    },
    {
      id: 'dpo',
      kind: 'choice',
      at: '/compliance/dpo',
      text: say(
        'Is a data protection officer named?',
        'Un délégué à la protection des données est-il désigné ?',
      ),
      options: yesNo,
      minutes: 0.2,
    },
    {
      id: 'dpia-done',
      kind: 'multi',
      at: '/compliance/dpiaDone',
      text: say(
        'For which use cases is an impact assessment finished?',
        'Pour quels cas d’usage une AIPD est-elle terminée ?',
      ),
      when: [{ at: '/useCases', known: true }],
      options: 'discussedUseCases',
      minutes: 0.3,
    },
    {
      id: 'ai-act-role',
      kind: 'choice',
      at: '/compliance/aiActRole',
      text: say(
        'Which role does the client have under the AI Act?',
        'Quel rôle le client a-t-il au titre du règlement IA ?',
      ),
      options: [
        option('deployer', 'Deployer: uses systems', 'Déployeur : utilise des systèmes'),
        option(
          'provider',
          'Provider: brings systems to others',
          'Fournisseur : met des systèmes à disposition',
        ),
        option('both', 'Both', 'Les deux'),
      ],
      minutes: 0.4,
    },
    {
      id: 'article-5',
      kind: 'choice',
      at: '/compliance/article5Attestation',
      text: say(
        'Does the client state in writing that none of the prohibited practices is intended?',
        'Le client atteste-t-il par écrit qu’aucune pratique interdite n’est visée ?',
      ),
      options: yesNo,
      minutes: 0.4,
    },
    {
      id: 'annex-iii',
      kind: 'multi',
      at: '/compliance/annexIIIAreas',
      text: say(
        'In which high-risk areas does it work?',
        'Dans quels domaines à haut risque travaille-t-il ?',
      ),
      options: annexIIIAreas,
      minutes: 0.4,
    },
    {
      id: 'works-council',
      kind: 'choice',
      at: '/compliance/cseConsulted',
      text: say('Was the works council consulted?', 'Le CSE a-t-il été consulté ?'),
      options: yesNo,
      minutes: 0.2,
    },
    {
      id: 'sector-rules',
      kind: 'lines',
      at: '/compliance/sectorRules',
      text: say(
        'Which rules or regulators of the sector apply?',
        'Quelles règles ou autorités du secteur s’appliquent ?',
      ),
      most: 30,
      longest: 300,
      minutes: 0.4,
    },
  ],
};
