// The steps of a conversation that she takes: opening, joining, handing on, ending. One at a time in each.

import { SvelteMap } from 'svelte/reactivity';
import type { Answer, Problem } from '../shared/http.ts';
import type { Conversation } from '../shared/types.ts';
import * as api from './api.ts';
import type { Floor } from './floor.svelte.ts';
import type { Named } from './screen.svelte.ts';

/** What of the desk a step changes. */
export type Ground = Pick<
  Floor,
  | 'offers'
  | 'chats'
  | 'moved'
  | 'calm'
  | 'isMine'
  | 'select'
  | 'label'
  | 'know'
  | 'drop'
  | 'say'
  | 'failed'
>;

export class Steps {
  /** What is on its way, by conversation: a talk on a slow network holds up no other. */
  private readonly going = new SvelteMap<string, Promise<Answer<Conversation>>>();
  private readonly floor: Ground;

  constructor(floor: Ground) {
    this.floor = floor;
  }

  /** A step of this conversation is on its way. */
  isBusy(id: string): boolean {
    return this.going.has(id);
  }

  /** Opens what is offered to her; answers whether that worked. */
  async accept(id: string): Promise<boolean> {
    const conversation = await this.take(id, 'open');
    // What could not be opened stays until the server says that it is gone: the network may be back before that.
    if (conversation === null) return false;
    this.floor.offers = this.floor.offers.filter((offer) => offer.conversation !== id);
    this.floor.select(id);
    return true;
  }

  async wrapUp(id: string): Promise<void> {
    await this.take(id, 'wrap-up');
  }

  /** Ends it; answers whether that worked. */
  async finish(id: string): Promise<boolean> {
    const label = this.floor.label(id);
    if ((await this.take(id, 'close')) === null) return false;
    this.floor.drop(id);
    this.floor.say({ is: 'closed', label });
    return true;
  }

  async observe(id: string): Promise<boolean> {
    if ((await this.take(id, 'observe')) === null) return false;
    this.floor.select(id);
    const chat = this.floor.chats.get(id);
    if (chat !== undefined && !this.floor.isMine(chat)) chat.tab = 'staff';
    return true;
  }

  async takeOver(id: string): Promise<boolean> {
    if ((await this.take(id, 'take-over')) === null) return false;
    this.floor.select(id);
    this.speaks(id, false);
    return true;
  }

  /** Speaks openly beside its counsellor. */
  async join(id: string): Promise<void> {
    if ((await this.take(id, 'join')) === null) return;
    this.floor.select(id);
    this.speaks(id, true);
  }

  /** Looks and speaks no more in a talk that is another's. */
  async stepOut(id: string): Promise<void> {
    const label = this.floor.label(id);
    const answer = await api.stepOut(id);
    if (!answer.ok) {
      this.floor.failed(answer.problem);
      return;
    }
    this.floor.drop(id);
    this.floor.say({ is: 'stepped_out', label });
  }

  /** It is too much: somebody else takes it, at once and without a question. */
  async panic(id: string): Promise<void> {
    // She is not made to press again because something else in it is on its way.
    await this.going.get(id);
    if (!this.floor.chats.has(id)) return;
    if ((await this.take(id, 'panic')) === null) return;
    this.floor.drop(id);
    this.floor.calm = true;
  }

  /** Hands it to the line or to a colleague; then it is not hers any more. */
  async transfer({ id, label }: Named, to: string, text: string): Promise<Problem | null> {
    const answer = await api.transfer(id, to, text);
    if (!answer.ok) return answer.problem;
    this.floor.moved += 1;
    if (answer.value.channels.length === 0) this.floor.drop(id);
    else this.floor.know(answer.value);
    this.floor.say({ is: 'transferred', label });
    return null;
  }

  private speaks(id: string, beside: boolean): void {
    const chat = this.floor.chats.get(id);
    if (chat === undefined) return;
    chat.joined = beside;
    chat.tab = 'main';
  }

  private async take(id: string, what: api.Step): Promise<Conversation | null> {
    if (this.going.has(id)) return null;
    const step = api.step(id, what);
    this.going.set(id, step);
    const answer = await step;
    this.going.delete(id);
    this.floor.moved += 1;
    if (!answer.ok) {
      this.floor.failed(answer.problem);
      return null;
    }
    if (what !== 'close') this.floor.know(answer.value);
    return answer.value;
  }
}
