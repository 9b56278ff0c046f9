import type { Language } from '../../selection/text.ts';
import type { Context } from '../context.ts';
import type { Section, Table } from '../document.ts';
import { aiActNames, lawNames } from '../../names/advice.ts';
import { common, dpiaNames } from '../texts/common.ts';
import { obligationWords as words } from '../texts/plan.ts';
import { sectionTitles } from '../texts/sections.ts';

/** What the law and the client's own rules ask, always with the word that nobody reviewed it. */
export function obligationsSection(context: Context): Section {
  const { say, selection } = context;
  return {
    id: 'obligations',
    title: say(sectionTitles.obligations),
    blocks: [
      { kind: 'callout', tone: 'caution', title: say(common.notReviewed), text: say(words.notReviewed) },
      { kind: 'table', ...classTable(context) },
      ...(selection.obligations.length === 0
        ? [{ kind: 'paragraph', text: say(words.none) } as const]
        : [{ kind: 'table', ...dutyTable(context) } as const]),
    ],
  };
}

function classTable({ selection, say, language }: Context): Table {
  return {
    caption: say(words.classes),
    columns: [{ title: say(common.useCase) }, { title: say(words.aiAct) }, { title: say(words.dpia) }],
    rows: selection.ranked.map(({ name, aiActClass, dpia }) => [
      name[language],
      aiActClass === 'high' || aiActClass === 'prohibited'
        ? { text: say(aiActNames[aiActClass]), mark: 'bad' }
        : say(aiActNames[aiActClass]),
      dpia === 'required' || dpia === 'unclear'
        ? { text: say(dpiaNames[dpia]), mark: 'open' }
        : say(dpiaNames[dpia]),
    ]),
  };
}

function dutyTable({ selection, say, language, day, nameOf }: Context): Table {
  return {
    caption: say(words.duties),
    columns: [
      { title: say(words.duty) },
      { title: say(words.rule) },
      { title: say(words.since) },
      { title: say(words.for) },
      { title: say(words.source) },
    ],
    rows: selection.obligations.map(
      ({ text, law, provision, from, inForce, entries, source, asOf, reviewedBy }) => [
        text[language],
        // What the client itself asks for has a place in the diagnostic, not in a law.
        provision.startsWith('/') ? say(words.client) : lawText(law, provision, language),
        inForce ? say(words.inForce) : `${say(words.from)} ${day(from)}`,
        entries.map(nameOf).join(', '),
        `${provision.startsWith('/') ? say(words.theDiagnostic) : source}, ${day(asOf)}${reviewedBy === null ? '' : `, ${reviewedBy}`}`,
      ],
    ),
  };
}

/** A provision as it is quoted: AI Act Art. 4, RGPD art. 35. */
function lawText(law: string, provision: string, language: Language): string {
  const name = lawNames[law]?.[language] ?? law;
  return `${name} ${language === 'fr' ? provision.replace(/^Art\./, 'art.') : provision}`;
}
