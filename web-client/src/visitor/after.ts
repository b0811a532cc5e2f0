// What she may do with her talk besides talking: leave it to be answered later, erase it, say how it was.

import { failed, type Problem } from '../shared/http.ts';
import { eraseVisits, leaveLetter, tellSurvey, type Survey } from './api.ts';
import { visit } from './visit.svelte.ts';

/** Leaves the line; the answer will be here for whoever has the six words. */
export function leaveForLater(): Promise<Problem | null> {
  return visit.concludeBy(leaveLetter, () => ({ at: 'left' }));
}

/** Erases everything that was ever said under her six words. */
export function eraseAll(): Promise<Problem | null> {
  return visit.concludeBy(eraseVisits, (done) => ({ at: 'erased', ...done }));
}

/** Hands her answers in. Whoever has answered before is thanked as well. */
export async function answerSurvey(survey: Survey): Promise<Problem | null> {
  const token = visit.currentToken();
  if (token === null) return failed('unauthenticated').problem;
  const answer = await tellSurvey(token, survey);
  return answer.ok || answer.problem.code === 'conflict' ? null : answer.problem;
}
