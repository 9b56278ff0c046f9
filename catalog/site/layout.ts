import { dayText } from '../text/day.ts';
import { colon } from '../text/number.ts';
import { markup } from '../markup.ts';
import type { Markup } from '../markup.ts';
import type { Text } from '../dated.ts';
import { languages, pathOf, toPage, toTop } from './place.ts';
import type { Place } from './place.ts';

/** One page of the site, without what all pages share. */
export interface Page {
  readonly place: Place;
  readonly title: string;
  /** For search engines and previews: one or two sentences. */
  readonly description: string;
  readonly body: Markup;
  /** Scripts it runs, by path from the top, in order. */
  readonly scripts: readonly string[];
}

/** What every page says of the catalog it was made from. */
export interface Imprint {
  readonly catalogVersion: string;
  readonly priceBookDate: string;
  readonly toolboxVersion: string;
}

const words = {
  product: { en: 'Toltek Toolbox', fr: 'Toltek Toolbox' },
  skip: { en: 'Skip to the content', fr: 'Aller au contenu' },
  menu: { en: 'Main', fr: 'Principal' },
  language: { en: 'Language', fr: 'Langue' },
  theme: { en: 'Light or dark', fr: 'Clair ou sombre' },
  promise: {
    en: 'Static pages: no cookies, no tracker, nothing loaded from elsewhere. A diagnostic you load stays in your browser.',
    fr: 'Pages statiques : aucun cookie, aucun traceur, rien chargé ailleurs. Un diagnostic chargé reste dans votre navigateur.',
  },
  machine: { en: 'For machines', fr: 'Pour les machines' },
  catalog: { en: 'Catalog', fr: 'Catalogue' },
  prices: { en: 'prices of', fr: 'prix du' },
  toolbox: { en: 'toolbox', fr: 'toolbox' },
} as const satisfies Record<string, Text>;

const languageNames = { en: 'English', fr: 'Français' } as const;

/** Pages of the main menu, in order. */
const menu: readonly { readonly path: string; readonly title: Text }[] = [
  { path: 'index.html', title: { en: 'Catalog', fr: 'Catalogue' } },
  { path: 'compare.html', title: { en: 'Compare', fr: 'Comparer' } },
  { path: 'package.html', title: { en: 'Package builder', fr: 'Composer une offre' } },
  { path: 'diagnostic.html', title: { en: 'Diagnostic', fr: 'Diagnostic' } },
];

/**
 * What the browser may do for these pages: run and show what lies beside them, and connect nowhere. `data:` is for
 * images within the style sheet.
 */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'none'; form-action 'none'; base-uri 'none'";

/** A whole page as HTML. */
export function renderPage({ place, title, description, body, scripts }: Page, imprint: Imprint): string {
  const { language, path } = place;
  const top = toTop(place);
  const document = markup`<!doctype html>
<html lang="${language}" data-top="${top}" data-path="${path}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title === words.product[language] ? title : `${title} · ${words.product[language]}`}</title>
<meta name="description" content="${description}">
<link rel="stylesheet" href="${top}assets/style.css">
<link rel="icon" href="${top}assets/icon.svg" type="image/svg+xml">
${languages.map(
  (each) =>
    markup`<link rel="alternate" hreflang="${each}" href="${top}${pathOf({ language: each, path })}">\n`,
)}<script src="${top}assets/theme.js"></script>
${scripts.map((script) => markup`<script defer src="${top}${script}"></script>\n`)}</head>
<body>
<a class="skip" href="#content">${words.skip[language]}</a>
<header class="top">
<a class="brand" href="${toPage(place, 'index.html')}"><span aria-hidden="true" class="mark"></span>${words.product[language]}</a>
<nav aria-label="${words.menu[language]}"><ul>
${menu.map((item) => menuItem(item, place))}</ul></nav>
<div class="switches">
<nav aria-label="${words.language[language]}"><ul class="languages">
${languages.map((each) => languageItem(each, place))}</ul></nav>
<button type="button" id="theme" aria-label="${words.theme[language]}" hidden><span aria-hidden="true"></span></button>
</div>
</header>
<main id="content" tabindex="-1">
${body}
</main>
<footer>
<p>${words.promise[language]}</p>
<p>${words.catalog[language]} <code>${imprint.catalogVersion}</code>, ${words.prices[language]} <time datetime="${imprint.priceBookDate}">${dayText(imprint.priceBookDate, language)}</time>, ${words.toolbox[language]} ${imprint.toolboxVersion}. ${words.machine[language]}${colon[language]}<a href="${top}llms.txt">llms.txt</a>, <a href="${top}index.json">index.json</a>.</p>
</footer>
</body>
</html>
`;
  return document.text;
}

function menuItem({ path, title }: (typeof menu)[number], place: Place): Markup {
  const current = place.path === path && markup` aria-current="page"`;
  return markup`<li><a href="${toPage(place, path)}"${current}>${title[place.language]}</a></li>\n`;
}

function languageItem(language: Place['language'], place: Place): Markup {
  const name = languageNames[language];
  if (language === place.language)
    return markup`<li><abbr aria-current="true" lang="${language}" title="${name}">${language.toUpperCase()}</abbr></li>\n`;
  const href = `${toTop(place)}${pathOf({ language, path: place.path })}`;
  return markup`<li><a class="language" href="${href}" hreflang="${language}" lang="${language}" title="${name}">${language.toUpperCase()}<span class="aside"> ${name}</span></a></li>\n`;
}
