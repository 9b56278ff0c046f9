import type { Entry } from '../schema/generated/entry.ts';
import type { UseCase } from '../schema/generated/diagnostic.ts';
import { aiActClasses, flagExceptions, flagRules } from './ai-act.data.ts';
import type { AiActClass, ContextFlag } from './ai-act.data.ts';
import type { Text } from '../dated.ts';

export type { AiActClass, ContextFlag } from './ai-act.data.ts';

/** Why a use has its class. */
export interface AiActReason {
  readonly class: AiActClass;
  /** `entry`: ordinary use of the catalog entry; `flag`: a circumstance in law; `escalator`: one the entry names. */
  readonly from: 'entry' | 'flag' | 'escalator';
  readonly flag?: ContextFlag;
  /** For instance `AI Act 50(1)`. */
  readonly provision?: string;
  readonly text: Text;
}

export interface AiActAssessment {
  readonly class: AiActClass;
  /** Most severe first; never empty. */
  readonly because: readonly AiActReason[];
  /** A circumstance asks that a person decides. */
  readonly humanReview: boolean;
}

const ordinaryUse: Text = { en: 'its ordinary use', fr: 'son usage ordinaire' };

/**
 * The class of one use case under the AI Act: the most severe among the entry's own class, the context flags
 * (Art. 5, Annex III and I, Art. 50) and the escalators the entry ties to a flag.
 * The narrow-task exemption of Art. 6(3) is never assumed.
 */
export function aiActClass(
  entry: Pick<Entry, 'id' | 'risk'>,
  useCase: Pick<UseCase, 'contextFlags'>,
): AiActAssessment {
  const flags = useCase.contextFlags.filter((flag) => !isExcepted(entry.id, flag));
  const reasons: AiActReason[] = [{ class: entry.risk.aiActClass, from: 'entry', text: ordinaryUse }];
  for (const rule of flagRules) {
    if (!flags.includes(rule.flag)) continue;
    reasons.push({
      class: rule.class,
      from: 'flag',
      flag: rule.flag,
      provision: rule.provision,
      text: rule.text,
    });
  }
  let humanReview = false;
  for (const escalator of entry.risk.escalators) {
    const flag = flags.find((candidate) => candidate === escalator.flag);
    if (flag === undefined) continue;
    if (escalator.becomes === 'human_review') humanReview = true;
    else if (escalator.becomes !== 'dpia')
      reasons.push({ class: escalator.becomes, from: 'escalator', flag, text: escalator.when });
  }
  const because = reasons.sort((a, b) => aiActClasses.indexOf(b.class) - aiActClasses.indexOf(a.class));
  return { class: because[0]?.class ?? entry.risk.aiActClass, because, humanReview };
}

function isExcepted(entryId: string, flag: ContextFlag): boolean {
  return flagExceptions.some((exception) => exception.entry === entryId && exception.flag === flag);
}
