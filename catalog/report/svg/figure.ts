import { coordinate, joined, Markup, markup } from '../../markup.ts';
import { fontFamily, textWidth } from './text.ts';
import type { TextStyle } from './text.ts';

/** A rectangle in user units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a reader who cannot see a figure is told. */
export interface FigureText {
  /** Unique in the page; letters, digits and hyphens. */
  readonly id: string;
  /** What it shows, in a few words. */
  readonly title: string;
  /** What there is to see in it, in sentences. */
  readonly description: string;
}

/**
 * Colours of the figures, in contrast with white as WCAG AA asks. They stand in attributes, so that a style sheet may
 * replace them by the class of what they colour.
 */
export const colors = {
  ink: '#1b2733',
  muted: '#566371',
  line: '#8593a1',
  grid: '#dde3e9',
  paper: '#ffffff',
  soft: '#f3f6f8',
  accent: '#0b6370',
  accentSoft: '#d7ecee',
  second: '#8a4a0f',
  secondSoft: '#f8e6d3',
  bad: '#9c2b2b',
  badSoft: '#f6dede',
} as const;

/** A whole SVG image that takes the width it is given, with its title and description for who cannot see it. */
export function figure(
  { id, title, description }: FigureText,
  { width, height }: Pick<Box, 'width' | 'height'>,
  content: readonly Markup[],
): Markup {
  return markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-title ${id}-description" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${fontFamily}" class="figure"><title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc>${joined(content)}</svg>`;
}

/** Where a text stands and how it looks. */
export interface Placed extends TextStyle {
  readonly x: number;
  /** Its base line. */
  readonly y: number;
  /** Default: start. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Default: the ink. */
  readonly fill?: string;
  /** Class for a style sheet. Default: `figure-text`. */
  readonly className?: string;
}

/**
 * One line of text, whose direction does not depend on what surrounds it. It takes the width it was measured to have
 * in any font, so that nothing is cut or covered where Helvetica and its like are not installed.
 */
export function label(text: string, placed: Placed): Markup {
  const { x, y, size, bold = false, anchor = 'start', fill = colors.ink, className = 'figure-text' } = placed;
  return markup`<text x="${x}" y="${y}" font-size="${size}"${bold && new Markup(' font-weight="700"')}${anchor !== 'start' && markup` text-anchor="${anchor}"`} fill="${fill}" class="${className}" textLength="${coordinate(textWidth(text, placed))}" lengthAdjust="spacingAndGlyphs" unicode-bidi="isolate">${text}</text>`;
}

/** Distance of lines of text as a share of their size. */
const lineHeight = 1.25;

/** Height of lines of text. */
export function linesHeight(count: number, size: number): number {
  return count * size * lineHeight;
}

/** Lines of text below each other; `y` is the top of the first. */
export function labels(lines: readonly string[], placed: Placed): Markup {
  return joined(
    lines.map((line, index) =>
      label(line, { ...placed, y: placed.y + linesHeight(index, placed.size) + placed.size * 0.95 }),
    ),
  );
}

/** How a shape is painted. */
export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly dashed?: boolean;
  readonly radius?: number;
  readonly className: string;
}

/** A rectangle. */
export function rectangle({ x, y, width, height }: Box, paint: Paint): Markup {
  return markup`<rect x="${x}" y="${y}" width="${width}" height="${height}"${paint.radius !== undefined && markup` rx="${paint.radius}"`}${painted(paint)}/>`;
}

/** A path of SVG's own notation, made of `coordinate`s. */
export function path(d: string, paint: Paint): Markup {
  return markup`<path d="${d}"${painted(paint)}/>`;
}

/** A straight line. */
export function line(from: readonly [number, number], to: readonly [number, number], paint: Paint): Markup {
  return path(`M${point(from)}L${point(to)}`, paint);
}

/** A circle. */
export function circle([x, y]: readonly [number, number], radius: number, paint: Paint): Markup {
  return markup`<circle cx="${x}" cy="${y}" r="${radius}"${painted(paint)}/>`;
}

/** A point in the notation of paths. */
export function point([x, y]: readonly [number, number]): string {
  return `${coordinate(x)} ${coordinate(y)}`;
}

function painted({ fill = 'none', stroke, strokeWidth = 1, dashed = false, className }: Paint): Markup {
  const line =
    stroke === undefined
      ? undefined
      : markup` stroke="${stroke}" stroke-width="${strokeWidth}"${dashed && new Markup(' stroke-dasharray="4 3"')}`;
  return markup` fill="${fill}"${line} class="${className}"`;
}
