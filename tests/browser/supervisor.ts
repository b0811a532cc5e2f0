//! She who looks after the counsellors, by what she asks of the server: her pages have tests of their own.

import { request, type APIRequestContext } from '@playwright/test';
import { expect } from './fixtures.ts';
import type { Person, Server } from './server.ts';

export const sora: Person = {
  name: '소라',
  email: 'sora@example.kr',
  password: 'a lighthouse in the fog',
};

/** A message that waits for her. */
export interface HeldMessage {
  id: string;
  conversation: string;
  body: string;
}

export class Supervisor {
  private readonly calls: APIRequestContext;

  private constructor(calls: APIRequestContext) {
    this.calls = calls;
  }

  static async start(server: Server): Promise<Supervisor> {
    await server.hire(sora, 'supervisor');
    const calls = await request.newContext({
      baseURL: server.url,
      extraHTTPHeaders: { Origin: server.url },
    });
    const { email, password } = sora;
    const answer = await calls.post('/api/v1/session', { data: { email, password } });
    expect(answer.ok(), await answer.text()).toBe(true);
    return new Supervisor(calls);
  }

  /** The message that waits and says this, once it is there. */
  async held(text: string): Promise<HeldMessage> {
    let found: HeldMessage | undefined;
    await expect
      .poll(async () => {
        const answer = await this.calls.get('/api/v1/held');
        const { items }: { items: HeldMessage[] } = await answer.json();
        found = items.find(({ body }) => body.includes(text));
        return found !== undefined;
      })
      .toBe(true);
    if (found === undefined) throw new Error(`nothing that waits says "${text}"`);
    return found;
  }

  async decide(
    { id }: HeldMessage,
    decision: 'release' | 'edit' | 'return',
    more: { body?: string; note?: string } = {},
  ): Promise<void> {
    await this.ask(`/api/v1/held/${id}/decide`, { decision, ...more });
  }

  async ask(path: string, data?: object): Promise<unknown> {
    const answer = await this.calls.post(path, data === undefined ? {} : { data });
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
    return answer.status() === 204 ? null : answer.json();
  }

  async close(): Promise<void> {
    await this.calls.dispose();
  }
}
