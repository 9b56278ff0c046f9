import type { Candidate } from './candidate.ts';
import type { Criterion } from './criteria.ts';
import type { Decision } from './decide.ts';
import type { Edit } from './edits.ts';
import type { PackageName } from './packages.ts';
import { euros, list, number, text } from './text.ts';
import type { Language, Text } from './text.ts';

/** Names of the packages as they are sold. */
export const packageNames: Readonly<Record<PackageName, Text>> = {
  analytics: { en: 'Analytics', fr: 'Analytics' },
  genai: { en: 'GenAI', fr: 'GenAI' },
  custom: { en: 'Custom', fr: 'Sur mesure' },
};

export const criterionNames: Readonly<Record<Criterion | 'shared', Text>> = {
  V: { en: 'value', fr: 'valeur' },
  D: { en: 'data readiness', fr: 'maturité des données' },
  S: { en: 'strategic fit', fr: 'adéquation stratégique' },
  T: { en: 'team', fr: 'équipe' },
  Q: { en: 'quickness', fr: 'rapidité' },
  R: { en: 'regulatory ease', fr: 'simplicité réglementaire' },
  shared: { en: 'shared foundation', fr: 'fondation partagée' },
};

/** Who makes the advice and who decides. */
export const note: Text = {
  en: 'Computed by fixed rules from the diagnostic and the catalog; advice for a person who decides. Legal classes and dates are not legally reviewed.',
  fr: "Calculé par des règles fixes à partir du diagnostic et du catalogue ; un avis pour une personne qui décide. Les classes et dates légales n'ont pas été revues par un juriste.",
};

/** What is advised, in a line. */
export function headlineOf(decision: Decision, provisional: boolean): Text {
  const { chosen } = decision;
  const open: Text = provisional
    ? {
        en: ' (provisional: answers contradict each other)',
        fr: ' (provisoire : des réponses se contredisent)',
      }
    : { en: '', fr: '' };
  if (chosen === undefined) {
    return { en: `Not yet a use case${open.en}`, fr: `Pas encore de cas d'usage${open.fr}` };
  }
  return text((language) => {
    const names = itemNames(chosen.items, language);
    if (chosen.name === null) {
      return `${language === 'en' ? 'One use case: ' : "Un cas d'usage : "}${names}${open[language]}`;
    }
    const title = packageNames[chosen.name][language];
    return language === 'en' ? `${title} package: ${names}${open.en}` : `Offre ${title} : ${names}${open.fr}`;
  });
}

/** Names of use cases side by side; some hold an "and" of their own. */
export function itemNames(items: readonly Candidate[], language: Language): string {
  return items.map(({ entry }) => entry.name[language]).join(' + ');
}

/** What would be advised, to end a sentence that began with other answers. */
export function adviceText(decision: Decision, language: Language): string {
  const { chosen, foundation } = decision;
  if (chosen !== undefined) return itemNames(chosen.items, language);
  if (foundation !== undefined) {
    return language === 'en'
      ? `only a foundation (${foundation.name.en})`
      : `seulement une fondation (${foundation.name.fr})`;
  }
  return language === 'en' ? 'nothing yet' : 'rien pour le moment';
}

/** Other answers and what follows, in a sentence. */
export function whatIfText(edits: readonly Edit[], decision: Decision): Text {
  return text((language) => {
    const changes = list(
      edits.map((edit) => editText(edit, language)),
      language,
    );
    const advice = adviceText(decision, language);
    return language === 'en' ? `With ${changes}: ${advice}.` : `Avec ${changes} : ${advice}.`;
  });
}

function editText({ field, subject, from, to }: Edit, language: Language): string {
  const change = `${plain(from, language)} → ${plain(to, language)}`;
  const en = language === 'en';
  switch (field) {
    case 'quality':
      return en ? `quality of ${subject} ${change}` : `qualité de ${subject} ${change}`;
    case 'history':
      return en ? `history of ${subject} ${change} months` : `historique de ${subject} ${change} mois`;
    case 'access':
      return en ? `access to ${subject} ${change}` : `accès à ${subject} ${change}`;
    case 'team':
      return en ? `team level in ${subject} ${change}` : `niveau de l'équipe en ${subject} ${change}`;
    case 'managedServices':
      return en ? 'managed services wanted' : 'des services managés souhaités';
    case 'benefit':
      return en ? `benefit of ${subject} ${change} € a year` : `bénéfice de ${subject} ${change} € par an`;
    case 'capex':
      return en ? `a budget of ${euros(Number(to), 'en')}` : `un budget de ${euros(Number(to), 'fr')}`;
    case 'opex':
      return en
        ? `a running budget of ${euros(Number(to), 'en')} a month`
        : `un budget d'exploitation de ${euros(Number(to), 'fr')} par mois`;
    case 'weeks':
      return en
        ? `${number(Number(to), 'en')} weeks available`
        : `${number(Number(to), 'fr')} semaines disponibles`;
    case 'source':
      return en
        ? `a source of ${subject} (files, usable quality)`
        : `une source de ${subject} (fichiers, qualité exploitable)`;
  }
}

function plain(value: Edit['from'] | Edit['to'], language: Language): string {
  if (value === null) return language === 'en' ? 'unknown' : 'inconnu';
  if (typeof value === 'number') return number(value, language, Number.isInteger(value) ? 0 : 1);
  return typeof value === 'object' ? value.id : String(value);
}
