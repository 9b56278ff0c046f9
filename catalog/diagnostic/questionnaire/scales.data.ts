import { say } from './words.ts';

/** What fitness for use means, 0–4. */
export const quality = {
  0: say('Unusable', 'Inutilisable'),
  1: say('Every use needs repair by hand', 'Chaque usage demande des reprises à la main'),
  2: say('Usable with known gaps', 'Utilisable, avec des défauts connus'),
  3: say('Good, few errors', 'Bonne, peu d’erreurs'),
  4: say('Excellent, checked', 'Excellente, contrôlée'),
} as const;

/** What a level of a skill means, 0–4: the best person who has time counts. */
export const skill = {
  0: say('Nobody', 'Personne'),
  1: say('Beginner', 'Débute'),
  2: say('Gets by', 'Se débrouille'),
  3: say('Works with it every day', 'La pratique tous les jours'),
  4: say('Could teach it', 'Pourrait l’enseigner'),
} as const;

/** How stable identifiers are, 0–4. */
export const keyStability = {
  0: say('They change at will', 'Ils changent sans règle'),
  2: say('Re-used or re-numbered now and then', 'Réattribués ou renumérotés parfois'),
  4: say('Never change', 'Ne changent jamais'),
} as const;
