// The pages of the desk: who has which, and where they are found.

import type { Session } from '../shared/types.ts';
import type { IconName } from './Icon.svelte';
import type { MainPage, MorePage } from './screen.svelte.ts';
import type { Key } from './words/ko.ts';

interface Place<P> {
  page: P;
  label: Key;
  /** Who has it; nobody is named where everybody does. */
  role?: 'counsellor' | 'supervisor';
}

export interface MenuPlace extends Place<MainPage> {
  icon: IconName;
  /** A phone has no room for it in the menu: it is behind "more" there. */
  wide?: true;
}

export interface MorePlace extends Place<MorePage | MainPage> {
  about: Key;
  /** In the menu of a wide screen. */
  narrow?: true;
}

const menu: readonly MenuPlace[] = [
  { page: 'chats', icon: 'chats', label: 'page.chats' },
  { page: 'wallboard', icon: 'board', label: 'page.wallboard', role: 'supervisor' },
  { page: 'held', icon: 'hand', label: 'page.held', role: 'supervisor' },
  { page: 'letters', icon: 'letter', label: 'page.letters' },
  { page: 'review', icon: 'flag', label: 'page.review', role: 'supervisor', wide: true },
  { page: 'overview', icon: 'overview', label: 'page.overview', role: 'supervisor', wide: true },
  { page: 'more', icon: 'more', label: 'page.more' },
];

const more: readonly MorePlace[] = [
  {
    page: 'review',
    label: 'page.review',
    about: 'review.lead',
    role: 'supervisor',
    narrow: true,
  },
  {
    page: 'overview',
    label: 'page.overview',
    about: 'overview.lead',
    role: 'supervisor',
    narrow: true,
  },
  { page: 'past', label: 'page.past', about: 'past.lead', role: 'counsellor' },
  { page: 'debriefs', label: 'page.debriefs', about: 'debriefs.lead' },
  { page: 'outreach', label: 'page.outreach', about: 'outreach.lead' },
  { page: 'blocks', label: 'page.blocks', about: 'blocks.lead', role: 'supervisor' },
  { page: 'readings', label: 'page.readings', about: 'readings.lead', role: 'supervisor' },
  { page: 'legal-holds', label: 'page.legal_holds', about: 'holds.lead', role: 'supervisor' },
  { page: 'canned', label: 'page.canned', about: 'canned.lead' },
  { page: 'settings', label: 'page.settings', about: 'settings.lead' },
];

const hers =
  ({ roles }: Session) =>
  ({ role }: { role?: string }): boolean =>
    role === undefined || roles.includes(role);

export function menuOf(session: Session): MenuPlace[] {
  return menu.filter(hers(session));
}

export function moreOf(session: Session): MorePlace[] {
  return more.filter(hers(session));
}
