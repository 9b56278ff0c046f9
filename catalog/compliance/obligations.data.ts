import { aiActDates, aiActSource } from './ai-act.data.ts';
import { dpiaSource } from './data-protection.data.ts';
import type { Dated, Text } from '../dated.ts';

/**
 * A fact about one use case at one client that an obligation may depend on. Besides the names below:
 * `class:<AI Act class>`, `flag:<context flag>`, `article:<provision of the entry>`, `affects:<persons>`,
 * `country:<ISO code>`, `role:<provider|deployer>`, `decision:<effect>`.
 */
export type Fact = string;

/** A duty, and when it applies. */
export interface ObligationRule extends Dated {
  readonly id: string;
  readonly law: 'AI Act' | 'GDPR' | 'ePrivacy' | 'French law' | 'Client rule';
  readonly provision: string;
  /** Day it applies from, YYYY-MM-DD. */
  readonly from: string;
  /** Applies when all of these facts hold … */
  readonly all: readonly Fact[];
  /** … and at least one of these, where there are any. */
  readonly any?: readonly Fact[];
  readonly text: Text;
}

const gdprFrom = '2018-05-25';
const gdprSource: Dated = { source: 'Regulation (EU) 2016/679', asOf: '2026-11-21', reviewedBy: null };

type RuleBody = Pick<ObligationRule, 'id' | 'provision' | 'all' | 'any' | 'text'>;
const aiAct = (from: string, rule: RuleBody): ObligationRule => ({
  ...rule,
  law: 'AI Act',
  from,
  ...aiActSource,
});
const gdpr = (rule: RuleBody): ObligationRule => ({ ...rule, law: 'GDPR', from: gdprFrom, ...gdprSource });

export const obligationRules: readonly ObligationRule[] = [
  aiAct(aiActDates.prohibited, {
    id: 'ai-prohibited',
    provision: 'Art. 5',
    all: ['class:prohibited'],
    text: {
      en: 'Do not build it: the practice is prohibited.',
      fr: 'Ne pas le réaliser : la pratique est interdite.',
    },
  }),
  aiAct(aiActDates.literacy, {
    id: 'ai-literacy',
    provision: 'Art. 4',
    all: [],
    text: {
      en: 'Train the people who run and use the system, and keep a record of it.',
      fr: 'Former les personnes qui exploitent et utilisent le système, et en garder la trace.',
    },
  }),
  aiAct(aiActDates.annexIII, {
    id: 'ai-high-annex-iii-provider',
    provision: 'Art. 8-17, 43, 49',
    all: ['high:annex-iii', 'role:provider'],
    text: {
      en: 'Risk management, data governance, technical file, logging, human oversight, conformity assessment and registration before it goes live.',
      fr: 'Gestion des risques, gouvernance des données, documentation technique, journalisation, contrôle humain, évaluation de conformité et enregistrement avant la mise en service.',
    },
  }),
  aiAct(aiActDates.annexIII, {
    id: 'ai-high-annex-iii-deployer',
    provision: 'Art. 26',
    all: ['high:annex-iii', 'role:deployer'],
    text: {
      en: "Use it as instructed, with trained human oversight; keep logs for six months; tell the people and, at work, the workers' representatives.",
      fr: "L'utiliser selon la notice, sous contrôle humain formé ; conserver les journaux six mois ; informer les personnes et, au travail, les représentants des travailleurs.",
    },
  }),
  aiAct(aiActDates.annexI, {
    id: 'ai-high-annex-i',
    provision: 'Art. 6(1), Annex I',
    all: ['high:annex-i'],
    text: {
      en: 'Take it through the conformity assessment of the product it is part of.',
      fr: "Le soumettre à l'évaluation de conformité du produit dont il fait partie.",
    },
  }),
  aiAct(aiActDates.transparency, {
    id: 'ai-tell-people',
    provision: 'Art. 50(1)',
    all: [],
    any: ['flag:talks_to_people', 'article:AI Act 50(1)'],
    text: {
      en: 'Tell people that they are dealing with an AI system, at the latest at the first contact.',
      fr: "Informer les personnes qu'elles échangent avec un système d'IA, au plus tard au premier contact.",
    },
  }),
  aiAct(aiActDates.transparency, {
    id: 'ai-mark-output',
    provision: 'Art. 50(2)',
    all: [],
    any: ['flag:synthetic_media', 'article:AI Act 50(2)'],
    text: {
      en: 'Mark generated content in a machine-readable way (systems already on the market: by 2 December 2026).',
      fr: 'Marquer le contenu généré de façon lisible par machine (systèmes déjà sur le marché : au 2 décembre 2026).',
    },
  }),
  aiAct(aiActDates.transparency, {
    id: 'ai-tell-emotion',
    provision: 'Art. 50(3)',
    all: [],
    any: ['flag:emotion_other', 'article:AI Act 50(3)'],
    text: {
      en: 'Tell the people whose emotions are recognised.',
      fr: 'Informer les personnes dont les émotions sont reconnues.',
    },
  }),
  aiAct(aiActDates.transparency, {
    id: 'ai-disclose-deepfake',
    provision: 'Art. 50(4)',
    all: [],
    any: ['flag:deepfake', 'flag:public_interest_text', 'article:AI Act 50(4)'],
    text: {
      en: 'Disclose that the content is artificial, unless a person answers editorially for the text.',
      fr: "Indiquer que le contenu est artificiel, sauf responsabilité éditoriale d'une personne pour le texte.",
    },
  }),
  gdpr({
    id: 'gdpr-register',
    provision: 'Art. 30',
    all: ['personal-data'],
    text: { en: 'Enter the processing in the register.', fr: 'Inscrire le traitement au registre.' },
  }),
  gdpr({
    id: 'gdpr-basis',
    provision: 'Art. 6',
    all: ['personal-data', 'basis-unknown'],
    text: {
      en: 'Settle the legal basis of every source before its data is loaded.',
      fr: 'Fixer la base légale de chaque source avant de charger ses données.',
    },
  }),
  gdpr({
    id: 'gdpr-inform',
    provision: 'Art. 13-14',
    all: ['personal-data'],
    text: {
      en: 'Tell the people concerned about this use.',
      fr: 'Informer les personnes concernées de cet usage.',
    },
  }),
  gdpr({
    id: 'gdpr-special',
    provision: 'Art. 9-10',
    all: ['special-data'],
    text: {
      en: 'Have an exception for sensitive or criminal data, in writing, or leave the data out.',
      fr: 'Disposer par écrit d’une exception pour les données sensibles ou pénales, ou les écarter.',
    },
  }),
  gdpr({
    id: 'gdpr-processor',
    provision: 'Art. 28',
    all: ['personal-data'],
    text: {
      en: 'Have a data processing agreement with the cloud provider and with whoever operates the system.',
      fr: "Conclure un contrat de sous-traitance avec l'hébergeur et avec l'exploitant du système.",
    },
  }),
  gdpr({
    id: 'gdpr-automated-decision',
    provision: 'Art. 22',
    all: ['decision-on-persons'],
    any: ['decision:automatic', 'article:GDPR 22'],
    text: {
      en: 'Let a person review decisions with legal or similar effect, and let people contest them.',
      fr: 'Faire revoir par une personne les décisions à effet juridique ou similaire, et permettre de les contester.',
    },
  }),
  gdpr({
    id: 'gdpr-transfer',
    provision: 'Art. 44-49',
    all: ['personal-data', 'transfer'],
    text: {
      en: 'Cover transfers outside the European Economic Area by an adequacy decision or standard clauses.',
      fr: "Encadrer les transferts hors de l'Espace économique européen (décision d'adéquation ou clauses types).",
    },
  }),
  {
    id: 'gdpr-dpia',
    law: 'GDPR',
    provision: 'Art. 35',
    from: gdprFrom,
    all: ['dpia-due'],
    text: {
      en: 'Finish a data protection impact assessment before processing starts.',
      fr: "Achever une analyse d'impact (AIPD) avant le début du traitement.",
    },
    ...dpiaSource,
  },
  {
    id: 'eprivacy-consent',
    law: 'ePrivacy',
    provision: 'Art. 13',
    from: '2002-07-31',
    all: [],
    any: ['article:ePrivacy'],
    text: {
      en: 'Send marketing messages only to people who agreed, and let them withdraw in one click.',
      fr: "N'envoyer de messages commerciaux qu'aux personnes qui y ont consenti, avec retrait en un clic.",
    },
    source: 'Directive 2002/58/EC',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
  {
    id: 'fr-cse',
    law: 'French law',
    provision: 'Code du travail L2312-38',
    from: '2018-01-01',
    all: ['country:FR', 'affects:employees', 'cse-not-consulted'],
    text: {
      en: 'Inform and consult the works council before introducing the system.',
      fr: "Informer et consulter le CSE avant l'introduction du système.",
    },
    source: 'Code du travail',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
  {
    id: 'fr-hds',
    law: 'French law',
    provision: 'Code de la santé publique L1111-8',
    from: '2018-04-01',
    all: ['country:FR', 'health-data'],
    text: {
      en: 'Host the health data with a certified host (HDS).',
      fr: 'Héberger les données de santé chez un hébergeur certifié (HDS).',
    },
    source: 'Code de la santé publique',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
  {
    id: 'client-residency',
    law: 'Client rule',
    provision: '/constraints/residency',
    from: '1970-01-01',
    all: ['residency-rule'],
    text: {
      en: 'Keep data, backups and model calls inside the area the client set.',
      fr: 'Conserver données, sauvegardes et appels de modèles dans la zone fixée par le client.',
    },
    source: 'The diagnostic',
    asOf: '2026-11-21',
    reviewedBy: null,
  },
];
