import type { Section } from './question.ts';
import { commercial } from './sections/commercial.data.ts';
import { company } from './sections/company.data.ts';
import { compliance } from './sections/compliance.data.ts';
import { constraints } from './sections/constraints.data.ts';
import { infrastructure } from './sections/infrastructure.data.ts';
import { maturity } from './sections/maturity.data.ts';
import { sources } from './sections/sources.data.ts';
import { strategy } from './sections/strategy.data.ts';
import { team } from './sections/team.data.ts';
import { useCases } from './sections/use-cases.data.ts';

/** The questionnaire in the order of the interviews. The terminal and the site ask from this one list. */
export const questionnaire: readonly Section[] = [
  company,
  strategy,
  sources,
  infrastructure,
  team,
  ...maturity,
  useCases,
  constraints,
  compliance,
  commercial,
];
