// Beginning a visit, with whatever the server wants to see first.

import type { Answer } from '../shared/http.ts';
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
  prover: Pick<Prover, 'take'>,
  proven: boolean,
): Promise<Answer<NewVisit>> {
  let answer = await startVisit(opening(), proven ? await prover.take() : null, outreachCode());
  if (refused(answer, 'outreach_code')) {
    // A link that is no longer known must not stand in her way.
    forgetOutreach();
    answer = await startVisit(opening(), proven ? await prover.take() : null, null);
  }
  if (!answer.ok && answer.problem.code === 'challenge_required') {
    const proof = await prover.take();
    if (proof !== null) answer = await startVisit(opening(), proof, outreachCode());
  }
  if (answer.ok) forgetOutreach();
  return answer;
}

function refused(answer: Answer<NewVisit>, field: string): boolean {
  return !answer.ok && answer.problem.code === 'invalid' && answer.problem.field === field;
}
