import type { Selection } from '../schema/generated/types.ts';
import { itemIds } from './decide.ts';
import type { Decision } from './decide.ts';
import { whatIfText } from './describe.ts';
import type { WhatIf } from './whatif.ts';

type Block = Selection['explanation']['counterfactuals'][number];

/** Other answers and what follows, as the document says it. */
export function whatIfBlock({ edits, decision }: WhatIf): Block {
  return {
    edits: edits.map(({ field, pointer, subject, from, to }) => ({
      field,
      pointer,
      subject,
      from,
      to: typeof to === 'object' ? { ...to } : to,
    })),
    result: adviceOf(decision),
    text: whatIfText(edits, decision),
  };
}

/** A decision in short. */
export function adviceOf(decision: Decision): Block['result'] {
  return {
    answer: decision.answer,
    name: decision.chosen?.name ?? null,
    items: itemIds(decision),
    foundation: decision.foundation?.id ?? null,
  };
}
