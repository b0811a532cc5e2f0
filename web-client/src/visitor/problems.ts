// What a visitor reads when a call or a message did not work.

import { never } from '../shared/decode.ts';
import type { Problem } from '../shared/http.ts';
import { words } from './words/index.ts';

/** Longer than so many seconds nobody waits on the page: "not now" is plainer than a number. */
const soon = 120;

/** The text for a problem that came as the answer of a call. */
export function problemText({ code, retryAfter }: Problem): string {
  const { t } = words;
  switch (code) {
    case 'offline':
      return t('problem.offline');
    case 'slow_down':
      return retryAfter !== null && retryAfter > soon
        ? t('problem.not_now')
        : t('problem.slow_down', { n: retryAfter ?? 60 });
    case 'unavailable':
    case 'challenge_required':
      return t('problem.busy');
    case 'too_long':
      return t('problem.too_long');
    case 'invalid':
      return t('problem.invalid');
    case 'not_found':
      return t('return.wrong');
    case 'malformed':
    case 'unauthenticated':
    case 'forbidden':
    case 'method_not_allowed':
    case 'conflict':
    case 'unexpected':
      return t('problem.unexpected');
    default:
      return never(code);
  }
}

/** The text for a message that the server refused, by the code of its error frame. */
export function refusalText(code: string): string {
  switch (code) {
    case 'too_long':
      return words.t('problem.too_long');
    case 'invalid':
      return words.t('problem.invalid');
    case 'closed':
    case 'not_a_member':
      return words.t('problem.closed');
    default:
      return words.t('talk.refused');
  }
}
