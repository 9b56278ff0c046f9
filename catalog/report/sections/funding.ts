import type { Context } from '../context.ts';
import type { Section } from '../document.ts';
import { common } from '../texts/common.ts';
import { fundingWords as words } from '../texts/plan.ts';
import { sectionTitles } from '../texts/sections.ts';

/** Public aids the company may ask about. */
export function fundingSection({ say, selection, language, percent, day }: Context): Section {
  const { funding } = selection;
  return {
    id: 'funding',
    title: say(sectionTitles.funding),
    blocks:
      funding.length === 0
        ? [{ kind: 'paragraph', text: say(words.none) }]
        : [
            { kind: 'paragraph', text: say(words.intro) },
            {
              kind: 'table',
              caption: say(words.schemes),
              columns: [
                { title: say(words.scheme) },
                { title: say(words.pays) },
                { title: say(words.rate), numeric: true },
                { title: say(words.what) },
                { title: say(common.source) },
              ],
              rows: funding.map(({ name, pays, rate, text, source, asOf }) => [
                name,
                say(words[pays]),
                rate === null ? say(words.caseByCase) : percent(rate),
                text[language],
                `${source}, ${day(asOf)}`,
              ]),
            },
          ],
  };
}
