import type { Text } from '../../dated.ts';
import { say } from './words.ts';

/** What the interview says in the terminal and on the page alike. */
export const words = {
  section: say('Section', 'Section'),
  of: say('of', 'sur'),
  left: say('left', 'restantes'),
  example: say('For example:', 'Par exemple :'),
  percent: say('in percent', 'en pour cent'),
  evidence: say('Evidence', 'Preuve'),
  lost: say(
    'These would go, with the answers about them:',
    'Ceux-ci disparaîtraient, avec les réponses à leur sujet :',
  ),
  sure: say('Take them off?', 'Les retirer ?'),
  contradiction: say('These answers do not fit together', 'Ces réponses ne vont pas ensemble'),
  change: say('Change:', 'Changer :'),
  bothRight: say('Both are right: keep them', 'Les deux sont justes : les garder'),
  review: say('Where the diagnostic stands', 'Où en est le diagnostic'),
  answered: say('answered', 'avec réponse'),
  open: say('open', 'sans réponse'),
  missing: say('still needed', 'encore nécessaires'),
  contradictions: say('contradictions open', 'contradictions ouvertes'),
  notFinished: say('It cannot be finished yet. Still needed:', 'Pas encore terminé. Il manque :'),
  skipped: say('skipped', 'passées'),
  unknown: say('unknown', 'inconnu'),
  refused: say('not said', 'non communiqué'),
  not_applicable: say('does not apply', 'sans objet'),
} as const satisfies Readonly<Record<string, Text>>;
