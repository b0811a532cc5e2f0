// The messages that wait for a supervisor, the one with the least time first.

import type { HeldMessage } from '../../shared/care-types.ts';
import type { Answer, Problem } from '../../shared/http.ts';
import { Resource } from '../resource.svelte.ts';
import type { Verdict } from './api.ts';

export interface Calls {
  fetch: () => Promise<Answer<HeldMessage[]>>;
  decide: (id: string, verdict: Verdict) => Promise<Answer<null>>;
}

export class HeldQueue {
  readonly list: Resource<HeldMessage[]>;
  deciding = $state<string | null>(null);
  private readonly calls: Calls;

  constructor(calls: Calls) {
    this.calls = calls;
    this.list = new Resource(async () => {
      const answer = await calls.fetch();
      return answer.ok ? { ok: true, value: inOrder(answer.value) } : answer;
    });
  }

  /** Passes it on, changed or not, or returns it. What somebody else decided meanwhile leaves the list too. */
  async decide(id: string, verdict: Verdict): Promise<Problem | null> {
    if (this.deciding !== null) return null;
    this.deciding = id;
    const answer = await this.calls.decide(id, verdict);
    this.deciding = null;
    if (answer.ok || answer.problem.code === 'conflict' || answer.problem.code === 'not_found') {
      this.list.change((list) => list.filter((one) => one.id !== id));
    }
    return answer.ok ? null : answer.problem;
  }
}

/** One without a time to run out waits in the order of its coming, behind those that have one. */
function inOrder(list: readonly HeldMessage[]): HeldMessage[] {
  const end = ({ expiresAt }: HeldMessage): number =>
    expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt);
  return [...list].sort((a, b) => {
    const [first, second] = [end(a), end(b)];
    return first === second ? a.heldAt.localeCompare(b.heldAt) : first - second;
  });
}
