import type { Block, Cell, ReportDocument, Table } from './document.ts';

/** A report as Markdown for a repository: what the HTML says, with the figures in words. */
export function reportMarkdown(report: ReportDocument): string {
  const { title, client, subtitle, cover, sections, colophon } = report;
  return `${[
    `# ${escaped(title)}`,
    `## ${escaped(client)}`,
    `**${escaped(subtitle)}**`,
    bullets(cover.map(({ term, text }) => `**${escaped(term)}** ${escaped(text)}`)),
    ...sections.flatMap(({ title: name, blocks }, index) => [
      `## ${index + 1}. ${escaped(name)}`,
      ...blocks.map(block),
    ]),
    `_${escaped(colophon)}_`,
  ].join('\n\n')}\n`;
}

function block(each: Block): string {
  switch (each.kind) {
    case 'paragraph':
      return escaped(each.text);
    case 'heading':
      return `### ${escaped(each.text)}`;
    case 'list':
      return bullets(each.items.map(escaped));
    case 'terms':
      return bullets(each.items.map(({ term, text }) => `**${escaped(term)}** ${escaped(text)}`));
    case 'callout':
      return `> **${escaped(each.title)}**\n>\n> ${escaped(each.text)}`;
    case 'keyFigures':
      return bullets(
        each.items.map(
          ({ label, value, note }) =>
            `**${escaped(label)}** ${escaped(value)}${note === undefined ? '' : ` (${escaped(note)})`}`,
        ),
      );
    case 'figure':
      return `**${escaped(each.caption)}**\n\n${bullets(each.description.split('; ').map(escaped))}`;
    case 'table':
      return table(each);
  }
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function table({ caption, columns, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `**${escaped(caption)}**`,
    '',
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ numeric = false }) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cell))),
  ].join('\n');
}

function cell(each: Cell): string {
  const text = escaped(typeof each === 'string' ? each : each.text);
  return typeof each === 'string' || each.mark !== 'strong' ? text : `**${text}**`;
}

/** Text that Markdown shows as it is, on one line. */
function escaped(text: string): string {
  return text
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
    .replace(/[\\`*_[\]<>|~#]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/^([-+])(?=\s)/, '\\$1');
}
