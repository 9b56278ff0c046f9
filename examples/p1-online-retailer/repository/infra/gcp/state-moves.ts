import type { StateMoves } from '#constructs/gcp/state-moves.ts';
import { parseStateMoves } from '#constructs/gcp/state-moves.ts';
import { read } from '../settings.ts';

/** What the toolbox noted of resources that changed their address or are no longer managed. */
export function loadStateMoves(repository: URL): StateMoves {
  const file = 'infra/gcp/state-moves.json';
  return parseStateMoves(read(new URL(file, repository), file), file);
}
