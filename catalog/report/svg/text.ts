/** How a text is set: in the widths of Helvetica, whatever font there is. */
export interface TextStyle {
  /** Height of the font in user units. */
  readonly size: number;
  /** Default: false. */
  readonly bold?: boolean;
}

/** What there is room for. */
export interface TextBox extends TextStyle {
  /** Width in user units. */
  readonly width: number;
  /** Lines at most; the last one ends in an ellipsis where more would follow. Default: as many as it takes. */
  readonly maxLines?: number;
}

/** Fonts of the same widths, which the figures are measured for; any other is fitted to them. */
export const fontFamily = "Helvetica, Arial, 'Liberation Sans', Arimo, sans-serif";

/** Widths of Helvetica's glyphs from U+0020 to U+007E in thousandths of the font's height. */
// prettier-ignore
const glyphs = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

const otherGlyphs: Readonly<Record<string, number>> = {
  '\u00a0': 278,
  '‘': 222,
  '’': 222,
  '“': 333,
  '”': 333,
  '°': 400,
  ß: 611,
  Æ: 1000,
  æ: 889,
  Œ: 1000,
  œ: 944,
  '·': 278,
  '–': 556,
  '€': 556,
  '«': 556,
  '»': 556,
  '×': 584,
  '±': 584,
};

/** Bold letters are wider. */
const boldFactor = 1.07;

/** Width of a text on one line, in user units. */
export function textWidth(text: string, { size, bold = false }: TextStyle): number {
  let thousandths = 0;
  for (const character of text) thousandths += glyphWidth(character);
  return (thousandths / 1000) * size * (bold ? boldFactor : 1);
}

function glyphWidth(character: string): number {
  if (/\p{Mn}/u.test(character)) return 0;
  // An accent takes no room: a letter is as wide as what it stands on.
  const code = character.normalize('NFD').codePointAt(0) ?? 0;
  return glyphs[code - 0x20] ?? otherGlyphs[character] ?? typical(character, code);
}

/** Letters of other alphabets by their case; signs and characters of the East in squares. */
function typical(character: string, code: number): number {
  if (code >= 0x1000) return 1000;
  return /\p{Ll}/u.test(character) ? 556 : 722;
}

/**
 * Breaks a text into lines that fit: between words, inside a word only where it is longer than a line.
 * Never empty: a text of spaces is one empty line.
 */
export function wrapText(text: string, box: TextBox): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[ \t\n\r]+/).flatMap((each) => pieces(each, box))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, box) <= box.width) line = longer;
    else {
      if (line !== '') lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  const { maxLines = lines.length } = box;
  if (lines.length <= maxLines) return lines;
  return [...lines.slice(0, maxLines - 1), cut(lines.slice(maxLines - 1).join(' '), box)];
}

/** A text on one line, cut with an ellipsis where it is too long. */
export function cut(text: string, box: TextBox): string {
  if (textWidth(text, box) <= box.width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && textWidth(`${characters.join('')}…`, box) > box.width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** A word in parts that fit a line each. */
function pieces(word: string, box: TextBox): readonly string[] {
  if (textWidth(word, box) <= box.width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && textWidth(part + character, box) > box.width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
