import type { UseCase } from '../schema/generated/diagnostic.ts';
import type { Dated, Text } from '../dated.ts';

/** A circumstance a consultant ticks on a use case. */
export type ContextFlag = UseCase['contextFlags'][number];

/** Class of a use under the EU AI Act, mildest first. */
export const aiActClasses = ['minimal', 'limited', 'high', 'prohibited'] as const;
export type AiActClass = (typeof aiActClasses)[number];

/** Dates the provisions apply from, after the Digital Omnibus. */
export const aiActDates = {
  literacy: '2025-02-02',
  prohibited: '2025-02-02',
  intimateImagery: '2026-12-02',
  transparency: '2026-08-02',
  markingOfExistingSystems: '2026-12-02',
  annexIII: '2027-12-02',
  annexI: '2028-08-02',
} as const;

export const aiActSource: Dated = {
  source:
    'Regulation (EU) 2024/1689; dates as amended by the Digital Omnibus (Council approval 29 June 2026, second-hand)',
  asOf: '2026-11-21',
  reviewedBy: null,
};

/** What one context flag does to the class of a use. */
export interface FlagRule {
  readonly flag: ContextFlag;
  readonly class: Exclude<AiActClass, 'minimal'>;
  readonly provision: string;
  /** Day it applies from, YYYY-MM-DD. */
  readonly from: string;
  readonly text: Text;
}

const prohibited = (flag: ContextFlag, provision: string, en: string, fr: string): FlagRule => ({
  flag,
  class: 'prohibited',
  provision: `AI Act ${provision}`,
  from: flag === 'intimate_imagery' ? aiActDates.intimateImagery : aiActDates.prohibited,
  text: { en, fr },
});
const annexIII = (flag: ContextFlag, point: string, en: string, fr: string): FlagRule => ({
  flag,
  class: 'high',
  provision: `AI Act Annex III ${point}`,
  from: aiActDates.annexIII,
  text: { en, fr },
});
const transparency = (flag: ContextFlag, provision: string, en: string, fr: string): FlagRule => ({
  flag,
  class: 'limited',
  provision: `AI Act ${provision}`,
  from: aiActDates.transparency,
  text: { en, fr },
});

/** One rule per flag that has a meaning in the AI Act; the other flags concern data protection only. */
export const flagRules: readonly FlagRule[] = [
  prohibited('manipulation', '5(1)(a)', 'manipulates people', 'manipule des personnes'),
  prohibited(
    'exploits_vulnerability',
    '5(1)(b)',
    "exploits people's vulnerabilities",
    'exploite la vulnérabilité de personnes',
  ),
  prohibited('social_scoring', '5(1)(c)', 'social scoring', 'notation sociale'),
  prohibited(
    'individual_crime_prediction',
    '5(1)(d)',
    'predicts crimes of individuals by profiling',
    "prédit des infractions d'individus par profilage",
  ),
  prohibited(
    'face_scraping',
    '5(1)(e)',
    'builds face databases by untargeted scraping',
    'constitue des bases de visages par moissonnage non ciblé',
  ),
  prohibited(
    'emotion_at_work',
    '5(1)(f)',
    'infers emotions at work or in education',
    "déduit les émotions au travail ou dans l'enseignement",
  ),
  prohibited(
    'biometric_categorisation_sensitive',
    '5(1)(g)',
    'sorts people by sensitive traits from biometrics',
    'classe des personnes selon des traits sensibles à partir de la biométrie',
  ),
  prohibited(
    'realtime_biometric_id',
    '5(1)(h)',
    'identifies people remotely in real time in public places',
    "identifie à distance et en temps réel des personnes dans l'espace public",
  ),
  prohibited(
    'intimate_imagery',
    '5 as amended',
    'makes intimate imagery of people without consent',
    'produit des images intimes de personnes sans consentement',
  ),
  annexIII(
    'critical_infrastructure',
    '2',
    'safety of critical infrastructure',
    "sécurité d'infrastructures critiques",
  ),
  annexIII(
    'education_access',
    '3',
    'access to or assessment in education',
    "accès à l'enseignement ou évaluation",
  ),
  annexIII('recruitment', '4(a)', 'recruitment', 'recrutement'),
  annexIII(
    'worker_management',
    '4(b)',
    'management or evaluation of workers',
    'gestion ou évaluation de travailleurs',
  ),
  annexIII(
    'essential_services',
    '5(a)',
    'access to public benefits and services',
    'accès aux prestations et services publics',
  ),
  annexIII(
    'credit_scoring',
    '5(b)',
    'creditworthiness of natural persons',
    'solvabilité de personnes physiques',
  ),
  annexIII(
    'insurance_pricing',
    '5(c)',
    'life or health insurance pricing',
    "tarification d'assurance vie ou santé",
  ),
  annexIII(
    'migration',
    '7',
    'migration, asylum and border control',
    'migration, asile et contrôle aux frontières',
  ),
  annexIII(
    'justice',
    '8',
    'administration of justice and democratic processes',
    'justice et processus démocratiques',
  ),
  {
    flag: 'medical_device',
    class: 'high',
    provision: 'AI Act Annex I',
    from: aiActDates.annexI,
    text: { en: 'part of a medical device', fr: "composant d'un dispositif médical" },
  },
  transparency(
    'talks_to_people',
    '50(1)',
    'talks to people directly',
    'dialogue directement avec des personnes',
  ),
  transparency('synthetic_media', '50(2)', 'makes synthetic content', 'produit du contenu synthétique'),
  transparency(
    'emotion_other',
    '50(3)',
    'recognises emotions outside work and education (check Annex III 1(c))',
    "reconnaît des émotions hors travail et enseignement (vérifier l'annexe III 1(c))",
  ),
  transparency('deepfake', '50(4)', 'makes deepfakes', 'produit des hypertrucages'),
  transparency(
    'public_interest_text',
    '50(4)',
    'publishes text on matters of public interest',
    "publie des textes d'intérêt public",
  ),
];

/** Uses a flag does not raise, because the law excepts them. */
export const flagExceptions: readonly {
  readonly flag: ContextFlag;
  readonly entry: string;
  readonly text: Text;
}[] = [
  {
    flag: 'credit_scoring',
    entry: 'fa-fraud',
    text: {
      en: 'detecting financial fraud is excepted from credit scoring (Annex III 5(b))',
      fr: "la détection de fraude financière est exclue de l'évaluation de solvabilité (annexe III 5(b))",
    },
  },
];
