// What a push says, and which window is the desk. Without a browser's own things, so that it can be tested.

import type { Language } from '../shared/types.ts';

/** All that a notification ever says: the screen may lie where others see it. As `alert.waiting` of the dictionaries. */
const texts: Record<Language, string> = {
  ko: '기다리는 것이 있어요',
  en: 'Something is waiting',
};

/** The words for a push; whatever came with it, a person is told something, and no more than this. */
export function messageOf(data: unknown): { text: string; lang: Language } {
  const asked: unknown =
    typeof data === 'object' && data !== null ? Reflect.get(data, 'language') : null;
  const lang = asked === 'en' ? 'en' : 'ko';
  return { text: texts[lang], lang };
}

/** Whether a window shows the desk. */
export function isDesk(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const at = new URL(url);
  return at.origin === origin && (at.pathname === '/desk' || at.pathname === '/desk.html');
}
