// Who is signed in at this desk.

import { never } from '../shared/decode.ts';
import type { Problem } from '../shared/http.ts';
import type { Session } from '../shared/types.ts';
import * as api from './api.ts';
import { claimDrafts, forgetDrafts } from './drafts.ts';

export type Signed =
  | { is: 'asking' }
  | { is: 'out' }
  | { is: 'enrol' }
  | { is: 'in'; session: Session }
  | { is: 'unknown'; problem: Problem };

class Door {
  signed = $state.raw<Signed>({ is: 'asking' });
  problem = $state.raw<Problem | null>(null);
  /** The password was right, the six digits are missing. */
  wantsCode = $state(false);
  busy = $state(false);
  /** She was signed in a moment ago. */
  expired = $state(false);

  async ask(): Promise<void> {
    this.signed = { is: 'asking' };
    const answer = await api.fetchSession();
    if (answer.ok) this.enter(answer.value);
    else if (answer.problem.code === 'unauthenticated') this.signed = { is: 'out' };
    else this.signed = { is: 'unknown', problem: answer.problem };
  }

  async signIn(form: api.SignIn): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    const answer = await api.signIn(form);
    this.busy = false;
    if (answer.ok) {
      this.wantsCode = false;
      this.expired = false;
      this.enter(answer.value);
    } else if (answer.problem.secondFactorRequired && !this.wantsCode) {
      this.wantsCode = true;
    } else {
      this.problem = answer.problem;
    }
  }

  /** Answers the problem when the server still holds the session: nobody is told that she is out while she is not. */
  async signOut(): Promise<Problem | null> {
    const answer = await api.signOut();
    if (!answer.ok && answer.problem.code !== 'unauthenticated') return answer.problem;
    forgetDrafts();
    this.expired = false;
    this.signed = { is: 'out' };
    return null;
  }

  /** The server does not know this session any more. Her drafts stay for when she is back. */
  lost(): void {
    if (this.signed.is !== 'in') return;
    this.expired = true;
    this.signed = { is: 'out' };
  }

  private enter(session: Session): void {
    claimDrafts(session.account.id);
    switch (session.secondFactor) {
      case 'enrol':
        this.signed = { is: 'enrol' };
        break;
      case 'on':
      case 'off':
        this.signed = { is: 'in', session };
        break;
      default:
        never(session.secondFactor);
    }
  }
}

export const door = new Door();
