// The letters that wait for an answer: those for her first, then the gravest, then the oldest.

import type { Letter } from '../../shared/care-types.ts';
import type { Answer } from '../../shared/http.ts';
import { Resource } from '../resource.svelte.ts';

export class Letters {
  readonly list: Resource<Letter[]>;

  constructor(fetch: () => Promise<Answer<Letter[]>>) {
    this.list = new Resource(async () => {
      const answer = await fetch();
      return answer.ok ? { ok: true, value: inOrder(answer.value) } : answer;
    });
  }

  get count(): number {
    return this.list.value?.length ?? 0;
  }

  /** It is somebody's now, or answered. */
  gone(conversation: string): void {
    this.list.change((list) => list.filter((one) => one.conversation !== conversation));
  }
}

function inOrder(letters: readonly Letter[]): Letter[] {
  return [...letters].sort(
    (a, b) =>
      Number(b.forMe) - Number(a.forMe) || b.risk - a.risk || a.leftAt.localeCompare(b.leftAt),
  );
}
