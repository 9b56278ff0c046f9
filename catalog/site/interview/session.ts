import { contradictionsOf } from '../../diagnostic/questionnaire/contradictions.ts';
import type { Contradiction } from '../../diagnostic/questionnaire/contradictions.ts';
import { nextStep, previousStep, stepOfSection } from '../../diagnostic/questionnaire/flow.ts';
import type { Interview, Reply } from '../../diagnostic/questionnaire/interview.ts';
import type { Choices } from '../../diagnostic/questionnaire/question.ts';
import { applyReply, itemsLost } from '../../diagnostic/questionnaire/reply.ts';
import { stepsOf } from '../../diagnostic/questionnaire/steps.ts';
import type { Step } from '../../diagnostic/questionnaire/steps.ts';
import type { InterviewRecord, StoredInterview } from '../../diagnostic/questionnaire/stored.ts';

/** What the page shows of an interview. */
export type Screen =
  | { readonly kind: 'question'; readonly key: string }
  /** Answers that do not fit together since the last one, by key. */
  | { readonly kind: 'contradictions'; readonly keys: readonly string[] }
  /** A reply that would take off items with answers about them; it counts once that is confirmed. */
  | { readonly kind: 'loss'; readonly key: string; readonly reply: Reply; readonly lost: readonly string[] }
  | { readonly kind: 'review' };

/** An interview on the page: everything that is kept, and where one is. */
export interface Session extends StoredInterview {
  readonly screen: Screen;
  /** Keys of steps to ask before anything else. */
  readonly queue: readonly string[];
  /** Whether the review is shown once the queue is empty, and not the next open question. Default: false. */
  readonly backToReview: boolean;
}

/** Goes on where an interview stopped: at its first open question behind the last answer, else at the review. */
export function resume({ interview, record }: StoredInterview, choices: Choices): Session {
  const session: Session = { interview, record, screen: { kind: 'review' }, queue: [], backToReview: false };
  return { ...session, screen: nextScreen(session, choices) };
}

/** The step that is asked; undefined where no question is shown. */
export function stepShown({ interview, screen }: Session, choices: Choices): Step | undefined {
  return screen.kind === 'question' || screen.kind === 'loss'
    ? stepsOf(interview.draft, choices).find(({ key }) => key === screen.key)
    : undefined;
}

/** Takes a reply to the question that is shown, and asks back at once what it contradicts. */
export function take(session: Session, reply: Reply, choices: Choices, confirmed = false): Session {
  const step = stepShown(session, choices);
  if (step === undefined) return session;
  const { interview, record, queue } = session;
  const lost = 'value' in reply && !confirmed ? itemsLost(interview.draft, step, reply.value) : [];
  if (lost.length > 0) return { ...session, screen: { kind: 'loss', key: step.key, reply, lost } };
  const before = new Set(contradictionsOf(interview, choices).map(({ key }) => key));
  const wasQueued = queue.includes(step.key);
  const after: Session = {
    ...session,
    interview: applyReply(interview, step, reply),
    record: recordAfter(record, step, reply, wasQueued),
    queue: queue.filter((key) => key !== step.key),
  };
  const found = contradictionsOf(after.interview, choices).filter(({ key }) => !before.has(key));
  if (found.length > 0)
    return { ...after, screen: { kind: 'contradictions', keys: found.map(({ key }) => key) } };
  return { ...after, screen: nextScreen(after, choices) };
}

function recordAfter(record: InterviewRecord, step: Step, reply: Reply, wasQueued: boolean): InterviewRecord {
  const evidence = 'judgement' in reply ? reply.judgement.evidence[0] : undefined;
  return {
    ...record,
    // Whoever goes back to one answer goes on from where the interview was.
    ...(!wasQueued && { at: step.key }),
    ...(evidence !== undefined && { evidence: { kind: evidence.kind, ref: evidence.ref } }),
  };
}

function nextScreen({ interview, record, queue, backToReview }: Session, choices: Choices): Screen {
  const asked = stepsOf(interview.draft, choices);
  const queued = queue.find((wanted) => asked.some(({ key }) => key === wanted));
  if (queued !== undefined) return { kind: 'question', key: queued };
  const next = backToReview ? undefined : nextStep(interview, choices, record.at);
  return next === undefined ? { kind: 'review' } : { kind: 'question', key: next.key };
}

/** Goes on to the next question, or to the review. */
export function goOn(session: Session, choices: Choices): Session {
  return { ...session, screen: nextScreen(session, choices) };
}

/** Asks these steps, whatever stands there, then goes on as before. */
export function ask(session: Session, keys: readonly string[], choices: Choices): Session {
  const backToReview = session.screen.kind === 'review' || session.backToReview;
  return goOn({ ...session, queue: keys, backToReview }, choices);
}

/** The question before; from the review, the one that was asked last. */
export function back(session: Session, choices: Choices): Session {
  const { interview, record, screen } = session;
  const shown = stepShown(session, choices);
  // A reply that was not confirmed, and what was asked back: the same question again.
  if (shown !== undefined && screen.kind === 'loss') return show(session, shown.key);
  if (shown === undefined) return record.at === undefined ? session : show(session, record.at);
  const previous = previousStep(interview, choices, shown.key);
  return previous === undefined ? session : show(session, previous.key);
}

function show(session: Session, key: string): Session {
  return { ...session, queue: [], backToReview: false, screen: { kind: 'question', key } };
}

/** Goes to a section: to its first open question, else to its first. */
export function goToSection(session: Session, sectionId: string, choices: Choices): Session {
  const step = stepOfSection(session.interview, choices, sectionId);
  return step === undefined ? session : show(session, step.key);
}

/** Goes to the review. */
export function toReview(session: Session): Session {
  return { ...session, queue: [], backToReview: false, screen: { kind: 'review' } };
}

/** Keeps two answers that were asked back as they are. */
export function keepBoth(session: Session, key: string, choices: Choices): Session {
  const { interview, screen } = session;
  const kept = { ...session, interview: { ...interview, accepted: [...interview.accepted, key] } };
  if (screen.kind !== 'contradictions') return kept;
  const keys = screen.keys.filter((each) => each !== key);
  return keys.length > 0
    ? { ...kept, screen: { kind: 'contradictions', keys } }
    : { ...kept, screen: nextScreen(kept, choices) };
}

/** An interview changed by other means than an answer, shown where it stands. */
export function withInterview(session: Session, interview: Interview): Session {
  return { ...session, interview };
}

/** The contradictions that are shown: those of the last answer, or at the review all that stand. */
export function contradictionsShown(
  { interview, screen }: Session,
  choices: Choices,
): readonly Contradiction[] {
  const standing = contradictionsOf(interview, choices);
  if (screen.kind === 'review') return standing;
  return screen.kind === 'contradictions' ? standing.filter(({ key }) => screen.keys.includes(key)) : [];
}
