import type { Text } from '../../dated.ts';

export const roiWords = {
  none: {
    en: 'No return is computed: nothing is chosen, or nobody could put a figure on a benefit. An unknown benefit is not counted as zero.',
    fr: "Aucun retour n'est calculé : rien n'est choisi, ou personne n'a su chiffrer un bénéfice. Un bénéfice inconnu ne compte pas pour zéro.",
  },
  delivery: { en: 'Without a retainer', fr: 'Hors contrat de services' },
  retainer: { en: 'With a retainer', fr: 'Avec contrat de services' },
  retainer_and_success_fee: { en: 'With a retainer and a success fee', fr: 'Avec contrat et part variable' },
  npv: { en: 'Net present value over 3 years', fr: 'Valeur actuelle nette sur 3 ans' },
  npvFigure: {
    en: 'Net present value: the dot is the expected value, the bar holds 8 of 10 cases (P10 to P90)',
    fr: 'Valeur actuelle nette : le point est la valeur attendue, la barre contient 8 cas sur 10 (P10 à P90)',
  },
  needed: { en: 'Benefit a year that is needed', fr: 'Bénéfice annuel nécessaire' },
  neededFigure: {
    en: 'Benefit a year that is needed: from break-even (left end) to three times the cost (right end)',
    fr: "Bénéfice annuel nécessaire : de l'équilibre (à gauche) à trois fois le coût (à droite)",
  },
  expected: { en: 'expected', fr: 'attendu' },
  breakEven: { en: 'break-even', fr: 'équilibre' },
  threefold: { en: 'threefold', fr: 'triple' },
  scenarios: { en: 'Return by commercial terms', fr: 'Retour selon les conditions commerciales' },
  scenario: { en: 'Terms', fr: 'Conditions' },
  retainerAmount: { en: 'Retainer a month', fr: 'Contrat par mois' },
  fee: { en: 'Success fee', fr: 'Part variable' },
  runYear: { en: 'To run, a year', fr: 'Exploitation par an' },
  expectedNpv: { en: 'Net value', fr: 'Valeur nette' },
  payback: { en: 'Payback (months)', fr: 'Retour (mois)' },
  bcr: { en: 'Benefit over cost', fr: 'Bénéfice sur coût' },
  loss: { en: 'Risk of loss', fr: 'Risque de perte' },
  evenBenefit: { en: 'Break-even benefit a year', fr: "Bénéfice d'équilibre par an" },
  threefoldBenefit: { en: 'For threefold return', fr: 'Pour un triple retour' },
  below: {
    en: 'With a retainer the return stays below three times the cost. The threefold return holds without it, or with a larger benefit: both are shown so that you can decide.',
    fr: 'Avec un contrat de services, le retour reste sous le triple du coût. Le triple vaut hors contrat, ou avec un bénéfice plus grand : les deux sont montrés pour vous laisser décider.',
  },
  belowTitle: { en: 'Threefold return', fr: 'Triple retour' },
  benefits: { en: 'Benefits the calculation rests on', fr: 'Bénéfices sur lesquels repose le calcul' },
  status: { en: 'Status', fr: 'État' },
  note: { en: 'Note', fr: 'Remarque' },
} as const satisfies Record<string, Text>;

export const costWords = {
  build: { en: 'Cost to build', fr: 'Coût de réalisation' },
  item: { en: 'Item', fr: 'Poste' },
  delivery: { en: 'Use cases', fr: "Cas d'usage" },
  foundations: { en: 'Foundations', fr: 'Fondations' },
  figure: {
    en: 'Cost a month: the dot is the likely amount, the bar runs from low to high',
    fr: 'Coût par mois : le point est le montant probable, la barre va du bas au haut',
  },
  run: { en: 'Cost to run, a month', fr: "Coût d'exploitation par mois" },
  component: { en: 'Component', fr: 'Composant' },
  byComponent: {
    en: 'Cloud and services a month, by component (test and production)',
    fr: 'Cloud et services par mois, par composant (test et production)',
  },
  basis: { en: 'From', fr: "D'après" },
  prices: { en: 'volumes and prices', fr: 'volumes et prix' },
  catalog: { en: 'estimate of the catalog', fr: 'estimation du catalogue' },
  difference: {
    en: "The first table holds the catalog's estimates that the choice and the return are computed with: all it takes to keep a use case running, people's hours, licences and support included. The second one is the cloud's bill alone, worked out from the volumes of the diagnostic and dated list prices: it shows where that money goes, and is what budgets and alerts are set by. For small volumes it is a small part of the first.",
    fr: "Le premier tableau contient les estimations du catalogue qui servent au choix et au retour : tout ce qu'il faut pour faire tourner un cas d'usage, heures de travail, licences et support compris. Le second est la seule facture du cloud, calculée à partir des volumes du diagnostic et de prix publics datés : il montre où va cet argent et sert à fixer budgets et alertes. Pour de petits volumes, elle est une petite part du premier.",
  },
  assumed: { en: 'Assumed for it:', fr: 'Hypothèses retenues :' },
  listPrices: {
    en: 'List prices without taxes and discounts, from the price book of',
    fr: 'Prix publics, hors taxes et remises, du catalogue de prix du',
  },
  retainer: {
    en: 'Managed services are optional and not in these amounts.',
    fr: 'Les services managés sont optionnels et hors de ces montants.',
  },
  none: { en: 'Nothing is chosen, so there is nothing to run.', fr: "Rien n'est choisi : rien à exploiter." },
} as const satisfies Record<string, Text>;
