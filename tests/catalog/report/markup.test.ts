import { describe, expect, it } from '@jest/globals';
import { escapeMarkup, joined, markup } from '#catalog/markup.ts';

describe('markup', () => {
  it('escapes text, and leaves markup as it is', () => {
    const name = '<b>"Tom" & \'Jerry\'</b>';
    const cell = markup`<td title="${name}">${name}</td>`;
    expect(cell.text).toBe(
      '<td title="&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;">&lt;b&gt;&quot;Tom&quot; &amp; &#39;Jerry&#39;&lt;/b&gt;</td>',
    );
    expect(markup`<tr>${cell}${[cell, cell]}</tr>`.text).toBe(`<tr>${cell.text.repeat(3)}</tr>`);
  });

  it('writes numbers short, and nothing for what is not there', () => {
    expect(markup`${1 / 3} ${-0.001} ${1e-9} ${12} ${undefined}${false}.`.text).toBe('0.33 0 0 12 .');
    expect(joined([markup`a`, markup`b`], '-').text).toBe('a-b');
  });

  it('takes out what no XML may hold and what turns the direction of other text', () => {
    expect(escapeMarkup('a\u0000b\u202ec\ud800d\te')).toBe('a\ufffdb\ufffdc\ufffdd\te');
    expect(escapeMarkup('سلسلة 😀')).toBe('سلسلة 😀');
  });
});
