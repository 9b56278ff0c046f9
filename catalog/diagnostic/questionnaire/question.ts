import type { Text } from '../../dated.ts';

/** A value of a diagnostic that can be chosen. */
export type Scalar = string | number | boolean;

/** One of the answers to choose from. */
export interface Option {
  readonly value: Scalar;
  readonly text: Text;
}

/** Options that depend on the catalog or on earlier answers. */
export type OptionSource = 'useCases' | 'discussedUseCases' | 'people' | 'sources';

/** What the caller knows and the questions need. */
export interface Choices {
  /** The use cases of the catalog, in the order they are offered. */
  readonly useCases: readonly Option[];
}

/** A question is asked when all its conditions hold for the answers so far. */
export interface Condition {
  /** Place of an earlier answer, written like `Asked.at`. */
  readonly at: string;
  /** Holds if the answer, or one of the answers of a list, is among these. */
  readonly is?: readonly Scalar[];
  /** Holds unless the answer, or one of the answers of a list, is among these; also while there is no answer. */
  readonly isNot?: readonly Scalar[];
  /** Holds if there is an answer that says something: not `null`, not an empty list. */
  readonly known?: true;
}

/** What every question has, whatever its kind. */
export interface Asked {
  /** Stable: progress records refer to it. */
  readonly id: string;
  /**
   * Place of the answer in the diagnostic, a JSON pointer. A step `#` is the item of the list that is being asked
   * about (one `#` per list on the way), a step `=ID` the item whose `id` is ID, made when it is missing.
   */
  readonly at: string;
  readonly text: Text;
  /** What is meant, why it is asked, how to find out. */
  readonly help?: Text;
  /** An answer as one would type it. */
  readonly example?: Text;
  /** All of them have to hold. Default: always asked. */
  readonly when?: readonly Condition[];
  /** Minutes that an interview spends on it. */
  readonly minutes: number;
  /** Whether a diagnostic in which it is asked cannot be finished without an answer. Default: false. */
  readonly required?: true;
  /** How "unknown" is written down. Default: the field is left out, and the progress record keeps that it was asked. */
  readonly unknownAs?: string | null;
  /** What an answer also writes down: pointers, as in `at`, and values. */
  readonly sets?: Readonly<Record<string, Scalar>>;
}

/** Free text on one line or several. */
export interface TextQuestion extends Asked {
  readonly kind: 'text';
  /** Longest answer in characters. */
  readonly longest: number;
  /** What is accepted, a regular expression. Default: any text. */
  readonly pattern?: string;
  /** What `pattern` means, in words. */
  readonly form?: Text;
  /** Default offered: the slug of another answer. */
  readonly slugOf?: string;
}

/** A number within limits. */
export interface NumberQuestion extends Asked {
  readonly kind: 'number';
  /** Limits of the value as it is stored. */
  readonly min?: number;
  readonly max?: number;
  /** Default: false. */
  readonly whole?: true;
  /** Asked in percent, stored as a share of 1. Default: false. */
  readonly percent?: true;
  readonly unit?: Text;
}

/** A day of the calendar. */
export interface DateQuestion extends Asked {
  readonly kind: 'date';
}

/** One of several options. */
export interface ChoiceQuestion extends Asked {
  readonly kind: 'choice';
  readonly options: readonly Option[] | OptionSource;
}

/** Any number of options. */
export interface MultiQuestion extends Asked {
  readonly kind: 'multi';
  readonly options: readonly Option[] | OptionSource;
}

/** A list of short texts. */
export interface LinesQuestion extends Asked {
  readonly kind: 'lines';
  readonly most: number;
  readonly longest: number;
  readonly pattern?: string;
  readonly form?: Text;
}

/** A lower and an upper bound. */
export interface BoundsQuestion extends Asked {
  readonly kind: 'bounds';
  readonly min: number;
  readonly unit: Text;
}

/** A three-point estimate, with confidence and evidence. */
export interface RangeQuestion extends Asked {
  readonly kind: 'range';
  readonly min: number;
  readonly unit: Text;
}

/** A cautious, a likely and an ambitious target; they fall where less is better. */
export interface TargetQuestion extends Asked {
  readonly kind: 'target';
}

/** A judged number, with confidence and evidence: a level of a scale, or a count of months. */
export interface LevelQuestion extends Asked {
  readonly kind: 'level';
  readonly min: number;
  readonly max: number;
  /** Values are multiples of it. Default: any number. */
  readonly step?: number;
  /** What the values mean, by value. */
  readonly anchors?: Readonly<Record<number, Text>>;
  readonly unit?: Text;
  /** Fields an item of a list needs when this answer makes it. */
  readonly item?: Readonly<Record<string, Scalar>>;
}

/** A number for some of the options: shares that add up to 100 %, or counts. */
export interface PortionsQuestion extends Asked {
  readonly kind: 'portions';
  readonly options: readonly Option[];
  /** Shares are asked in percent and stored as parts of 1; counts are stored as they are. */
  readonly of: 'shares' | 'counts';
  /** Whether every option needs a number. Default: false. */
  readonly all?: true;
  /** Written as a list of `{id, weight}` in place of an object. Default: false. */
  readonly asList?: true;
  /** Most options that may get a number. Default: all. */
  readonly most?: number;
}

/** The items of a list, named; a group of questions then asks about each. Items that stay keep their answers. */
export interface ItemsQuestion extends Asked {
  readonly kind: 'items';
  /** Field of an item that its name goes to. */
  readonly key: string;
  /** Whether an item also gets an `id`, the slug of its name. Default: false. */
  readonly withId?: true;
  /** What can be named. Default: any text. */
  readonly options?: readonly Option[] | OptionSource;
  /** Beside options, names of the client's own; they get this prefix and are written as slugs. */
  readonly ownPrefix?: string;
  readonly most: number;
}

export type Question =
  | TextQuestion
  | NumberQuestion
  | DateQuestion
  | ChoiceQuestion
  | MultiQuestion
  | LinesQuestion
  | BoundsQuestion
  | RangeQuestion
  | TargetQuestion
  | LevelQuestion
  | PortionsQuestion
  | ItemsQuestion;

/** Questions that are asked for each item of a list. */
export interface Group {
  /** Place of the list, written like `Asked.at`. */
  readonly each: string;
  /** Field that names an item to people. */
  readonly label: string;
  /** What the values of that field mean, where they are no text of the client's. */
  readonly labels?: readonly Option[] | OptionSource;
  /** How many items a diagnostic usually has, for the estimate before they are named. */
  readonly usual: number;
  readonly parts: readonly Part[];
}

export type Part = Question | Group;

/** A part of the interview, in one sitting. */
export interface Section {
  readonly id: string;
  readonly title: Text;
  /** Who to ask, and what for. */
  readonly intro: Text;
  readonly parts: readonly Part[];
}

/** Whether a part is asked once per item of a list. */
export function isGroup(part: Part): part is Group {
  return 'each' in part;
}

/** Whether answers carry confidence and evidence. */
export function isJudged(question: Question): question is LevelQuestion | RangeQuestion {
  return question.kind === 'level' || question.kind === 'range';
}
