import type { Text } from '#catalog/dated.ts';
import { words as shared } from '#catalog/diagnostic/questionnaire/texts.ts';
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
  ...shared,
  welcome: say(
    'Every answer is saved at once. Enter skips a question, ? explains it.',
    'Chaque réponse est enregistrée aussitôt. Entrée passe une question, ? l’explique.',
  ),
  commands: say(
    ':back · :skip · :unknown · :refused · :na · :note TEXT · :go SECTION · :review · :quit',
    ':retour · :passer · :inconnu · :refus · :so (sans objet) · :note TEXTE · :aller SECTION · :bilan · :quitter',
  ),
  resumed: say('Going on where it stopped.', 'Reprise là où l’on s’était arrêté.'),
  now: say('now', 'actuel'),
  enterKeeps: say('Enter keeps it', 'Entrée la garde'),
  proposed: say('Enter for', 'Entrée pour'),
  several: say('several, by number', 'plusieurs, par numéro'),
  separated: say('separated by ;', 'séparés par ;'),
  three: say('low likely high', 'bas probable haut'),
  three2: say('cautious likely ambitious', 'prudent probable ambitieux'),
  two: say('lowest highest', 'le plus bas, le plus haut'),
  day: say('YYYY-MM-DD', 'JJ/MM/AAAA'),
  scale: say('or a range such as', 'ou une fourchette comme'),
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
  later: say('Enter: settle it later', 'Entrée : régler plus tard'),
  reviewHelp: say(
    'A section by its number · m asks what is needed · s asks what was skipped · c contradictions · u marks the rest as unknown · f finishes · q stops here',
    'Une section par son numéro · m pose le nécessaire · s pose les passées · c contradictions · u marque le reste comme inconnu · f termine · q s’arrête là',
  ),
  nothingThere: say('There is none.', 'Il n’y en a pas.'),
  finished: say('The diagnostic is complete.', 'Le diagnostic est complet.'),
  stopped: say('Saved. Go on with:', 'Enregistré. Pour reprendre :'),
  next: say('Next:', 'Ensuite :'),
} as const satisfies Readonly<Record<string, Text>>;
