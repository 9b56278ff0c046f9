import type { Diagnostic, Entry } from '../schema/generated/types.ts';
import { assess, readShelf } from './assess.ts';
import type { Catalog, Shelf } from './assess.ts';
import type { Candidate } from './candidate.ts';
import { decide } from './decide.ts';
import type { Decision, Rules } from './decide.ts';
import { compareText } from './numbers.ts';
import { askedAbout, readProfile } from './profile.ts';
import type { Limits, Profile } from './profile.ts';

/** One reading of one diagnostic against one catalog, and what is advised on it. */
export interface World {
  readonly profile: Profile;
  readonly shelf: Shelf;
  readonly rules: Rules;
  /** Everything assessed, in order of id. */
  readonly candidates: readonly Candidate[];
  readonly decision: Decision;
}

/** Assesses what the client was asked about and decides. */
export function explore(
  diagnostic: Diagnostic,
  catalog: Catalog,
  rules: Rules,
  consider: (entry: Entry) => boolean,
): World {
  const profile = readProfile(diagnostic);
  const shelf = readShelf(catalog, profile);
  const candidates = [...profile.places.keys()]
    .flatMap((id) => {
      const entry = shelf.entries.get(id);
      const asked = askedAbout(profile, id);
      if (entry === undefined || asked === undefined || !consider(entry)) return [];
      return assess(entry, asked, profile, shelf) ?? [];
    })
    .sort((a, b) => compareText(a.id, b.id));
  return { profile, shelf, rules, candidates, decision: decide(candidates, profile.limits, rules) };
}

/** What an edit leaves as it is: the legal side, or that and every gate that is not a limit. */
export type Kept = 'nothing' | 'risk' | 'gates';

/**
 * The same on an edited diagnostic. Only candidates the edit touches are assessed again; the rest keep what they
 * have, which is what makes a thousand what-ifs affordable.
 *
 * @param keep what of a touched candidate the edit leaves as it is.
 */
export function replay(
  world: World,
  diagnostic: Diagnostic,
  touches: (candidate: Candidate) => boolean,
  keep: Kept = 'nothing',
): World {
  const profile = readProfile(diagnostic, world.profile);
  let changed = !sameLimits(profile.limits, world.profile.limits);
  const candidates = world.candidates.map((candidate) => {
    if (!touches(candidate)) return candidate;
    const asked = askedAbout(profile, candidate.id) ?? candidate.asked;
    const known = keep === 'nothing' ? {} : keep === 'risk' ? { risk: candidate.risk } : candidate;
    const next = assess(candidate.entry, asked, profile, world.shelf, known) ?? candidate;
    changed ||= !decidesAlike(candidate, next);
    return next;
  });
  const decision = changed ? decide(candidates, profile.limits, world.rules) : world.decision;
  return { ...world, profile, candidates, decision };
}

function sameLimits(a: Limits, b: Limits): boolean {
  return a.capex === b.capex && a.opex === b.opex && a.weeks === b.weeks;
}

/** Whether the decision cannot tell one from the other: most answers about a second-best source change nothing. */
function decidesAlike(a: Candidate, b: Candidate): boolean {
  return a.U === b.U && a.ULow === b.ULow && failedGates(a) === failedGates(b);
}

function failedGates({ gates }: Candidate): string {
  return gates.map(({ code, status }) => (status === 'fail' ? code : '')).join(' ');
}
