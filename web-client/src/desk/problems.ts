// What staff read when a call did not work.

import { never } from '../shared/decode.ts';
import type { Problem } from '../shared/http.ts';
import { words } from './words/index.ts';

export function problemText({ code, retryAfter }: Problem): string {
  const { t } = words;
  switch (code) {
    case 'offline':
      return t('problem.offline');
    case 'unauthenticated':
      return t('problem.unauthenticated');
    case 'forbidden':
      return t('problem.forbidden');
    case 'not_found':
      return t('problem.not_found');
    case 'conflict':
      return t('problem.conflict');
    case 'too_long':
      return t('problem.too_long');
    case 'invalid':
      return t('problem.invalid');
    case 'slow_down':
      return t('problem.slow_down', { n: retryAfter ?? 60 });
    case 'unavailable':
      return t('problem.unavailable');
    case 'malformed':
    case 'method_not_allowed':
    case 'challenge_required':
    case 'unexpected':
      return t('problem.unexpected');
    default:
      return never(code);
  }
}
