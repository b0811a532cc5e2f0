// How this counsellor likes her desk, on this computer. No word of any conversation.

import { preferredLanguage } from '../shared/words.svelte.ts';
import { words } from './words/index.ts';

const keys = { language: 'desk.language', single: 'desk.single-keys', sound: 'desk.sound' };

class Preferences {
  /** Single keys act (WCAG 2.1.4 wants a switch for that). */
  singleKeys = $state(localStorage.getItem(keys.single) !== 'off');
  sound = $state(localStorage.getItem(keys.sound) !== 'off');

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

  switchLanguage(): void {
    words.language = words.language === 'ko' ? 'en' : 'ko';
    localStorage.setItem(keys.language, words.language);
  }
}

export const preferences = new Preferences();
