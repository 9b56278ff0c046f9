import type { Text } from '#catalog/dated.ts';
import { say } from '#catalog/diagnostic/questionnaire/words.ts';

/** What a person can say in place of an answer. */
export type Command =
  'help' | 'back' | 'skip' | 'unknown' | 'refused' | 'not_applicable' | 'note' | 'go' | 'review' | 'quit';

/** The words of each command behind the colon, both languages at once; the first two are shown. */
export const commandWords: Readonly<Record<Command, readonly [en: string, fr: string, ...others: string[]]>> =
  {
    help: ['help', 'aide', 'h'],
    back: ['back', 'retour', 'b'],
    skip: ['skip', 'passer', 's'],
    unknown: ['unknown', 'inconnu', 'u', '?'],
    refused: ['refused', 'refus', 'r'],
    not_applicable: ['na', 'so', 'n'],
    note: ['note', 'note'],
    go: ['go', 'aller', 'g'],
    review: ['review', 'bilan'],
    quit: ['quit', 'quitter', 'q'],
  };

/** Texts of the interview in the terminal. */
export const words = {
  welcome: say(
    'Every answer is saved at once. Enter skips a question, ? explains it.',
    'Chaque réponse est enregistrée aussitôt. Entrée passe une question, ? l’explique.',
  ),
  commands: say(
    ':back · :skip · :unknown · :refused · :na · :note TEXT · :go SECTION · :review · :quit',
    ':retour · :passer · :inconnu · :refus · :so (sans objet) · :note TEXTE · :aller SECTION · :bilan · :quitter',
  ),
  resumed: say('Going on where it stopped.', 'Reprise là où l’on s’était arrêté.'),
  section: say('Section', 'Section'),
  of: say('of', 'sur'),
  left: say('left', 'restantes'),
  now: say('now', 'actuel'),
  enterKeeps: say('Enter keeps it', 'Entrée la garde'),
  proposed: say('Enter for', 'Entrée pour'),
  example: say('For example:', 'Par exemple :'),
  percent: say('in percent', 'en pour cent'),
  several: say('several, by number', 'plusieurs, par numéro'),
  separated: say('separated by ;', 'séparés par ;'),
  three: say('low likely high', 'bas probable haut'),
  three2: say('cautious likely ambitious', 'prudent probable ambitieux'),
  two: say('lowest highest', 'le plus bas, le plus haut'),
  day: say('YYYY-MM-DD', 'JJ/MM/AAAA'),
  scale: say('or a range such as', 'ou une fourchette comme'),
  evidence: say('Evidence', 'Preuve'),
  evidenceHelp: say(
    'interview, document, export, scan, invoice, benchmark or assumption, a colon, and where to find it; - for none',
    'entretien, document, export, analyse, facture, référence ou hypothèse, deux-points, et où la trouver ; - pour aucune',
  ),
  confidence: say(
    'Confidence: A measured · B documented · C said by someone who knows · D guessed',
    'Confiance : A mesuré · B documenté · C dit par qui sait · D estimé',
  ),
  confidenceExpected: say('A, B, C or D is expected.', 'A, B, C ou D est attendu.'),
  noHelp: say('There is nothing more to say about it.', 'Il n’y a rien à ajouter.'),
  noCommand: say('There is no command', 'Il n’y a pas de commande'),
  noSection: say('There is no section', 'Il n’y a pas de section'),
  noNote: say(
    'A note belongs to a judged answer: give the answer first.',
    'Une note accompagne une réponse évaluée : donner d’abord la réponse.',
  ),
  noted: say('Noted.', 'Noté.'),
  first: say('This is the first question.', 'C’est la première question.'),
  lost: say(
    'These would go, with the answers about them:',
    'Ceux-ci disparaîtraient, avec les réponses à leur sujet :',
  ),
  sure: say('Take them off?', 'Les retirer ?'),
  contradiction: say('These answers do not fit together', 'Ces réponses ne vont pas ensemble'),
  change: say('Change:', 'Changer :'),
  bothRight: say('Both are right: keep them', 'Les deux sont justes : les garder'),
  later: say('Enter: settle it later', 'Entrée : régler plus tard'),
  review: say('Where the diagnostic stands', 'Où en est le diagnostic'),
  answered: say('answered', 'répondues'),
  open: say('open', 'ouvertes'),
  skipped: say('skipped', 'passées'),
  missing: say('still needed', 'encore nécessaires'),
  contradictions: say('contradictions open', 'contradictions ouvertes'),
  reviewHelp: say(
    'A section by its number · m asks what is needed · s asks what was skipped · c contradictions · u marks the rest as unknown · f finishes · q stops here',
    'Une section par son numéro · m pose le nécessaire · s pose les passées · c contradictions · u marque le reste comme inconnu · f termine · q s’arrête là',
  ),
  notFinished: say('It cannot be finished yet. Still needed:', 'Pas encore terminé. Il manque :'),
  nothingThere: say('There is none.', 'Il n’y en a pas.'),
  finished: say('The diagnostic is complete.', 'Le diagnostic est complet.'),
  stopped: say('Saved. Go on with:', 'Enregistré. Pour reprendre :'),
  next: say('Next:', 'Ensuite :'),
} as const satisfies Readonly<Record<string, Text>>;
