// How a visitor is called at the desk: by the four digits that tell two of them apart.

import type { Chat } from './chat.svelte.ts';
import { words } from './words/index.ts';

/** What a risk class means, in a word or two. */
export function riskMeaning(risk: number): string {
  const { t } = words;
  const meanings = [
    t('risk.means_0'),
    t('risk.means_1'),
    t('risk.means_2'),
    t('risk.means_3'),
    t('risk.means_4'),
  ];
  return meanings[risk] ?? '';
}

export function titleOf(chat: Chat): string {
  const { conversation } = chat;
  return conversation === null
    ? words.t('state.loading')
    : words.t('chats.visitor', { label: conversation.label });
}

/** What the visitor wishes to be called. Who gave no name is called by the digits everywhere: that is no nickname. */
export function nicknameOf(chat: Chat): string | null {
  const { conversation } = chat;
  const name = conversation?.visitorName ?? null;
  return name === null || name.endsWith(` ${conversation?.label ?? ''}`) ? null : name;
}
