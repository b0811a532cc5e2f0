// What happened at the desk and is said once.

import type { Decision } from '../shared/care-types.ts';
import type { Problem } from '../shared/http.ts';

export type Notice =
  | { is: 'problem'; problem: Problem }
  | { is: 'offer_gone' }
  | { is: 'taken_over'; label: string }
  | { is: 'closed'; label: string }
  | { is: 'transferred'; label: string }
  | { is: 'stepped_out'; label: string }
  | { is: 'decided'; decision: Decision }
  | { is: 'answered'; label: string }
  | { is: 'flagged' }
  | { is: 'blocked'; waits: boolean }
  | { is: 'copied' }
  | { is: 'hidden'; label: string }
  | { is: 'hold_asked' }
  | { is: 'saved' };
