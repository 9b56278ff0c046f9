import { isBuilt } from '../catalog.ts';
import { limitNames } from '../names/client.ts';
import type { Selection } from '../schema/generated/types.ts';
import type { Contrast } from './contrast.ts';
import type { Decision } from './decide.ts';
import { criterionNames, itemNames, packageNames, whatIfText } from './describe.ts';
import { investmentOf } from './roi.ts';
import type { Roi, Scenario } from './roi.ts';
import { euros, list, number, text } from './text.ts';
import type { Language, Text } from './text.ts';
import type { WhatIf } from './whatif.ts';
import type { World } from './world.ts';

/** What the explanation is told from. */
export interface Story {
  readonly world: World;
  readonly decision: Decision;
  readonly provisional: boolean;
  readonly contrast: Contrast | undefined;
  readonly roi: Roi | undefined;
  readonly sensitivity: Selection['sensitivity'];
  readonly whatIfs: readonly WhatIf[];
}

type Sentence = (story: Story, language: Language) => string | undefined;

/** The reasoning in a few sentences, one a line. */
export function explain(story: Story): Text {
  return text((language) => sentences.flatMap((sentence) => sentence(story, language) ?? []).join('\n'));
}

/** How many ways to another advice the text names; the document has all. */
const whatIfsTold = 3;

const contradicted: Sentence = ({ provisional }, language) => {
  if (!provisional) return undefined;
  return language === 'en'
    ? 'Some answers contradict each other and the advice depends on which is right: only what holds either way is advised. Settle them first.'
    : "Des réponses se contredisent et l'avis dépend de celle qui est juste : seul ce qui vaut dans tous les cas est conseillé. À clarifier d'abord.";
};

const bought: Sentence = ({ decision: { chosen } }, language) => {
  if (chosen === undefined) return undefined;
  const { low, mid, high } = investmentOf(chosen);
  const range = span(low, high, language);
  const cost = euros(mid, language);
  const run = euros(chosen.opex, language);
  const weeks = number(chosen.path, language, Number.isInteger(chosen.path) ? 0 : 1);
  return language === 'en'
    ? `It costs ${cost} to build (${range}), ${run} a month to run, and takes ${weeks} weeks.`
    : `Réalisation : ${cost} (${range}), exploitation : ${run} par mois, délai : ${weeks} semaines.`;
};

const planned: Sentence = ({ decision: { chosen } }, language) => {
  const open = (chosen?.items ?? []).filter(({ entry }) => !isBuilt(entry));
  if (open.length === 0) return undefined;
  const names = itemNames(open, language);
  return language === 'en'
    ? `Still planned, so it cannot be generated today: ${names}. --only-built chooses among what can.`
    : `Encore en projet, donc non générable aujourd'hui : ${names}. --only-built choisit parmi ce qui l'est.`;
};

const why: Sentence = ({ contrast, world }, language) => {
  if (contrast === undefined) return undefined;
  const names = contrast.rival.map((id) => world.shelf.entries.get(id)?.name[language] ?? id).join(' + ');
  const terms = (sign: number): string =>
    contrast.terms
      .filter(({ lead }) => lead * sign > 0)
      .map(({ criterion, lead }) => `${criterionNames[criterion][language]} ${signed(lead, language)}`)
      .join(', ');
  const pros = terms(1);
  const cons = terms(-1);
  const total = signed(contrast.total, language);
  if (language === 'en') {
    return `Against the next best (${names}) it leads by ${total}: ${pros === '' ? 'nothing for it' : pros}${cons === '' ? '' : `; against it ${cons}`}.`;
  }
  return `Face au suivant (${names}), son avance est de ${total} : ${pros === '' ? 'aucun avantage' : pros}${cons === '' ? '' : ` ; contre lui ${cons}`}.`;
};

const tolerance: Sentence = ({ decision: { chosen, byTolerance } }, language) => {
  if (!byTolerance || chosen?.name === undefined || chosen.name === null) return undefined;
  const name = packageNames[chosen.name][language];
  return language === 'en'
    ? `A custom pair scores up to .02 higher; ${name} is preferred because it is delivered the same way each time.`
    : `Une paire sur mesure obtient jusqu'à 0,02 de plus ; ${name} est préférée car sa réalisation est éprouvée.`;
};

const earned: Sentence = ({ roi, decision: { chosen } }, language) => {
  if (chosen === undefined) return undefined;
  if (roi === undefined) {
    return language === 'en'
      ? 'What it earns cannot be computed: the benefit of an item is unknown.'
      : "Le retour ne peut pas être calculé : le bénéfice d'un cas d'usage est inconnu.";
  }
  return roi.scenarios.map((each) => scenarioText(each, language)).join(' ');
};

function scenarioText(scenario: Scenario, language: Language): string {
  const { npv, paybackMonths, bcr3, retainerEURPerMonth, successFee, breakEven } = scenario;
  const en = language === 'en';
  const terms =
    retainerEURPerMonth === 0
      ? en
        ? 'Without a retainer'
        : 'Sans contrat de services'
      : `${en ? 'With a retainer of' : 'Avec un contrat de services de'} ${euros(retainerEURPerMonth, language)} ${en ? 'a month' : 'par mois'}${successFee === 0 ? '' : `${en ? ' and a success fee of' : ' et une part variable de'} ${number(successFee * 100, language)} %`}`;
  const back =
    paybackMonths === null
      ? en
        ? 'never pays back'
        : 'jamais amorti'
      : en
        ? `pays back in ${number(paybackMonths, 'en', 1)} months`
        : `amorti en ${number(paybackMonths, 'fr', 1)} mois`;
  const range = span(npv.p10, npv.p90, language);
  const ratio = number(bcr3, language, 2);
  const below =
    bcr3 >= 3
      ? ''
      : en
        ? ` (below the threefold return: that needs ${euros(breakEven.threefold, 'en')} a year)`
        : ` (sous le triple : il faudrait ${euros(breakEven.threefold, 'fr')} par an)`;
  return en
    ? `${terms} it is worth ${euros(npv.mean, 'en')} over three years (${range} in 8 of 10 cases), ${back}, and returns ${ratio} times its cost${below}.`
    : `${terms}, sa valeur sur trois ans est de ${euros(npv.mean, 'fr')} (${range} dans 8 cas sur 10), ${back}, retour de ${ratio} fois le coût${below}.`;
}

const robustness: Sentence = ({ sensitivity }, language) => {
  if (sensitivity === null) return undefined;
  const { label, weightChanges, acceptability, answerFlips, boundBy, scope } = sensitivity;
  const share = number(acceptability.share * 100, language);
  const labels: Record<typeof label, Text> = {
    robust: { en: 'Robust', fr: 'Robuste' },
    sensitive: { en: 'Sensitive', fr: 'Sensible' },
    fragile: { en: 'Fragile', fr: 'Fragile' },
  };
  const flips = answerFlips.flips.length;
  const en = language === 'en';
  const scoped =
    scope.entries === scope.of
      ? ''
      : en
        ? ` Tested on the ${scope.entries} best of ${scope.of} entries.`
        : ` Testé sur les ${scope.entries} meilleures entrées sur ${scope.of}.`;
  const bound =
    boundBy.length === 0
      ? ''
      : en
        ? ` More ${list(
            boundBy.map((name) => limitNames[name].en),
            'en',
          )} would buy something better.`
        : ` Davantage de ${list(
            boundBy.map((name) => limitNames[name].fr),
            'fr',
          )} permettrait mieux.`;
  return en
    ? `${labels[label].en}: it holds under ${weightChanges.held} of ${weightChanges.of} weight changes and ${share} % of random weights; ${flips} of ${answerFlips.tried} one-level changes of an answer would change it.${bound}${scoped}`
    : `${labels[label].fr} : il tient dans ${weightChanges.held} changements de poids sur ${weightChanges.of} et ${share} % des poids tirés au hasard ; ${flips} changements d'un niveau de réponse sur ${answerFlips.tried} le modifieraient.${bound}${scoped}`;
};

const missing: Sentence = ({ decision, world }, language) => {
  if (decision.chosen !== undefined) return undefined;
  const failing = world.candidates.length;
  const begin = decision.foundation?.name[language];
  if (language === 'en') {
    const why =
      failing === 0
        ? 'No use case of the catalog was assessed.'
        : 'No assessed use case passes every gate within the limits.';
    return begin === undefined ? why : `${why} Begin with a foundation: ${begin}.`;
  }
  const why =
    failing === 0
      ? "Aucun cas d'usage du catalogue n'a été évalué."
      : "Aucun cas d'usage évalué ne passe tous les critères dans les limites.";
  return begin === undefined ? why : `${why} Commencer par une fondation : ${begin}.`;
};

const otherwise: Sentence = ({ whatIfs }, language) => {
  if (whatIfs.length === 0) return undefined;
  const told = whatIfs
    .slice(0, whatIfsTold)
    .map(({ edits, decision }) => whatIfText(edits, decision)[language]);
  return `${language === 'en' ? 'What would change it. ' : "Ce qui changerait l'avis. "}${told.join(' ')}`;
};

const sentences: readonly Sentence[] = [
  contradicted,
  missing,
  bought,
  planned,
  why,
  tolerance,
  earned,
  robustness,
  otherwise,
];

function signed(value: number, language: Language): string {
  return `${value > 0 ? '+' : ''}${number(value, language, 4)}`;
}

function span(low: number, high: number, language: Language): string {
  return `${euros(low, language)} ${language === 'en' ? 'to' : 'à'} ${euros(high, language)}`;
}
