import type { Section } from '../question.ts';
import { option, say, yesNo } from '../words.ts';

/** Commercial terms and the end of the diagnostic; the terms are never handed to the client. */
export const commercial: Section = {
  id: 'commercial',
  title: say('Terms and closing', 'Conditions et clôture'),
  intro: say(
    'Without the client. None of the terms is part of what the client is handed.',
    'Sans le client. Rien des conditions ne figure dans ce qui lui est remis.',
  ),
  parts: [
    {
      id: 'offer',
      kind: 'choice',
      at: '/commercial/offer',
      text: say('What is being sold?', 'Que vend-on ?'),
      options: [
        option('diagnostic', 'A diagnostic', 'Un diagnostic'),
        option('package', 'A package of use cases', 'Une offre de cas d’usage'),
        option('managed', 'A managed service', 'Un service géré'),
      ],
      minutes: 0.2,
    },
    {
      id: 'deal-partners',
      kind: 'lines',
      at: '/commercial/partners',
      text: say('Which partners take part?', 'Quels partenaires participent ?'),
      most: 20,
      longest: 300,
      minutes: 0.2,
    },
    {
      id: 'domain-expert',
      kind: 'choice',
      at: '/commercial/domainExpert',
      text: say('Does a domain expert take part?', 'Un expert métier participe-t-il ?'),
      options: yesNo,
      minutes: 0.1,
    },
    {
      id: 'retainer',
      kind: 'number',
      at: '/commercial/retainerEURPerMonth',
      text: say('What does the managed service cost in a month?', 'Combien coûte le service géré par mois ?'),
      min: 0,
      unit: say('€ a month', '€ par mois'),
      minutes: 0.2,
    },
    {
      id: 'success-fee',
      kind: 'number',
      at: '/commercial/successFeePct',
      text: say(
        'Which share of the benefit is paid as success fee?',
        'Quelle part du gain est versée en prime de succès ?',
      ),
      min: 10,
      max: 20,
      unit: say('%', '%'),
      minutes: 0.2,
    },
    {
      id: 'effort-days',
      kind: 'number',
      at: '/meta/effortDays',
      text: say(
        'How many expert days did the diagnostic take?',
        'Combien de jours d’expert le diagnostic a-t-il demandés ?',
      ),
      min: 0,
      max: 60,
      unit: say('days', 'jours'),
      minutes: 0.1,
    },
    {
      id: 'completed-on',
      kind: 'date',
      at: '/meta/completedOn',
      text: say('On which day was it finished?', 'Quel jour a-t-il été terminé ?'),
      help: say(
        'Everything dated is worked out as of this day.',
        'Tout ce qui est daté est calculé à ce jour.',
      ),
      minutes: 0.1,
    },
  ],
};
