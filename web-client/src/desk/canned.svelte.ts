// Canned replies: the list, and changing it.

import type { Problem } from '../shared/http.ts';
import type { CannedReply } from '../shared/types.ts';
import * as api from './api.ts';
import { Resource } from './resource.svelte.ts';

export class Canned {
  readonly list = new Resource<CannedReply[]>(api.fetchCanned);

  /** Those whose title or text has all the words, best first: a title that begins with them. */
  find(query: string): CannedReply[] {
    return matching(this.list.value ?? [], query);
  }

  async save(id: string | null, draft: api.CannedDraft): Promise<Problem | null> {
    const answer = await api.saveCanned(id, draft);
    if (!answer.ok) return answer.problem;
    const saved = answer.value;
    this.list.change((list) => [...list.filter((one) => one.id !== saved.id), saved]);
    return null;
  }

  async remove(id: string): Promise<Problem | null> {
    const answer = await api.deleteCanned(id);
    if (!answer.ok) return answer.problem;
    this.list.change((list) => list.filter((one) => one.id !== id));
    return null;
  }
}

export function matching(list: readonly CannedReply[], query: string): CannedReply[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return list
    .filter(({ title, body }) => {
      const text = `${title} ${body}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => rank(a, words) - rank(b, words) || a.title.localeCompare(b.title, 'ko'));
}

function rank({ title }: CannedReply, [first]: readonly string[]): number {
  return first !== undefined && title.toLowerCase().startsWith(first) ? 0 : 1;
}
