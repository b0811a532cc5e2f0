// The letters that wait for an answer: those for her first, then the gravest, then the oldest.

import type { Letter } from '../../shared/care-types.ts';
import type { Answer } from '../../shared/http.ts';
import { Resource } from '../resource.svelte.ts';

/** The first of them, and how many there are: the server shows no endless list. */
export interface LetterList {
  items: Letter[];
  total: number;
}

export class Letters {
  readonly list: Resource<LetterList>;

  constructor(fetch: () => Promise<Answer<LetterList>>) {
    this.list = new Resource(async () => {
      const answer = await fetch();
      if (!answer.ok) return answer;
      const { items, total } = answer.value;
      return { ok: true, value: { items: inOrder(items), total } };
    });
  }

  get count(): number {
    return this.list.value?.total ?? 0;
  }

  /** It is somebody's now, or answered. */
  gone(conversation: string): void {
    this.list.change(({ items, total }) => {
      const left = items.filter((one) => one.conversation !== conversation);
      return { items: left, total: total - (items.length - left.length) };
    });
  }
}

function inOrder(letters: readonly Letter[]): Letter[] {
  return [...letters].sort(
    (a, b) =>
      Number(b.forMe) - Number(a.forMe) || b.risk - a.risk || a.leftAt.localeCompare(b.leftAt),
  );
}
