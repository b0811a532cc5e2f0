// How this counsellor likes her desk, on this computer. No word of any conversation.

import { preferredLanguage } from '../shared/words.svelte.ts';
import { words } from './words/index.ts';

const keys = {
  language: 'desk.language',
  single: 'desk.single-keys',
  sound: 'desk.sound',
  columns: 'desk.columns',
};
/** From this width on several chats stand side by side unless she says otherwise. */
const wide = '(min-width: 1600px)';

class Preferences {
  /** Single keys act (WCAG 2.1.4 wants a switch for that). */
  singleKeys = $state(localStorage.getItem(keys.single) !== 'off');
  /** Off until she turns it on: nobody's desk makes a noise unasked. */
  sound = $state(localStorage.getItem(keys.sound) === 'on');
  /** How many chats side by side, where there is room. */
  columns = $state(storedColumns());

  constructor() {
    const stored = localStorage.getItem(keys.language);
    words.language =
      stored === 'ko' || stored === 'en' ? stored : preferredLanguage(navigator.languages);
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    localStorage.setItem(keys.single, on ? 'on' : 'off');
  }

  setSound(on: boolean): void {
    this.sound = on;
    localStorage.setItem(keys.sound, on ? 'on' : 'off');
  }

  setColumns(columns: number): void {
    this.columns = columns;
    localStorage.setItem(keys.columns, String(columns));
  }

  switchLanguage(): void {
    words.language = words.language === 'ko' ? 'en' : 'ko';
    localStorage.setItem(keys.language, words.language);
  }
}

function storedColumns(): number {
  const stored = Number(localStorage.getItem(keys.columns));
  if (Number.isInteger(stored) && stored >= 1) return stored;
  return matchMedia(wide).matches ? 4 : 1;
}

export const preferences = new Preferences();
