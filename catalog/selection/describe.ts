import { accessNames } from '../names/data.ts';
import type { Entry } from '../schema/generated/types.ts';
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

/** Entries by their names, in a list; an id the catalog does not have stays. */
export function entryNames(
  ids: readonly string[],
  entries: ReadonlyMap<string, Entry>,
  language: Language,
): string {
  return list(
    ids.map((id) => entries.get(id)?.name[language] ?? id),
    language,
  );
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

function editText({ field, named, from, to }: Edit, language: Language): string {
  const subject = named[language];
  const en = language === 'en';
  const amount = (value: Edit['from'] | Edit['to']): string => plain(value, field, language);
  const now = from === null ? (en ? '(unknown today)' : "(inconnu aujourd'hui)") : amount(from);
  const instead = from === null ? now : en ? `instead of ${now}` : `au lieu de ${now}`;
  switch (field) {
    case 'quality':
      return en
        ? `quality ${amount(to)} ${instead} for ${subject}`
        : `une qualité de ${amount(to)} ${instead} pour ${subject}`;
    case 'history':
      return en
        ? `${amount(to)} months of history ${instead} for ${subject}`
        : `${amount(to)} mois d'historique ${instead} pour ${subject}`;
    case 'access':
      return en
        ? `${subject} at access level "${amount(to)}" ${instead}`
        : `${subject} au niveau d'accès « ${amount(to)} » ${instead}`;
    case 'team':
      return en
        ? `team level ${amount(to)} ${instead} in ${subject}`
        : `un niveau de l'équipe de ${amount(to)} ${instead} en ${subject}`;
    case 'managedServices':
      return en ? 'managed services wanted' : 'des services managés souhaités';
    case 'benefit':
      return en
        ? `a benefit of ${amount(to)} a year ${instead} from ${subject}`
        : `un bénéfice de ${amount(to)} par an ${instead} pour ${subject}`;
    case 'capex':
      return en ? `a budget of ${amount(to)}` : `un budget de ${amount(to)}`;
    case 'opex':
      return en
        ? `a running budget of ${amount(to)} a month`
        : `un budget d'exploitation de ${amount(to)} par mois`;
    case 'weeks':
      return en ? `${amount(to)} weeks available` : `${amount(to)} semaines disponibles`;
    case 'source':
      return en
        ? `a source of ${subject} (files, usable quality)`
        : `une source de ${subject} (fichiers, qualité exploitable)`;
  }
}

/** A value of an answer as it is read: euros as euros, ways of access by name. */
function plain(
  value: Exclude<Edit['from'] | Edit['to'], null> | null,
  field: Edit['field'],
  language: Language,
): string {
  if (typeof value === 'number') {
    if (field === 'benefit' || field === 'capex' || field === 'opex') return euros(value, language);
    return number(value, language, Number.isInteger(value) ? 0 : 1);
  }
  if (typeof value !== 'string') return '';
  return isAccess(value) ? accessNames[value][language] : value;
}

function isAccess(value: string): value is keyof typeof accessNames {
  return Object.hasOwn(accessNames, value);
}
