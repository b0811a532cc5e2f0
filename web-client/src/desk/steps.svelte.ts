// The steps of a conversation that she takes: opening, joining, handing on, ending. One at a time.

import type { Problem } from '../shared/http.ts';
import type { Conversation } from '../shared/types.ts';
import * as api from './api.ts';
import type { Floor } from './floor.svelte.ts';
import type { Named } from './screen.svelte.ts';

export class Steps {
  /** The conversation whose step is on its way. */
  busy = $state<string | null>(null);
  private readonly floor: Floor;

  constructor(floor: Floor) {
    this.floor = floor;
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

  async finish(id: string): Promise<void> {
    const label = this.floor.label(id);
    if ((await this.take(id, 'close')) === null) return;
    this.floor.drop(id);
    this.floor.say({ is: 'closed', label });
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
    if (this.busy !== null) return null;
    this.busy = id;
    const answer = await api.step(id, what);
    this.busy = null;
    this.floor.moved += 1;
    if (!answer.ok) {
      this.floor.failed(answer.problem);
      return null;
    }
    if (what !== 'close') this.floor.know(answer.value);
    return answer.value;
  }
}
