import type { Company } from '../schema/generated/diagnostic.ts';
import { fundingSchemes } from './funding.data.ts';
import type { FundingScheme } from './funding.data.ts';

export type { FundingScheme } from './funding.data.ts';

/** The aids a company may ask for. One whose age is unknown is not ruled out. */
export function fundingFor(
  company: Pick<Company, 'country' | 'employees' | 'ageMonths'>,
): readonly FundingScheme[] {
  return fundingSchemes.filter(
    (scheme) =>
      scheme.country === company.country &&
      company.employees >= scheme.employees.min &&
      company.employees <= scheme.employees.max &&
      (company.ageMonths ?? scheme.minAgeMonths) >= scheme.minAgeMonths,
  );
}
