import type { Context } from '../context.ts';
import type { Block, KeyFigure, Section } from '../document.ts';
import { common } from '../texts/common.ts';
import { sectionTitles, summaryWords as words } from '../texts/sections.ts';
import { robustnessText } from './robustness.ts';

/** How many lines of a list the first page shows. */
const shown = 4;

/** The first page: what is advised, what it costs and returns, how sure it is, what comes next. */
export function summarySection(context: Context): Section {
  const { selection, say, language } = context;
  const { answer, headline, package: bought, sensitivity } = selection;
  const chosen = answer === 'package' || answer === 'single';
  return {
    id: 'summary',
    title: say(sectionTitles.summary),
    blocks: [
      {
        kind: 'callout',
        tone: 'note',
        title: headline[language].replace(/ \((?:provisional|provisoire).*\)$/, ''),
        text: adviceText(context),
      },
      ...(chosen ? [{ kind: 'keyFigures', items: keyFigures(context) } as const] : []),
      ...(bought.provisional
        ? [
            {
              kind: 'callout',
              tone: 'caution',
              title: say(words.provisional),
              text: say(words.provisionalText),
            } as const,
          ]
        : []),
      ...(sensitivity === null
        ? []
        : [{ kind: 'paragraph', text: robustnessText(context, sensitivity) } as const]),
      ...(chosen ? nextSteps(context) : missing(context)),
    ],
  };
}

function adviceText(context: Context): string {
  const { selection, language, say, namesOf, money } = context;
  const { answer, package: bought } = selection;
  const items = namesOf(bought.items.map(({ entryId }) => entryId));
  const foundations = bought.foundations.filter(({ owned }) => !owned);
  if (answer === 'not_yet') return say(words.notYet);
  if (answer === 'foundation') {
    const names = foundations
      .map(({ name, costEUR }) => `${name[language]} (${money(costEUR.mid)})`)
      .join(', ');
    return language === 'en'
      ? `${say(words.notYet)} What can be built now: ${names}.`
      : `${say(words.notYet)} Ce qui peut être construit dès maintenant : ${names}.`;
  }
  const count = bought.items.length;
  const base = foundations.map(({ name }) => name[language].toLowerCase()).join(', ');
  if (language === 'en') {
    return `We advise ${count === 1 ? 'one use case' : `${count} use cases`}: ${items}.${base === '' ? '' : ` ${count === 1 ? 'It stands' : 'They stand'} on one foundation that is built once: ${base}.`}`;
  }
  return `Nous recommandons ${count === 1 ? "un cas d'usage" : `${count} cas d'usage`} : ${items}.${base === '' ? '' : ` ${count === 1 ? 'Il repose' : 'Ils reposent'} sur une fondation construite une seule fois : ${base}.`}`;
}

function keyFigures({ selection, say, money, moneyRange, amount, day }: Context): readonly KeyFigure[] {
  const { package: bought, roi, roadmap } = selection;
  const { totalEUR, runEURPerMonth, weeks } = bought.costs;
  const delivery = roi?.scenarios.find(({ id }) => id === 'delivery');
  const start = roadmap[0]?.startsOn;
  const returns: readonly KeyFigure[] =
    roi === null || delivery === undefined
      ? [{ label: say(words.benefit), value: say(words.notComputed), note: say(words.benefitUnknown) }]
      : [
          {
            label: say(words.benefit),
            value: money(roi.benefitEURPerYear.mean),
            note: say(words.perYear),
          },
          {
            label: say(words.payback),
            value:
              delivery.paybackMonths === null
                ? '–'
                : `${amount(delivery.paybackMonths, 1)} ${say(common.months)}`,
            note: say(words.noRetainer),
          },
          {
            label: say(words.npv),
            value: money(delivery.npvEUR.mean),
            note: moneyRange({ low: delivery.npvEUR.p10, high: delivery.npvEUR.p90 }),
          },
        ];
  return [
    { label: say(words.invest), value: money(totalEUR.mid), note: moneyRange(totalEUR) },
    { label: say(words.run), value: money(runEURPerMonth.mid), note: say(words.perMonth) },
    {
      label: say(words.time),
      value: `${amount(weeks, Number.isInteger(weeks) ? 0 : 1)} ${say(common.weeks)}`,
      ...(start !== undefined && { note: `${say(words.start)} ${day(start)}` }),
    },
    ...returns,
  ];
}

function nextSteps({ selection, say, language, nameOf }: Context): readonly Block[] {
  const conditions = selection.package.items.flatMap(({ entryId, conditions: open }) =>
    open.map((condition) => `${nameOf(entryId)}${language === 'en' ? ': ' : ' : '}${condition[language]}`),
  );
  const settle: readonly Block[] =
    conditions.length === 0
      ? []
      : [
          { kind: 'heading', text: say(words.before) },
          { kind: 'list', items: conditions.slice(0, shown) },
        ];
  return [
    ...settle,
    { kind: 'heading', text: say(words.next) },
    { kind: 'list', items: [say(words.decide), say(words.legal)] },
  ];
}

/** What keeps the best of the use cases out, and what would let them in. */
function missing({ selection, say, language }: Context): readonly Block[] {
  const failed = selection.ranked.slice(0, shown).map(({ name, gates }) => {
    const reasons = gates.filter(({ status }) => status === 'fail').map(({ because }) => because[language]);
    return `${name[language]}${language === 'en' ? ': ' : ' : '}${reasons.join(' ')}`;
  });
  const unlocks = selection.explanation.counterfactuals.slice(0, shown).map(({ text }) => text[language]);
  return [
    ...(failed.length === 0
      ? []
      : [{ kind: 'heading', text: say(words.missing) } as const, { kind: 'list', items: failed } as const]),
    ...(unlocks.length === 0
      ? []
      : [{ kind: 'heading', text: say(words.unlock) } as const, { kind: 'list', items: unlocks } as const]),
  ];
}
