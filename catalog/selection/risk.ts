import { aiActClass } from '../compliance/ai-act.ts';
import type { AiActAssessment, AiActClass } from '../compliance/ai-act.ts';
import { dpia } from '../compliance/data-protection.ts';
import type { DpiaAssessment } from '../compliance/data-protection.ts';
import type { Diagnostic, Entry } from '../schema/generated/types.ts';
import type { Range } from './criteria.ts';
import type { UseCaseReading } from './profile.ts';

/** What the law asks of one use case at this client. */
export interface Risk {
  readonly aiAct: AiActAssessment;
  readonly dpia: DpiaAssessment;
  /** Regulatory ease, criterion R. */
  readonly ease: Range;
}

export function assessRisk(entry: Entry, asked: UseCaseReading, diagnostic: Diagnostic): Risk {
  const aiAct = aiActClass(entry, asked.useCase);
  const screening = dpia(entry, asked.useCase, diagnostic, asked.pointer);
  const ease = easeOf(aiAct.class, screening.required);
  return {
    aiAct,
    dpia: screening,
    ease: {
      low: easeOf(aiAct.class, screening.required || screening.unclear),
      mid: ease,
      high: ease,
    },
  };
}

/** Fixed anchors: the class under the AI Act, and whether an impact assessment is due. */
function easeOf(aiAct: AiActClass, impactAssessment: boolean): number {
  switch (aiAct) {
    case 'minimal':
      return impactAssessment ? 0.7 : 1;
    case 'limited':
      return impactAssessment ? 0.6 : 0.8;
    case 'high':
      return 0.2;
    case 'prohibited':
      return 0;
  }
}
