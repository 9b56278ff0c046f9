import type { Selection } from '../../schema/generated/types.ts';
import type { Context } from '../context.ts';
import { limitNames } from '../../names/client.ts';
import { summaryWords } from '../texts/sections.ts';

/** How sure the advice is, in a sentence or two. */
export function robustnessText(
  { language, say, percent, listed }: Context,
  { label, weightChanges, acceptability, answerFlips, boundBy }: NonNullable<Selection['sensitivity']>,
): string {
  const { held, of } = weightChanges;
  const flips = answerFlips.flips.length;
  const share = percent(acceptability.share);
  const bound = listed(boundBy.map((limit) => say(limitNames[limit])));
  if (language === 'en') {
    return `${say(summaryWords[label])}: it holds under ${held} of ${of} changes of the weights and ${share} of random weights; ${flips} of ${answerFlips.tried} one-level changes of an answer would change it.${bound === '' ? '' : ` A better package is kept out by the ${bound}.`}`;
  }
  return `${say(summaryWords[label])} : il tient pour ${held} des ${of} changements de pondération et ${share} des pondérations tirées au hasard ; ${flips} des ${answerFlips.tried} changements d'un niveau de réponse le modifieraient.${bound === '' ? '' : ` Une meilleure offre est écartée par : ${bound}.`}`;
}
