import type { Selection } from '../../schema/generated/types.ts';
import { gantt } from '../charts/gantt.ts';
import type { GanttRow, Milestone } from '../charts/gantt.ts';
import { dayNumber, dayOf } from '../charts/days.ts';
import { monthText } from '../../text/day.ts';
import type { Context, Writing } from '../context.ts';
import type { Figure, Section, Table } from '../document.ts';
import { capital } from '../../text/capital.ts';
import { common } from '../texts/common.ts';
import { roadmapWords as words } from '../texts/plan.ts';
import { sectionTitles } from '../texts/sections.ts';

type Step = Selection['roadmap'][number];

/** Steps with dates, against the dates the client asked for. */
export function roadmapSection(context: Context): Section {
  const { say, selection } = context;
  if (selection.roadmap.length === 0) {
    return {
      id: 'roadmap',
      title: say(sectionTitles.roadmap),
      blocks: [{ kind: 'paragraph', text: say(words.none) }],
    };
  }
  return {
    id: 'roadmap',
    title: say(sectionTitles.roadmap),
    blocks: [
      { kind: 'paragraph', text: capacityText(context) },
      { kind: 'figure', ...roadmapFigure(context) },
      { kind: 'table', ...stepTable(context) },
    ],
  };
}

/** Whether the steps run beside or after each other, and why. */
function capacityText({ selection, diagnostic, language, amount }: Context): string {
  const days = diagnostic.team.capacityDaysPerMonth;
  const items = selection.roadmap.filter(({ kind }) => kind === 'item');
  const [first, second] = items;
  const parallel = first !== undefined && second !== undefined && second.startsOn < first.endsOn;
  const known = days === undefined ? undefined : amount(days);
  if (language === 'en') {
    const capacity =
      known === undefined
        ? 'The capacity of the team is unknown'
        : `The team can give ${known} ${days === 1 ? 'day' : 'days'} a month`;
    if (items.length < 2)
      return `${capacity}. Dates count from the start the client asked for, or from the day of the advice.`;
    return `${capacity}, so the use cases run ${parallel ? 'side by side' : 'one after the other'}. They are ordered by value, urgency and risk taken away per week of work.`;
  }
  const capacity =
    known === undefined
      ? "La capacité de l'équipe est inconnue"
      : `L'équipe peut donner ${known} ${days === 1 ? 'jour' : 'jours'} par mois`;
  if (items.length < 2) return `${capacity}. Les dates partent du démarrage souhaité, ou du jour de l'avis.`;
  return `${capacity} : les cas d'usage avancent ${parallel ? 'en parallèle' : "l'un après l'autre"}. Ils sont ordonnés par valeur, urgence et risque évité par semaine de travail.`;
}

/** What a plan is drawn from. */
type Planned = Writing & Pick<Context, 'selection' | 'diagnostic'>;

/** The steps on a calendar, with the days the client asked for. */
export function roadmapFigure(context: Planned): Figure {
  const { say, language, day } = context;
  const rows = ganttRows(context);
  const milestones = milestonesOf(context);
  const description = [
    ...rows.map(({ name, from, to }) => `${name}: ${day(from)}${from === to ? '' : ` – ${day(to)}`}`),
    ...milestones.map(({ name, day: date }) => `${name}: ${day(date)}`),
  ].join('; ');
  return {
    caption: say(words.figure),
    description,
    svg: gantt(rows, milestones, (start) => monthText(start, language), {
      id: 'gantt',
      title: say(words.figure),
      description,
    }),
  };
}

function ganttRows({ selection, diagnostic, language, say, amount, day }: Planned): readonly GanttRow[] {
  const kinds = { item: 'work', foundation: 'base', data: 'base' } as const;
  return selection.roadmap.flatMap((step): readonly GanttRow[] => {
    const { id, name, kind, startsOn, endsOn, weeks } = step;
    const row: GanttRow = {
      name: name[language],
      from: startsOn,
      to: endsOn,
      kind: kinds[kind],
      text:
        weeks === 0
          ? say(words[kind])
          : `${amount(weeks, Number.isInteger(weeks) ? 0 : 1)} ${say(common.weeks)}, → ${day(endsOn)}`,
    };
    const months =
      kind === 'item' ? diagnostic.useCases.find((each) => each.id === id)?.adoptionMonths : undefined;
    if (months === undefined || months === 0) return [row];
    return [
      row,
      {
        name: `${name[language]}${language === 'en' ? ': ' : ' : '}${say(words.adoption)}`,
        from: endsOn,
        to: dayOf(dayNumber(endsOn) + Math.round(months * 30.4)),
        kind: 'after',
        text: `${amount(months)} ${say(common.months)}`,
      },
    ];
  });
}

function milestonesOf({ diagnostic, say }: Planned): readonly Milestone[] {
  const { startBy, goLiveBy } = diagnostic.constraints;
  const { deadline } = diagnostic.strategy;
  const known: readonly (Milestone | false)[] = [
    startBy !== undefined && { day: startBy, name: say(words.start) },
    goLiveBy !== undefined && { day: goLiveBy, name: say(words.goLive) },
    deadline !== undefined && deadline !== goLiveBy && { day: deadline, name: say(words.deadline) },
  ];
  return known.filter((milestone) => milestone !== false);
}

function stepTable({ selection, say, language, day, amount }: Context): Table {
  return {
    caption: say(words.steps),
    columns: [
      { title: say(words.step) },
      { title: say(words.kind) },
      { title: say(words.from) },
      { title: say(words.to) },
      { title: capital(say(common.weeks)), numeric: true },
      { title: say(words.priority), numeric: true },
      { title: say(words.remark) },
    ],
    rows: selection.roadmap.map(({ name, kind, startsOn, endsOn, weeks, priority, note }: Step) => [
      name[language],
      say(words[kind]),
      day(startsOn),
      day(endsOn),
      weeks === 0 ? '–' : amount(weeks, Number.isInteger(weeks) ? 0 : 1),
      priority === null ? '–' : amount(priority, 2),
      note?.[language] ?? '–',
    ]),
  };
}
