import type { Text } from '../../dated.ts';
import type { Estimate, Value } from './interview.ts';
import type {
  BoundsQuestion,
  ItemsQuestion,
  LevelQuestion,
  LinesQuestion,
  NumberQuestion,
  Option,
  PortionsQuestion,
  Question,
  RangeQuestion,
  TextQuestion,
} from './question.ts';
import { isBounds, isEstimate, isPortions } from './values.ts';
import { say } from './words.ts';

/** Longest name of an item of the client's own, in characters. */
const longestName = 300;

/**
 * Why a value is no answer to a question, as a sentence to show; undefined where it is one. `options` are those the
 * question offers at the moment (`offered`).
 */
export function objection(
  question: Question,
  value: Value,
  options: readonly Option[] = [],
): Text | undefined {
  switch (question.kind) {
    case 'text':
      return typeof value === 'string' ? textObjection(question, value) : expected.text;
    case 'number':
      return typeof value === 'number' ? numberObjection(question, value) : expected.number;
    case 'date':
      return typeof value === 'string' && isDay(value) ? undefined : expected.day;
    case 'choice':
      return options.some((option) => option.value === value) ? undefined : expected.option;
    case 'multi':
      return Array.isArray(value) && value.every((each) => options.some((option) => option.value === each))
        ? contradictoryNone(value)
        : expected.options;
    case 'lines':
      return Array.isArray(value) ? linesObjection(question, value.map(String)) : expected.lines;
    case 'bounds':
      return isBounds(value) ? boundsObjection(question, value.low, value.high) : expected.bounds;
    case 'range':
      return isEstimate(value) ? rangeObjection(question, value) : expected.estimate;
    case 'target':
      return isEstimate(value) ? targetObjection(value) : expected.estimate;
    case 'level':
      return levelObjection(question, value);
    case 'portions':
      return isPortions(value) ? portionsObjection(question, value, options) : expected.portions;
    case 'items':
      return Array.isArray(value) ? itemsObjection(question, value.map(String), options) : expected.lines;
  }
}

const expected = {
  text: say('A text is expected.', 'Un texte est attendu.'),
  number: say('A number is expected.', 'Un nombre est attendu.'),
  day: say(
    'A day of the calendar is expected, such as 2026-11-30.',
    'Une date est attendue, comme 30/11/2026.',
  ),
  option: say('One of the options is expected.', 'L’une des options est attendue.'),
  options: say('Only options of the list are expected.', 'Seules des options de la liste sont attendues.'),
  lines: say('A list is expected.', 'Une liste est attendue.'),
  bounds: say(
    'Two numbers are expected: the lowest and the highest.',
    'Deux nombres sont attendus : le plus bas et le plus haut.',
  ),
  estimate: say(
    'Three numbers are expected: low, likely and high.',
    'Trois nombres sont attendus : bas, probable et haut.',
  ),
  portions: say('A number for each option is expected.', 'Un nombre par option est attendu.'),
} as const;

function textObjection(
  { longest, pattern, form }: Pick<TextQuestion, 'longest' | 'pattern' | 'form'>,
  value: string,
): Text | undefined {
  if (value.trim() === '') return expected.text;
  if (pattern !== undefined && !new RegExp(pattern).test(value))
    return say(
      `'${value}' does not fit: ${form?.en ?? pattern} is expected.`,
      `« ${value} » ne convient pas : il faut ${form?.fr ?? pattern}.`,
    );
  return value.length > longest
    ? say(`At most ${longest} characters are expected.`, `${longest} caractères au plus sont attendus.`)
    : undefined;
}

function numberObjection(
  { min, max, whole, percent }: Pick<NumberQuestion, 'min' | 'max' | 'whole' | 'percent'>,
  value: number,
): Text | undefined {
  if (!Number.isFinite(value)) return expected.number;
  if (whole === true && !Number.isInteger(value))
    return say('A whole number is expected.', 'Un nombre entier est attendu.');
  const shown = (limit: number): string => (percent === true ? `${limit * 100} %` : String(limit));
  if (min !== undefined && value < min)
    return say(`At least ${shown(min)} is expected.`, `Il faut au moins ${shown(min)}.`);
  if (max !== undefined && value > max)
    return say(`At most ${shown(max)} is expected.`, `Il faut au plus ${shown(max)}.`);
  return undefined;
}

function boundsObjection({ min }: Pick<BoundsQuestion, 'min'>, low: number, high: number): Text | undefined {
  if (low > high) return say('The lowest is above the highest.', 'Le plus bas dépasse le plus haut.');
  return numberObjection({ min }, low);
}

function rangeObjection({ min }: RangeQuestion, { low, mid, high }: Estimate): Text | undefined {
  if (low > high) return say('The lowest is above the highest.', 'Le plus bas dépasse le plus haut.');
  if (mid !== null && (mid < low || mid > high)) return notBetween;
  return numberObjection({ min }, low);
}

/** Less is better for many figures, so a target may fall from cautious to ambitious. */
function targetObjection({ low, mid, high }: Estimate): Text | undefined {
  if (mid === null) return expected.estimate;
  return (low <= mid && mid <= high) || (low >= mid && mid >= high) ? undefined : notBetween;
}

const notBetween = say(
  'The likely value is not between the others.',
  'La valeur probable n’est pas entre les deux autres.',
);

function levelObjection(question: LevelQuestion, value: Value): Text | undefined {
  const parts = levelParts(value);
  if (parts === undefined) return expected.number;
  for (const part of parts) {
    const wrong = numberObjection(question, part);
    if (wrong !== undefined) return wrong;
    const { step } = question;
    if (step !== undefined && !Number.isInteger(part / step))
      return say(
        `Steps of ${step} are expected.`,
        `Des pas de ${String(step).replace('.', ',')} sont attendus.`,
      );
  }
  const rising = parts.every((part, index) => part >= (parts[index - 1] ?? part));
  return rising
    ? undefined
    : say('The value is not within its own range.', 'La valeur n’est pas dans sa propre fourchette.');
}

function levelParts(value: Value): readonly number[] | undefined {
  if (typeof value === 'number') return [value];
  if (isEstimate(value))
    return value.mid === null ? [value.low, value.high] : [value.low, value.mid, value.high];
  return isBounds(value) ? [value.low, value.high] : undefined;
}

function linesObjection(question: LinesQuestion, lines: readonly string[]): Text | undefined {
  if (lines.length > question.most) return tooMany(question.most);
  for (const line of lines) {
    const wrong = textObjection(question, line);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function portionsObjection(
  question: PortionsQuestion,
  parts: Readonly<Record<string, number>>,
  options: readonly Option[],
): Text | undefined {
  const entries = Object.entries(parts);
  if (entries.some(([name]) => !options.some(({ value }) => value === name))) return expected.options;
  if (entries.some(([, part]) => part < 0 || !Number.isFinite(part)))
    return say('No number may be below zero.', 'Aucun nombre ne peut être négatif.');
  const given = entries.filter(([, part]) => part > 0).length;
  if (question.most !== undefined && given > question.most) return tooMany(question.most);
  if (question.all === true && entries.length < options.length)
    return say('Every option needs a number; 0 is one.', 'Chaque option a besoin d’un nombre ; 0 en est un.');
  if (question.of === 'counts') return undefined;
  const sum = entries.reduce((total, [, part]) => total + part, 0);
  if (Math.abs(sum - 1) <= 1e-6) return undefined;
  const shown = Math.round(sum * 1e4) / 100;
  return say(
    `The shares add up to ${shown} %; 100 % is expected.`,
    `Les parts font ${String(shown).replace('.', ',')} % ; il faut 100 %.`,
  );
}

function itemsObjection(
  question: ItemsQuestion,
  names: readonly string[],
  options: readonly Option[],
): Text | undefined {
  if (names.length > question.most) return tooMany(question.most);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return say(`'${twice}' is named twice.`, `« ${twice} » est nommé deux fois.`);
  for (const name of names) {
    const wrong = textObjection({ longest: longestName }, name);
    if (wrong !== undefined) return wrong;
    if (question.options === undefined || options.some(({ value }) => value === name)) continue;
    const { ownPrefix } = question;
    if (ownPrefix === undefined || !name.startsWith(ownPrefix)) return expected.options;
    const own = textObjection(
      {
        longest: 63,
        pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
        form: say('a name with at least one letter', 'un nom avec au moins une lettre'),
      },
      name.slice(ownPrefix.length),
    );
    if (own !== undefined) return own;
  }
  return undefined;
}

function tooMany(most: number): Text {
  return say(`At most ${most} are expected.`, `${most} au plus sont attendus.`);
}

/** "None" beside something else says two things. */
function contradictoryNone(values: readonly unknown[]): Text | undefined {
  if (values.length < 2 || !values.includes('none')) return undefined;
  return say(
    '"None" and something else cannot both be right.',
    '« Aucun » et autre chose ne peuvent être vrais ensemble.',
  );
}

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
function isDay(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day >= 1 && day <= (lengths[month - 1] ?? 0);
}
