import type { Context } from '../context.ts';
import type { Section, Table } from '../document.ts';
import { objectiveNames, sectorNames } from '../../names/client.ts';
import { countryName } from '../../names/countries.ts';
import { capital } from '../../text/capital.ts';
import { common } from '../texts/common.ts';
import { companyWords as words } from '../texts/company.ts';
import { sectionTitles } from '../texts/sections.ts';

interface Term {
  readonly term: string;
  readonly text: string;
}

/** Who the client is, what it wants and the limits it set. */
export function companySection(context: Context): Section {
  const { say } = context;
  return {
    id: 'company',
    title: say(sectionTitles.company),
    blocks: [
      { kind: 'terms', items: profile(context) },
      { kind: 'table', ...objectives(context) },
      { kind: 'table', ...limits(context) },
    ],
  };
}

function profile({ diagnostic, say, amount, moneyRange }: Context): readonly Term[] {
  const { company, strategy, team } = diagnostic;
  const sites = (company.sites ?? []).map(({ name, city }) =>
    city === undefined ? name : `${name} (${city})`,
  );
  const { sponsor } = strategy;
  const found: readonly (Term | false)[] = [
    { term: say(words.sector), text: capital(say(sectorNames[company.sector])) },
    { term: say(words.staff), text: `${amount(company.employees)} ${say(words.employees)}` },
    company.revenueEUR !== undefined && { term: say(words.revenue), text: moneyRange(company.revenueEUR) },
    { term: say(words.country), text: say(countryName(company.country)) },
    sites.length > 0 && { term: say(words.sites), text: sites.join(', ') },
    sponsor !== undefined && {
      term: say(words.sponsor),
      text: `${sponsor.role}${sponsor.hoursPerMonth === undefined ? '' : `, ${amount(sponsor.hoursPerMonth)} ${say(words.hours)}`}`,
    },
    {
      term: say(words.capacity),
      text:
        team.capacityDaysPerMonth === undefined
          ? say(common.unknown)
          : `${amount(team.capacityDaysPerMonth)} ${say(team.capacityDaysPerMonth === 1 ? words.dayPerMonth : words.daysPerMonth)}`,
    },
  ];
  return found.filter((term) => term !== false);
}

function objectives({ diagnostic, say, percent }: Context): Table {
  return {
    caption: say(words.objectives),
    columns: [
      { title: say(words.objective) },
      { title: say(words.weight), numeric: true },
      { title: say(words.horizon), numeric: true },
      { title: say(words.target) },
    ],
    rows: diagnostic.strategy.objectives.map(({ id, weight, horizonMonths, targetKpi }) => [
      capital(say(objectiveNames[id])),
      percent(weight),
      horizonMonths === undefined ? '–' : String(horizonMonths),
      targetKpi ?? '–',
    ]),
  };
}

function limits({ diagnostic, nameOf, say, money, amount, day }: Context): Table {
  const { constraints, strategy } = diagnostic;
  const { capexEUR, opexEURPerMonth, weeksAvailable, paybackMonthsMax, startBy, goLiveBy, residency } =
    constraints;
  const known = (value: number | null, write: (value: number) => string): string =>
    value === null ? say(common.unknown) : write(value);
  const rows: readonly (readonly [string, string] | false)[] = [
    [say(words.budget), known(capexEUR.max, money)],
    [say(words.opex), known(opexEURPerMonth.max, money)],
    [say(words.weeks), known(weeksAvailable, amount)],
    paybackMonthsMax !== undefined && [
      say(words.payback),
      `${amount(paybackMonthsMax)} ${say(common.months)}`,
    ],
    startBy !== undefined && [say(words.startBy), day(startBy)],
    goLiveBy !== undefined && [say(words.goLiveBy), day(goLiveBy)],
    [say(words.residency), residencyName(residency, say)],
    (strategy.exclusions ?? []).length > 0 && [
      say(words.exclusions),
      (strategy.exclusions ?? []).map(nameOf).join(', '),
    ],
  ];
  return {
    caption: say(words.limits),
    columns: [{ title: say(words.limit) }, { title: say(words.value) }],
    rows: rows.filter((row) => row !== false),
  };
}

/** A residency rule of a diagnostic in words. */
export function residencyName(rule: string, say: Context['say']): string {
  if (rule === 'none' || rule === 'eu' || rule === 'eea' || rule === 'france' || rule === 'onprem') {
    return say(words[rule]);
  }
  return say(countryName(rule.replace(/^country:/, '')));
}
