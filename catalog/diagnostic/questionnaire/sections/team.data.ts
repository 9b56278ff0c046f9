import type { LevelQuestion, Section } from '../question.ts';
import { roles } from '../options.data.ts';
import { skill } from '../scales.data.ts';
import { option, say, yesNo } from '../words.ts';

function level(field: string, text: LevelQuestion['text']): LevelQuestion {
  return {
    id: `skill-${field}`,
    kind: 'level',
    at: `/team/levels/${field}`,
    text,
    help: say(
      'The best person who has time for it counts, not the average.',
      'C’est la meilleure personne disponible qui compte, non la moyenne.',
    ),
    min: 0,
    max: 4,
    anchors: skill,
    minutes: 0.6,
  };
}

/** Who can do the work and keep it running. */
export const team: Section = {
  id: 'team',
  title: say('Team', 'Équipe'),
  intro: say(
    'With whoever leads the people who work with data.',
    'Avec qui dirige les personnes qui travaillent sur les données.',
  ),
  parts: [
    {
      id: 'headcount',
      kind: 'portions',
      at: '/team/headcount',
      text: say(
        'How many full-time equivalents are there by role?',
        'Combien d’équivalents temps plein par rôle ?',
      ),
      example: say('analyst 1, devops 0.5', 'analyst 1, devops 0,5'),
      options: roles,
      of: 'counts',
      minutes: 1,
    },
    level('sql', say('Querying with SQL', 'Interroger en SQL')),
    level('python', say('Programming in Python', 'Programmer en Python')),
    level('cloud', say('Working in a cloud', 'Travailler dans un cloud')),
    level('ml', say('Building models', 'Construire des modèles')),
    level('genai', say('Working with language models', 'Travailler avec des modèles de langage')),
    level('ops', say('Running systems', 'Exploiter des systèmes')),
    {
      id: 'capacity',
      kind: 'number',
      at: '/team/capacityDaysPerMonth',
      text: say(
        'How many days a month can the team give?',
        'Combien de jours par mois l’équipe peut-elle donner ?',
      ),
      min: 0,
      max: 100_000,
      unit: say('days', 'jours'),
      minutes: 0.4,
    },
    {
      id: 'turnover',
      kind: 'choice',
      at: '/team/turnoverRisk',
      text: say(
        'How likely is it that key people leave?',
        'Quel est le risque de départ de personnes clés ?',
      ),
      options: [
        option('low', 'Low', 'Faible'),
        option('medium', 'Medium', 'Moyen'),
        option('high', 'High', 'Élevé'),
      ],
      minutes: 0.3,
    },
    {
      id: 'training',
      kind: 'lines',
      at: '/team/training',
      text: say('Which training has been done?', 'Quelles formations ont été suivies ?'),
      most: 50,
      longest: 300,
      minutes: 0.3,
    },
    {
      id: 'team-languages',
      kind: 'lines',
      at: '/team/languages',
      text: say('In which languages does the team work?', 'Dans quelles langues l’équipe travaille-t-elle ?'),
      example: say('fr, en', 'fr, en'),
      most: 20,
      longest: 35,
      pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
      form: say('language tags such as fr or fr-FR', 'codes de langue comme fr ou fr-FR'),
      minutes: 0.1,
    },
    {
      id: 'managed-services',
      kind: 'choice',
      at: '/team/managedServicesWanted',
      text: say(
        'Does the client want the result to be run for it?',
        'Le client veut-il que le résultat soit exploité pour lui ?',
      ),
      help: say(
        'If so, missing skills weigh less: somebody else runs it.',
        'Si oui, les compétences manquantes pèsent moins : un autre exploite.',
      ),
      options: yesNo,
      minutes: 0.3,
      required: true,
    },
  ],
};
