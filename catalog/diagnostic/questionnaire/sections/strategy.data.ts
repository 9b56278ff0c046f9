import type { Section } from '../question.ts';
import { objectives } from '../options.data.ts';
import { option, say, yesNo } from '../words.ts';

/** What the client wants to reach, and who stands behind it. */
export const strategy: Section = {
  id: 'objectives',
  title: say('Objectives', 'Objectifs'),
  intro: say(
    'With the managing director and the sponsor. Objectives decide what a use case is worth to this client.',
    'Avec la direction et le parrain. Les objectifs décident de ce que vaut un cas d’usage pour ce client.',
  ),
  parts: [
    {
      id: 'objectives',
      kind: 'portions',
      at: '/strategy/objectives',
      text: say(
        'What should data and AI bring? Share 100 points among one to five objectives.',
        'Que doivent apporter la donnée et l’IA ? Répartir 100 points entre un et cinq objectifs.',
      ),
      example: say(
        'revenue 50, cost 30, customer_experience 20',
        'revenue 50, cost 30, customer_experience 20',
      ),
      options: objectives,
      of: 'shares',
      asList: true,
      most: 5,
      minutes: 3,
      required: true,
    },
    {
      each: '/strategy/objectives',
      label: 'id',
      labels: objectives,
      usual: 3,
      parts: [
        {
          id: 'objective-kpi',
          kind: 'text',
          at: '/strategy/objectives/#/targetKpi',
          text: say(
            'By which figure will one know that it is reached?',
            'À quel chiffre saura-t-on qu’il est atteint ?',
          ),
          example: say('Dead stock down by 20 %', 'Stock dormant −20 %'),
          longest: 300,
          minutes: 1,
        },
        {
          id: 'objective-horizon',
          kind: 'number',
          at: '/strategy/objectives/#/horizonMonths',
          text: say('Within how many months should it show?', 'Dans combien de mois cela doit-il se voir ?'),
          min: 0,
          max: 120,
          unit: say('months', 'mois'),
          minutes: 0.3,
        },
      ],
    },
    {
      id: 'sponsor-role',
      kind: 'text',
      at: '/strategy/sponsor/role',
      text: say('What is the job title of the sponsor?', 'Quelle est la fonction du parrain ?'),
      help: say('The one who can decide on money and people.', 'La personne qui peut décider des moyens.'),
      longest: 300,
      minutes: 0.3,
    },
    {
      id: 'sponsor-named',
      kind: 'choice',
      at: '/strategy/sponsor/named',
      text: say('Has a named person accepted that role?', 'Une personne désignée a-t-elle accepté ce rôle ?'),
      when: [{ at: '/strategy/sponsor/role', known: true }],
      options: yesNo,
      minutes: 0.2,
      required: true,
    },
    {
      id: 'sponsor-hours',
      kind: 'number',
      at: '/strategy/sponsor/hoursPerMonth',
      text: say(
        'How many hours a month can the sponsor give?',
        'Combien d’heures par mois le parrain peut-il donner ?',
      ),
      when: [{ at: '/strategy/sponsor/named', is: [true] }],
      min: 0,
      max: 200,
      unit: say('hours', 'heures'),
      minutes: 0.2,
    },
    {
      id: 'deadline',
      kind: 'date',
      at: '/strategy/deadline',
      text: say(
        'Is there a day by which something has to be live?',
        'Y a-t-il une date à laquelle quelque chose doit être en service ?',
      ),
      example: say('2027-04-30', '30/04/2027'),
      minutes: 0.3,
    },
    {
      id: 'exclusions',
      kind: 'lines',
      at: '/strategy/exclusions',
      text: say(
        'What does the client not want, whatever the benefit?',
        'De quoi le client ne veut-il pas, quel qu’en soit le gain ?',
      ),
      help: say(
        'Topics, or ids of use cases. What is named here is never proposed.',
        'Des sujets, ou des identifiants de cas d’usage. Ce qui est nommé ici n’est jamais proposé.',
      ),
      most: 60,
      longest: 300,
      minutes: 0.7,
    },
    {
      id: 'appetite',
      kind: 'choice',
      at: '/strategy/appetite',
      text: say('How much risk is it willing to take?', 'Quel risque accepte-t-il de prendre ?'),
      help: say(
        'A cautious client is not offered high-risk uses.',
        'Un client prudent ne se voit pas proposer d’usage à haut risque.',
      ),
      options: [
        option('fast_follow', 'Wants to be early', 'Veut être parmi les premiers'),
        option('balanced', 'Weighs it', 'Pèse le pour et le contre'),
        option('cautious', 'Would rather wait', 'Préfère attendre'),
      ],
      minutes: 0.5,
    },
  ],
};
