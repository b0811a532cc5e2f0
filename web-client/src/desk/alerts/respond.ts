// Where an alert leads: to the conversation, or to the page where something is to be decided.

import { never } from '../../shared/decode.ts';
import type { Alert } from '../../shared/care-types.ts';
import * as api from '../api.ts';
import type { Floor } from '../floor.svelte.ts';
import type { Screen } from '../screen.svelte.ts';

/** Answers it for everybody and goes to what it is about. */
export async function respond(floor: Floor, screen: Screen, alert: Alert): Promise<void> {
  const problem = await floor.alerts.answer(alert.alert);
  if (problem !== null) {
    floor.failed(problem);
    return;
  }
  switch (alert.kind) {
    case 'held':
    case 'contact':
      screen.go('held');
      break;
    case 'flag':
      screen.go('review');
      break;
    case 'block':
      screen.go('blocks');
      break;
    case 'risk':
    case 'duress':
    case 'panic':
    case 'unclaimed':
      await reach(floor, screen, alert.conversation);
      break;
    default:
      never(alert.kind);
  }
}

/** Opens a conversation as an observer; one that nobody holds yet is on the wallboard. */
export async function reach(floor: Floor, screen: Screen, id: string): Promise<void> {
  if (!floor.chats.has(id)) {
    const answer = await api.fetchConversation(id);
    if (!answer.ok) {
      floor.failed(answer.problem);
      return;
    }
    const { state } = answer.value;
    if (state !== 'active' && state !== 'wrap_up') {
      screen.go('wallboard');
      return;
    }
    if (!(await floor.steps.observe(id))) return;
  }
  show(floor, screen, id);
}

export async function takeOver(floor: Floor, screen: Screen, id: string): Promise<void> {
  if (await floor.steps.takeOver(id)) show(floor, screen, id);
}

/** Opens a conversation and the box in which only its counsellor reads. */
export async function whisper(floor: Floor, screen: Screen, id: string): Promise<void> {
  await reach(floor, screen, id);
  const chat = floor.chats.get(id);
  if (chat === undefined) return;
  chat.tab = 'staff';
  screen.write(id);
}

function show(floor: Floor, screen: Screen, id: string): void {
  floor.select(id);
  screen.go('chats');
  screen.column = 'chat';
}
