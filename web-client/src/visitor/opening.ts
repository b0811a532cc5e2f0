// Beginning a visit, with whatever the server wants to see first.

import { failed, type Answer, type ProblemCode } from '../shared/http.ts';
import type { NewVisit } from '../shared/types.ts';
import { startVisit, type Opening } from './api.ts';
import type { Prover } from './challenge/prover.svelte.ts';
import { forgetOutreach, outreachCode } from './outreach.ts';

/**
 * Begins a visit. `opening` is asked for at the last moment, because she may go on writing while the proof
 * is made; `proven` says that one is wanted. A proof that is missing, too old or used is made anew, once.
 */
export async function beginVisit(
  opening: () => Opening,
  prover: Pick<Prover, 'take' | 'ended'>,
  proven: boolean,
): Promise<Answer<NewVisit>> {
  const begin = async (wanted: boolean): Promise<Answer<NewVisit>> => {
    const proof = wanted ? await prover.take() : null;
    // She has left meanwhile: no visit is begun that nobody wants.
    if (prover.ended) return failed('offline');
    return startVisit(opening(), proof, outreachCode());
  };
  let answer = await begin(proven);
  if (isRefused(answer, 'invalid') && answer.problem.field === 'outreach_code') {
    // A link that is no longer known must not stand in her way.
    forgetOutreach();
    answer = await begin(proven);
  }
  if (isRefused(answer, 'challenge_required')) answer = await begin(true);
  if (answer.ok) forgetOutreach();
  return answer;
}

function isRefused(
  answer: Answer<NewVisit>,
  code: ProblemCode,
): answer is Extract<Answer<NewVisit>, { ok: false }> {
  return !answer.ok && answer.problem.code === code;
}
