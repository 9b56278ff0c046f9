import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut, textWidth, wrapText } from '#catalog/report/svg/text.ts';

const style = { size: 12 };

describe('texts in figures', () => {
  it('fits every line into its width, and loses no character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 120 }),
        fc.integer({ min: 20, max: 300 }),
        (text, width) => {
          const lines = wrapText(text, { ...style, width });
          for (const line of lines) expect(textWidth(line, style)).toBeLessThanOrEqual(width);
          expect(lines.join('').replace(/[ \t\n\r]/g, '')).toBe(text.replace(/[ \t\n\r]/g, ''));
        },
      ),
      // A sign of music that Unicode takes apart into two wide ones.
      { examples: [['\u{1D15F}', 20]] },
    );
  });

  it('ends the last line in an ellipsis where there is more', () => {
    const lines = wrapText('one two three four five six seven', { ...style, width: 60, maxLines: 2 });
    expect(lines).toEqual(['one two', 'three fou…']);
    expect(wrapText('one two', { ...style, width: 60, maxLines: 2 })).toEqual(['one two']);
  });

  it('cuts one line', () => {
    expect(cut('short', { ...style, width: 60 })).toBe('short');
    const long = cut('a very long label indeed', { ...style, width: 60 });
    expect(long).toMatch(/…$/);
    expect(textWidth(long, style)).toBeLessThanOrEqual(60);
  });

  it('knows that bold and accents take their room', () => {
    expect(textWidth('Prévision', style)).toBeCloseTo(textWidth('Prevision', style));
    expect(textWidth('sum', { size: 12, bold: true })).toBeGreaterThan(textWidth('sum', style));
  });
});
