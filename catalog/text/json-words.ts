import type { Language } from './number.ts';

/** How it is said that a file is no JSON document. */
export interface JsonWords {
  readonly tooLarge: (limit: string) => string;
  readonly atMost: (limit: string) => string;
  readonly rightFile: string;
  readonly utf16: string;
  readonly notText: string;
  readonly utf8: string;
  readonly saveAgain: string;
  readonly empty: string;
  readonly document: string;
  readonly checkName: string;
  readonly cutOff: string;
  /** @param found the character that is there. */
  readonly cannotStand: (found: string) => string;
  readonly fetchAgain: string;
  readonly correct: string;
  readonly place: (line: number, column: number) => string;
  /** @param expected what JSON allows there, as the parser says it. */
  readonly expected: (expected: string) => string;
}

/** What the parser expects, in French. */
const expectedInFrench: Readonly<Record<string, string>> = {
  'a value': 'une valeur',
  'nothing more': 'plus rien',
  'a JSON document': 'un document JSON',
  'the closing quotation mark of the text': 'le guillemet fermant du texte',
  'a field name in quotation marks': 'un nom de champ entre guillemets',
  "a field name in quotation marks or '}'": "un nom de champ entre guillemets ou '}'",
  "',' or '}'": "',' ou '}'",
  "',' or ']'": "',' ou ']'",
};

export const jsonWords: Readonly<Record<Language, JsonWords>> = {
  en: {
    tooLarge: (limit) => `It is larger than ${limit}.`,
    atMost: (limit) => `at most ${limit}`,
    rightFile: 'Check that it is the right file.',
    utf16: 'It is written in UTF-16.',
    notText: 'It is not text in UTF-8.',
    utf8: 'text in UTF-8',
    saveAgain: 'Save it again as UTF-8.',
    empty: 'It is empty.',
    document: 'a JSON document',
    checkName: 'Check the name of the file.',
    cutOff: 'It is not JSON: it ends too early.',
    cannotStand: (found) => `It is not JSON: '${found}' cannot stand here.`,
    fetchAgain: 'The file is cut off: fetch or export it again, or finish it.',
    correct: 'Correct that place.',
    place: (line, column) => `line ${line}, column ${column}`,
    expected: (expected) => expected,
  },
  fr: {
    tooLarge: (limit) => `Le fichier dépasse ${limit}.`,
    atMost: (limit) => `${limit} au plus`,
    rightFile: "Vérifiez que c'est le bon fichier.",
    utf16: 'Le fichier est écrit en UTF-16.',
    notText: "Le fichier n'est pas du texte en UTF-8.",
    utf8: 'du texte en UTF-8',
    saveAgain: 'Enregistrez-le de nouveau en UTF-8.',
    empty: 'Le fichier est vide.',
    document: 'un document JSON',
    checkName: 'Vérifiez le nom du fichier.',
    cutOff: "Ce n'est pas du JSON : le fichier s'arrête trop tôt.",
    cannotStand: (found) => `Ce n'est pas du JSON : '${found}' ne peut pas se trouver ici.`,
    fetchAgain: 'Le fichier est coupé : récupérez-le de nouveau, ou terminez-le.',
    correct: 'Corrigez cet endroit.',
    place: (line, column) => `ligne ${line}, colonne ${column}`,
    expected: (expected) => expectedInFrench[expected] ?? expected,
  },
};
