import type { Constraints, Provider } from '../schema/generated/diagnostic.ts';
import { providers } from './providers.data.ts';

const all = Object.keys(providers).filter(isProvider);

/** Residency rules that keep processing inside the European Economic Area. */
const europeanRules =
  /^(eu|eea|france|country:(AT|BE|BG|HR|CY|CZ|DK|EE|FI|FR|DE|GR|HU|IS|IE|IT|LV|LI|LT|LU|MT|NL|NO|PL|PT|RO|SK|SI|ES|SE))$/;

/** Whether a residency rule keeps data inside the EEA (on-premises is stricter still and has its own rule). */
export function staysInEEA(residency: string): boolean {
  return europeanRules.test(residency);
}

/**
 * The providers that keep the client's rules: allowed, not forbidden, open weights where asked for, processing where
 * the residency rule wants it. A provider nobody knows the location of does not pass a rule on locations.
 */
export function usableProviders(
  constraints: Pick<Constraints, 'modelProviders' | 'residency' | 'transferOutsideEEA'>,
): readonly Provider[] {
  const { allowed, forbidden, openWeightsOnly } = constraints.modelProviders ?? {};
  const european = staysInEEA(constraints.residency) || constraints.transferOutsideEEA === false;
  return all.filter((id) => {
    const facts = providers[id];
    if (allowed !== undefined && allowed.length > 0 && !allowed.includes(id)) return false;
    if (forbidden?.includes(id) === true) return false;
    if (openWeightsOnly === true && !facts.openWeights) return false;
    if (constraints.residency === 'onprem') return id === 'self_hosted';
    return !european || facts.processesInEEA === true;
  });
}

function isProvider(id: string): id is Provider {
  return Object.hasOwn(providers, id);
}
