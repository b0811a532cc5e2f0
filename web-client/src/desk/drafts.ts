// Drafts that survive a reload, in this tab only, for her who wrote them, gone on signing out.

export type Tab = 'main' | 'staff' | 'note';

const prefix = 'draft:';
const owner = 'drafts-of';

/** Leaves the drafts of this tab to whoever wrote them: another account finds none. */
export function claimDrafts(account: string): void {
  if (sessionStorage.getItem(owner) !== account) forgetDrafts();
  sessionStorage.setItem(owner, account);
}

export function readDraft(conversation: string, tab: Tab): string {
  return sessionStorage.getItem(`${prefix}${conversation}:${tab}`) ?? '';
}

export function keepDraft(conversation: string, tab: Tab, text: string): void {
  const key = `${prefix}${conversation}:${tab}`;
  if (text === '') sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, text);
}

/** Forgets the drafts of one conversation, or all of them. */
export function forgetDrafts(conversation = ''): void {
  const start = conversation === '' ? prefix : `${prefix}${conversation}:`;
  const keys = Array.from({ length: sessionStorage.length }, (_, index) =>
    sessionStorage.key(index),
  );
  if (conversation === '') sessionStorage.removeItem(owner);
  for (const key of keys) if (key?.startsWith(start)) sessionStorage.removeItem(key);
}
