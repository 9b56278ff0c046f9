import { escapeMarkup, joined, Markup, markup } from '../markup.ts';
import type { Block, Cell, KeyFigure, ReportDocument, Section, Table } from './document.ts';
import { reportStyles } from './styles.ts';
import { colors } from './svg/figure.ts';
import { pageWords } from './texts/page.ts';

/** A report as one HTML file that needs nothing else: no request, no script. It prints as it should look on paper. */
export function reportHtml(report: ReportDocument): string {
  const { language, title, client, partner } = report;
  const heading = `${title}${language === 'en' ? ': ' : ' : '}${client}`;
  return `<!doctype html>\n${
    markup`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${heading}</title>
${partner !== undefined && markup`<meta name="author" content="${partner.name}">\n`}<style>${new Markup(reportStyles)}${new Markup(pageMargins(report))}</style>
</head>
<body>
<a class="skip" href="#summary">${pageWords.skip[language]}</a>
<div class="page">
${cover(report)}
<main>
${joined(report.sections.map(section), '\n')}
</main>
<footer>${report.colophon}</footer>
</div>
</body>
</html>
`.text
  }`;
}

/** What stands in the margins of a printed page: whose report it is, and the number of the page. */
function pageMargins({ colophon }: ReportDocument): string {
  const text = colophon
    .replace(/[^\p{L}\p{N} .,;:'’()&\-–]/gu, ' ')
    .replace(/'/g, '’')
    .slice(0, 110);
  const style = `font: 8pt Helvetica, Arial, sans-serif; color: ${colors.muted};`;
  return `@page { size: A4; margin: 16mm 16mm 18mm; @bottom-left { content: '${text}'; ${style} } @bottom-right { content: counter(page) ' / ' counter(pages); ${style} } }
@page :first { @bottom-left { content: none } @bottom-right { content: none } }
`;
}

function cover({
  title,
  client,
  subtitle,
  partner,
  cover: facts,
  contents,
  sections,
}: ReportDocument): Markup {
  const logo =
    partner?.logo === undefined
      ? partner !== undefined && markup`<p class="partner">${partner.name}</p>\n`
      : markup`<img class="logo" src="${partner.logo}" alt="${partner.name}">\n`;
  return markup`<header class="cover">
${logo}<h1>${title}</h1>
<p class="client">${client}</p>
<p class="subtitle">${subtitle}</p>
${terms(facts)}
<nav class="contents" aria-label="${contents}">
<h2>${contents}</h2>
<ol>
${joined(
  sections.map(
    ({ id, title: name }, index) =>
      markup`<li><a href="#${id}"><span class="number">${String(index + 1)}</span><span>${name}</span></a></li>`,
  ),
  '\n',
)}
</ol>
</nav>
</header>`;
}

function section({ id, title, blocks }: Section, index: number): Markup {
  const lead = leadLength(blocks);
  const isWords = blocks.slice(0, lead).every(({ kind }) => kind === 'paragraph' || kind === 'heading');
  return markup`<section id="${id}" aria-labelledby="${id}-heading">
<div class="keep${isWords && new Markup(' lead')}"><h2 id="${id}-heading"><span class="number">${String(index + 1)}</span>${title}</h2>
${joined(blocks.slice(0, lead).map(block), '\n')}</div>
${joined(blocks.slice(lead).map(block), '\n')}
</section>`;
}

/**
 * So many blocks stay on the page of their heading: the first that is more than words, with what leads to it. A table that
 * may be broken keeps its own first rows.
 */
function leadLength(blocks: readonly Block[]): number {
  const first = blocks.findIndex(({ kind }) => kind !== 'paragraph' && kind !== 'heading');
  const found = blocks[first];
  if (found === undefined) return 1;
  return found.kind === 'table' && found.rows.length > keptTogether ? first : first + 1;
}

function block(each: Block): Markup {
  switch (each.kind) {
    case 'paragraph':
      return markup`<p>${broken(each.text)}</p>`;
    case 'heading':
      return markup`<h3>${broken(each.text)}</h3>`;
    case 'list':
      return markup`<ul>${each.items.map((item) => markup`<li>${broken(item)}</li>`)}</ul>`;
    case 'terms':
      return terms(each.items);
    case 'callout':
      return markup`<div class="callout ${each.tone}"><strong>${broken(each.title)}</strong><p>${broken(each.text)}</p></div>`;
    case 'keyFigures':
      return markup`<ul class="key-figures">${each.items.map(keyFigure)}</ul>`;
    case 'figure':
      return markup`<figure>${each.svg}<figcaption>${broken(each.caption)}</figcaption></figure>`;
    case 'table':
      return table(each);
  }
}

function terms(items: readonly { readonly term: string; readonly text: string }[]): Markup {
  return markup`<dl class="terms">${items.map(({ term, text }) => markup`<dt>${broken(term)}</dt><dd>${broken(text)}</dd>`)}</dl>`;
}

function keyFigure({ label, value, note }: KeyFigure): Markup {
  return markup`<li><span class="label">${label}</span> <span class="value">${value}</span>${note !== undefined && markup` <span class="note">${note}</span>`}</li>`;
}

/** So many columns need smaller letters. */
const wideFrom = 8;

/** A table of so many rows is not broken between pages. */
const keptTogether = 6;

/** A table may be wider than a phone: it scrolls by itself, by keyboard too. */
function table({ caption, columns, rows }: Table): Markup {
  const wide = columns.length >= wideFrom && new Markup(' class="wide"');
  const keep = rows.length <= keptTogether && new Markup(' keep');
  return markup`<div class="scroll${keep}" role="region" aria-label="${caption}" tabindex="0"><table${wide}><caption>${broken(caption)}</caption><thead><tr>${columns.map(({ title, numeric = false }) => markup`<th scope="col"${numeric && new Markup(' class="numeric"')}>${title}</th>`)}</tr></thead><tbody>
${joined(
  rows.map(
    (row) =>
      markup`<tr>${row.map((each, index) => cell(each, index === 0, columns[index]?.numeric ?? false))}</tr>`,
  ),
  '\n',
)}
</tbody></table></div>`;
}

function cell(each: Cell, isFirst: boolean, numeric: boolean): Markup {
  const text = typeof each === 'string' ? each : each.text;
  const classes = [
    ...(numeric ? ['numeric'] : []),
    ...(typeof each === 'string' ? [] : [`mark-${each.mark}`]),
  ];
  const attribute = classes.length > 0 && markup` class="${classes.join(' ')}"`;
  // A row that continues the one above has no name of its own.
  return isFirst && text !== ''
    ? markup`<th scope="row"${attribute}>${broken(text)}</th>`
    : markup`<td${attribute}>${broken(text)}</td>`;
}

/** Letters of a word after which it may be broken where it is longer. */
const longest = 24;

/**
 * Text that breaks where it should: in very long words, so that no table grows wider than the page, and never before
 * the marks that French sets a space before.
 */
function broken(text: string): Markup {
  const bound = text.replace(/ (?=[:;?!»])|(?<=«) /g, '\u00a0');
  const pieces = bound.match(/\S+|\s+/gu) ?? [];
  return new Markup(
    pieces
      .map((piece) => {
        const letters = Array.from(piece);
        if (letters.length <= longest) return escapeMarkup(piece);
        const parts = Array.from({ length: Math.ceil(letters.length / longest) }, (_, index) =>
          escapeMarkup(letters.slice(index * longest, (index + 1) * longest).join('')),
        );
        return parts.join('<wbr>');
      })
      .join(''),
  );
}
