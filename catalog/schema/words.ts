import type { Language } from '../text/number.ts';

/** How it is said that a document breaks its schema. `name` is a field in quotation marks, or the document. */
export interface SchemaWords {
  readonly document: string;
  readonly or: string;
  readonly nothing: string;
  readonly correct: string;
  readonly choose: string;
  readonly remove: string;
  readonly removeOne: string;
  readonly once: string;
  readonly round: string;
  readonly forms: string;
  readonly seeForms: string;
  readonly asSchema: string;
  readonly seeSchema: string;
  readonly noFurther: string;
  readonly missing: (field: string) => string;
  readonly aField: (field: string) => string;
  readonly add: (field: string, mayBeUnknown: boolean) => string;
  readonly noField: (field: string) => string;
  readonly oneOf: (values: readonly string[]) => string;
  readonly didYouMean: (near: string) => string;
  readonly isKind: (name: string, kind: string, wanted: string) => string;
  readonly isNot: (name: string, wanted: string) => string;
  readonly unquote: (value: string) => string;
  readonly notListed: (name: string) => string;
  readonly notWritten: (name: string) => string;
  readonly matches: (pattern: string) => string;
  readonly writeAs: (slug: string) => string;
  readonly hasToBe: (name: string, wanted: string) => string;
  readonly hasToHave: (name: string, wanted: string) => string;
  readonly fitsNone: (name: string) => string;
  readonly twice: (name: string, first: string, second: string) => string;
  /** @param message what the validator says, in English. */
  readonly otherwise: (name: string, message: string | undefined) => string;
  readonly multiple: (of: string) => string;
  /** @param comparison `>=`, `<=`, `>` or `<`. */
  readonly bound: (comparison: string, limit: number) => string;
  /** @param keyword the schema's, such as `minLength`. */
  readonly size: (keyword: string, limit: number) => string;
  readonly format: (name: string) => string;
  readonly types: Readonly<Record<string, string>>;
  readonly formats: Readonly<Record<string, string>>;
}

const english: SchemaWords = {
  document: 'The document',
  or: ' or ',
  nothing: 'missing',
  correct: 'Correct the value.',
  choose: 'Choose one of them.',
  remove: 'Remove it, or put it where it belongs.',
  removeOne: 'Remove one of them.',
  once: 'every item once',
  round: 'Round it.',
  forms: 'one of the documented forms',
  seeForms: 'See the schema for the forms.',
  asSchema: 'what the schema says',
  seeSchema: 'See the schema.',
  noFurther: 'no further field',
  missing: (field) => `'${field}' is missing.`,
  aField: (field) => `a field '${field}'`,
  add: (field, mayBeUnknown) =>
    mayBeUnknown
      ? `Add '${field}'. Where the answer is not known, say so: unknown is a valid answer.`
      : `Add '${field}'.`,
  noField: (field) => `There is no field '${field}' here.`,
  oneOf: (values) => `one of: ${values.join(', ')}`,
  didYouMean: (near) => `Did you mean '${near}'?`,
  isKind: (name, kind, wanted) => `${name} is ${kind}, not ${wanted}.`,
  isNot: (name, wanted) => `${name} is not ${wanted}.`,
  unquote: (value) => `Write ${value} without quotes.`,
  notListed: (name) => `${name} is not one of the values it may have.`,
  notWritten: (name) => `${name} is not written as it has to be.`,
  matches: (pattern) => `text that matches ${pattern}`,
  writeAs: (slug) => `Write it as '${slug}'.`,
  hasToBe: (name, wanted) => `${name} has to be ${wanted}.`,
  hasToHave: (name, wanted) => `${name} has to have ${wanted}.`,
  fitsNone: (name) => `${name} fits none of the forms it may have.`,
  twice: (name, first, second) => `${name} lists the same thing twice (places ${first} and ${second}).`,
  otherwise: (name, message = 'is not as the schema wants it') => `${name} ${message}.`,
  multiple: (of) => `a multiple of ${of}`,
  bound: (comparison, limit) =>
    `${{ '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'less than' }[comparison] ?? comparison} ${limit}`,
  size: (keyword, limit) => {
    const unit = keyword.endsWith('Length') ? 'character' : keyword.endsWith('Items') ? 'item' : 'field';
    return `${keyword.startsWith('min') ? 'at least' : 'at most'} ${limit} ${unit}${limit === 1 ? '' : 's'}`;
  },
  format: (name) => `text in the format '${name}'`,
  types: {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    object: 'an object',
    array: 'a list',
    null: 'null',
  },
  formats: {
    date: 'a day of the calendar as YYYY-MM-DD',
    uuid: 'a UUID such as 3f2a5c1e-8b7d-4e6f-9a01-2b3c4d5e6f70',
    'date-time': 'a date and time such as 2026-11-21T09:30:00Z',
    uri: 'a full address such as https://example.org/page',
  },
};

const french: SchemaWords = {
  document: 'Le document',
  or: ' ou ',
  nothing: 'absent',
  correct: 'Corrigez la valeur.',
  choose: 'Choisissez-en une.',
  remove: 'Retirez-le, ou mettez-le à sa place.',
  removeOne: "Retirez l'un des deux.",
  once: 'chaque élément une seule fois',
  round: 'Arrondissez.',
  forms: "l'une des formes documentées",
  seeForms: 'Voir les formes dans le schéma.',
  asSchema: 'ce que dit le schéma',
  seeSchema: 'Voir le schéma.',
  noFurther: 'aucun autre champ',
  missing: (field) => `'${field}' manque.`,
  aField: (field) => `un champ '${field}'`,
  add: (field, mayBeUnknown) =>
    mayBeUnknown
      ? `Ajoutez '${field}'. Si la réponse n'est pas connue, dites-le : inconnu est une réponse valable.`
      : `Ajoutez '${field}'.`,
  noField: (field) => `Il n'y a pas de champ '${field}' ici.`,
  oneOf: (values) => `l'une de ces valeurs : ${values.join(', ')}`,
  didYouMean: (near) => `Vouliez-vous dire '${near}' ?`,
  isKind: (name, kind, wanted) => `${name} est ${kind} et non ${wanted}.`,
  isNot: (name, wanted) => `${name} n'est pas ${wanted}.`,
  unquote: (value) => `Écrivez ${value} sans guillemets.`,
  notListed: (name) => `${name} n'a pas une des valeurs admises.`,
  notWritten: (name) => `${name} n'est pas écrit comme il le faut.`,
  matches: (pattern) => `un texte conforme à ${pattern}`,
  writeAs: (slug) => `Écrivez '${slug}'.`,
  hasToBe: (name, wanted) => `${name} doit être ${wanted}.`,
  hasToHave: (name, wanted) => `${name} doit avoir ${wanted}.`,
  fitsNone: (name) => `${name} ne correspond à aucune des formes admises.`,
  twice: (name, first, second) => `${name} contient deux fois la même chose (places ${first} et ${second}).`,
  otherwise: (name, message) =>
    message === undefined
      ? `${name} n'est pas conforme au schéma.`
      : `${name} n'est pas conforme au schéma (${message}).`,
  multiple: (of) => `un multiple de ${of}`,
  bound: (comparison, limit) =>
    ({
      '>=': `au moins ${limit}`,
      '<=': `au plus ${limit}`,
      '>': `plus de ${limit}`,
      '<': `moins de ${limit}`,
    })[comparison] ?? `${comparison} ${limit}`,
  size: (keyword, limit) => {
    const unit = keyword.endsWith('Length') ? 'caractère' : keyword.endsWith('Items') ? 'élément' : 'champ';
    return `${keyword.startsWith('min') ? 'au moins' : 'au plus'} ${limit} ${unit}${limit < 2 ? '' : 's'}`;
  },
  format: (name) => `un texte au format '${name}'`,
  types: {
    string: 'un texte',
    number: 'un nombre',
    integer: 'un nombre entier',
    boolean: 'true ou false',
    object: 'un objet',
    array: 'une liste',
    null: 'null',
  },
  formats: {
    date: 'un jour du calendrier, AAAA-MM-JJ',
    uuid: 'un UUID comme 3f2a5c1e-8b7d-4e6f-9a01-2b3c4d5e6f70',
    'date-time': 'une date et une heure comme 2026-11-21T09:30:00Z',
    uri: 'une adresse complète comme https://example.org/page',
  },
};

export const schemaWords: Readonly<Record<Language, SchemaWords>> = { en: english, fr: french };
