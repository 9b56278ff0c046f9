import { contextOf } from './context.ts';
import type { Context, ReportInput } from './context.ts';
import type { ReportDocument, Section } from './document.ts';
import { evidenceSection, methodSection } from './sections/appendix.ts';
import { changesSection } from './sections/changes.ts';
import { choiceSection } from './sections/choice.ts';
import { companySection } from './sections/company.ts';
import { costSection } from './sections/cost.ts';
import { dataSection } from './sections/data.ts';
import { fundingSection } from './sections/funding.ts';
import { maturitySection } from './sections/maturity.ts';
import { obligationsSection } from './sections/obligations.ts';
import { prioritiesSection } from './sections/priorities.ts';
import { risksSection } from './sections/risks.ts';
import { roadmapSection } from './sections/roadmap.ts';
import { roiSection } from './sections/roi.ts';
import { stackSection } from './sections/stack.ts';
import { summarySection } from './sections/summary.ts';
import { unknownsSection } from './sections/unknowns.ts';
import { coverWords } from './texts/caution.ts';

export type { ReportInput } from './context.ts';

/** The sections in the order of the report. */
const sections: readonly ((context: Context) => Section)[] = [
  summarySection,
  companySection,
  maturitySection,
  dataSection,
  prioritiesSection,
  choiceSection,
  roiSection,
  costSection,
  stackSection,
  roadmapSection,
  obligationsSection,
  risksSection,
  unknownsSection,
  changesSection,
  fundingSection,
  evidenceSection,
  methodSection,
];

/**
 * What a client is handed after a diagnostic: the six deliverables of the offer, from one diagnostic and the selection
 * made on it. Pure: the same input gives the same document.
 */
export function buildReport(input: ReportInput): ReportDocument {
  const context = contextOf(input);
  const { diagnostic, selection, language, partner, say } = context;
  return {
    language,
    title: say(coverWords.title),
    client: diagnostic.company.legalName,
    subtitle: selection.headline[language],
    ...(partner !== undefined && { partner }),
    cover: cover(context),
    contents: say(coverWords.contents),
    sections: sections.map((write) => write(context)),
    colophon: `${diagnostic.company.legalName}, ${context.day(selection.asOf)}`,
  };
}

function cover({ diagnostic, selection, partner, say, day, amount }: Context): ReportDocument['cover'] {
  const { startedOn, completedOn, effortDays, consultants = [] } = diagnostic.meta;
  const period = [startedOn, completedOn]
    .flatMap((date) => (date === undefined ? [] : [day(date)]))
    .join(' – ');
  const effort =
    effortDays === undefined
      ? ''
      : `${amount(effortDays, Number.isInteger(effortDays) ? 0 : 1)} ${say(coverWords.days)}`;
  const held = [period, effort].filter((part) => part !== '').join(', ');
  return [
    { term: say(coverWords.for), text: diagnostic.company.legalName },
    ...(partner === undefined ? [] : [{ term: say(coverWords.by), text: partner.name }]),
    { term: say(coverWords.date), text: day(selection.asOf) },
    ...(held === '' ? [] : [{ term: say(coverWords.diagnostic), text: held }]),
    ...(consultants.length === 0
      ? []
      : [{ term: say(coverWords.consultants), text: consultants.join(', ') }]),
  ];
}
