import { colors } from './svg/figure.ts';
import { fontFamily } from './svg/text.ts';

/** The style of the report on screen and on paper. Nothing is loaded: no font, no image, no script. */
export const reportStyles = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
html { font: 16px/1.5 ${fontFamily}; color: ${colors.ink}; background: ${colors.paper}; -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: break-word; }
a { color: ${colors.accent}; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; background: ${colors.paper}; padding: 8px; }
.page { max-width: 860px; margin: 0 auto; padding: 24px 20px 48px; }
.cover { border-top: 10px solid ${colors.accent}; padding: 40px 0 24px; }
.cover .logo { display: block; max-height: 72px; max-width: 260px; margin-bottom: 48px; }
.cover .partner { font-weight: 700; margin: 0 0 48px; }
.cover h1 { font-size: 2.4rem; line-height: 1.15; margin: 0 0 8px; }
.cover .client { font-size: 1.5rem; margin: 0 0 28px; color: ${colors.muted}; }
.cover .subtitle { font-size: 1.15rem; font-weight: 700; color: ${colors.accent}; margin: 0 0 28px; max-width: 40em; }
dl.terms { display: grid; grid-template-columns: minmax(9em, max-content) 1fr; gap: 4px 20px; margin: 0 0 20px; }
dl.terms dt { color: ${colors.muted}; }
dl.terms dd { margin: 0; overflow-wrap: anywhere; }
nav.contents ol { list-style: none; margin: 0; padding: 0; columns: 2; column-gap: 32px; }
nav.contents li { break-inside: avoid; padding: 3px 0; border-bottom: 1px solid ${colors.grid}; }
nav.contents a { text-decoration: none; display: flex; gap: 10px; }
nav.contents a:hover, nav.contents a:focus { text-decoration: underline; }
nav.contents .number { color: ${colors.muted}; min-width: 1.6em; }
h2 { font-size: 1.5rem; line-height: 1.2; margin: 48px 0 16px; padding-bottom: 6px; border-bottom: 2px solid ${colors.accent}; }
h2 .number { color: ${colors.accent}; margin-right: .5em; }
h3 { font-size: 1.1rem; margin: 28px 0 8px; }
p { margin: 0 0 14px; max-width: 46em; }
ul { margin: 0 0 16px; padding-left: 1.3em; }
li { margin: 3px 0; }
td, th, dd, li, p, figcaption { unicode-bidi: isolate; }
.scroll { overflow-x: auto; margin: 0 0 22px; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; line-height: 1.4; }
caption { text-align: left; font-weight: 700; padding: 8px 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 6px 8px; border-bottom: 1px solid ${colors.grid}; font-weight: 400; }
thead th { border-bottom: 2px solid ${colors.line}; color: ${colors.muted}; vertical-align: bottom; }
.numeric { text-align: right; font-variant-numeric: tabular-nums; }
td.numeric, th.numeric { white-space: nowrap; }
table.wide { font-size: .8rem; }
table.wide th, table.wide td { padding: 5px 5px; }
thead th.numeric { white-space: normal; }
.mark-good { color: #1d6b38; font-weight: 700; }
.mark-open { color: ${colors.second}; font-weight: 700; }
.mark-bad { color: ${colors.bad}; font-weight: 700; }
.mark-strong { font-weight: 700; }
.callout { border-left: 5px solid ${colors.accent}; background: ${colors.accentSoft}; padding: 14px 18px; margin: 0 0 20px; }
.callout.caution { border-color: ${colors.second}; background: ${colors.secondSoft}; }
.callout strong { display: block; font-size: 1.05rem; margin-bottom: 4px; }
.callout p { margin: 0; }
.key-figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; margin: 0 0 22px; padding: 0; list-style: none; }
.key-figures li { border: 1px solid ${colors.grid}; border-top: 4px solid ${colors.accent}; padding: 10px 12px; margin: 0; }
.key-figures .label { display: block; color: ${colors.muted}; font-size: .85rem; }
.key-figures .value { display: block; font-size: 1.5rem; font-weight: 700; line-height: 1.25; }
.key-figures .note { display: block; color: ${colors.muted}; font-size: .8rem; }
figure { margin: 0 0 24px; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { font-size: .85rem; color: ${colors.muted}; margin-top: 6px; }
footer { margin-top: 40px; border-top: 1px solid ${colors.grid}; padding-top: 10px; color: ${colors.muted}; font-size: .85rem; }
@media (max-width: 640px) {
  .key-figures { grid-template-columns: repeat(2, 1fr); }
  nav.contents ol { columns: 1; }
  dl.terms { grid-template-columns: 1fr; }
  dl.terms dd { margin-bottom: 6px; }
  .cover h1 { font-size: 1.8rem; }
}
@media print {
  html { font-size: 10pt; line-height: 1.4; }
  .skip { display: none; }
  .page { max-width: none; padding: 0; }
  .cover { min-height: 245mm; padding-top: 30mm; break-after: page; display: flex; flex-direction: column; }
  .cover nav { margin-top: auto; }
  .cover h1 { font-size: 28pt; }
  h2 { margin-top: 28px; }
  h2, h3, caption, thead, .lead:has(+ .scroll:not(.keep)) { break-after: avoid; }
  p, li, dd { orphans: 3; widows: 3; }
  tbody tr:nth-child(-n + 2) { break-after: avoid; }
  tbody tr:nth-last-child(-n + 2) { break-before: avoid; }
  tr, figure, dl.terms, .callout, .key-figures li, .keep { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  table.wide { font-size: 7.5pt; }
  th, td { padding: 3.5px 5px; }
  table.wide th, table.wide td { padding: 3px 3.5px; }
  footer { display: none; }
  figure svg { max-height: 190mm; }
  a { color: inherit; text-decoration: none; }
  .callout, .key-figures li, thead th { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
