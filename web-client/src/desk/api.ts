// The HTTP calls of the desk.

import { call, nothing, type Answer } from '../shared/http.ts';
import type {
  CannedReply,
  Colleague,
  Conversation,
  ConversationState,
  Duty,
  DutyState,
  Enrolment,
  Language,
  Note,
  Session,
} from '../shared/types.ts';
import {
  cannedReply,
  colleague,
  conversation,
  duty,
  enrolment,
  note,
  page,
  recoveryCodes,
  session,
  type Page,
} from '../shared/wire.ts';

export interface SignIn {
  email: string;
  password: string;
  code: string;
}

export function fetchSession(): Promise<Answer<Session>> {
  return call({ method: 'GET', path: '/session', decode: session });
}

export function signIn({ email, password, code }: SignIn): Promise<Answer<Session>> {
  const body = code === '' ? { email, password } : { email, password, code };
  return call({ method: 'POST', path: '/session', body, decode: session });
}

/** Who signs out at a shared computer closes the window at once: the call must not go with it. */
export function signOut(): Promise<Answer<null>> {
  return call({ method: 'DELETE', path: '/session', keepalive: true, decode: nothing });
}

export function fetchEnrolment(): Promise<Answer<Enrolment>> {
  return call({ method: 'GET', path: '/session/second-factor', decode: enrolment });
}

export function enrol(code: string): Promise<Answer<string[]>> {
  return call({
    method: 'POST',
    path: '/session/second-factor',
    body: { code },
    decode: recoveryCodes,
  });
}

export function changePassword(current: string, next: string): Promise<Answer<null>> {
  const body = { current, new: next };
  return call({ method: 'PUT', path: '/session/password', body, decode: nothing });
}

export function resetPassword(
  token: string,
  password: string,
  code: string,
): Promise<Answer<null>> {
  const body = code === '' ? { token, password } : { token, password, code };
  return call({ method: 'POST', path: '/password-reset', body, decode: nothing });
}

/** The key that browsers subscribe to pushes with. */
export function fetchPushKey(): Promise<Answer<string>> {
  return call({
    method: 'GET',
    path: '/push/key',
    decode: (fields) => fields.string('public_key'),
  });
}

/** Where a browser takes pushes. */
export interface PushAddress {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export function addPush(body: PushAddress): Promise<Answer<null>> {
  return call({ method: 'POST', path: '/push/subscriptions', body, decode: nothing });
}

export function endPush(endpoint: string): Promise<Answer<null>> {
  return call({
    method: 'DELETE',
    path: '/push/subscriptions',
    body: { endpoint },
    decode: nothing,
  });
}

export function fetchDuty(): Promise<Answer<Duty>> {
  return call({ method: 'GET', path: '/desk', decode: duty });
}

export function putDuty(state: DutyState, capacity: number): Promise<Answer<Duty>> {
  return call({ method: 'PUT', path: '/desk', body: { state, capacity }, decode: duty });
}

/** Takes the break that is offered or due. */
export function beginBreak(): Promise<Answer<Duty>> {
  return call({ method: 'POST', path: '/desk/break', decode: duty });
}

export function endBreak(): Promise<Answer<Duty>> {
  return call({ method: 'DELETE', path: '/desk/break', decode: duty });
}

export function fetchConversations(
  state: ConversationState | null,
  cursor: string | null,
): Promise<Answer<Page<Conversation>>> {
  const query = new URLSearchParams({ limit: '50' });
  if (state !== null) query.set('state', state);
  if (cursor !== null) query.set('cursor', cursor);
  return call({ method: 'GET', path: `/conversations?${query}`, decode: page(conversation) });
}

export function fetchConversation(id: string): Promise<Answer<Conversation>> {
  return call({ method: 'GET', path: `/conversations/${id}`, decode: conversation });
}

/** A step of a conversation that needs nothing but its name. */
export type Step = 'open' | 'wrap-up' | 'close' | 'observe' | 'join' | 'take-over' | 'panic';

export function step(id: string, what: Step): Promise<Answer<Conversation>> {
  return call({ method: 'POST', path: `/conversations/${id}/${what}`, decode: conversation });
}

/** Looks and speaks no more in it. */
export function stepOut(id: string): Promise<Answer<null>> {
  return call({ method: 'POST', path: `/conversations/${id}/step-out`, decode: nothing });
}

export function transfer(id: string, to: string, text: string): Promise<Answer<Conversation>> {
  const body = text === '' ? { to } : { to, note: text };
  return call({
    method: 'POST',
    path: `/conversations/${id}/transfer`,
    body,
    decode: conversation,
  });
}

export function fetchColleagues(): Promise<Answer<Colleague[]>> {
  return call({
    method: 'GET',
    path: '/colleagues',
    decode: (fields) => page(colleague)(fields).items,
  });
}

export function fetchNotes(id: string): Promise<Answer<Note[]>> {
  return call({
    method: 'GET',
    path: `/conversations/${id}/notes`,
    decode: (fields) => page(note)(fields).items,
  });
}

export function addNote(id: string, body: string): Promise<Answer<Note>> {
  return call({ method: 'POST', path: `/conversations/${id}/notes`, body: { body }, decode: note });
}

export interface CannedDraft {
  title: string;
  body: string;
  language: Language;
  shared: boolean;
}

export function fetchCanned(): Promise<Answer<CannedReply[]>> {
  return call({
    method: 'GET',
    path: '/canned-replies',
    decode: (fields) => page(cannedReply)(fields).items,
  });
}

/** Writes a new one, or another text for the one with this id. */
export function saveCanned(id: string | null, draft: CannedDraft): Promise<Answer<CannedReply>> {
  return id === null
    ? call({ method: 'POST', path: '/canned-replies', body: draft, decode: cannedReply })
    : call({ method: 'PUT', path: `/canned-replies/${id}`, body: draft, decode: cannedReply });
}

export function deleteCanned(id: string): Promise<Answer<null>> {
  return call({ method: 'DELETE', path: `/canned-replies/${id}`, decode: nothing });
}
