// Something waits for her: two soft notes for an offer, an alarm for what burns, and a notification that says no more than that.

import { preferences } from './preferences.svelte.ts';
import { sound } from './sound.svelte.ts';
import { words } from './words/index.ts';

/** To be called when she clicks something: browsers play no sound before that. */
export function allowSound(): void {
  sound.allow();
}

/** Asks once for leave to show notifications. */
export async function allowNotifications(): Promise<void> {
  if ('Notification' in window && Notification.permission === 'default') {
    await Notification.requestPermission();
  }
}

/** What the browser allows; `denied` too where it knows no notifications. */
export function notifications(): NotificationPermission {
  return 'Notification' in window ? Notification.permission : 'denied';
}

/** Something is offered to her. */
export function alertOffer(): void {
  if (preferences.sound) {
    sound.play([
      { pitch: 587, at: 0, loudness: 0.16 },
      { pitch: 784, at: 0.22, loudness: 0.16 },
    ]);
  }
  notify('offer');
}

/** Three notes that nobody takes for an offer. */
export function ring(): void {
  if (!preferences.sound) return;
  sound.play([
    { pitch: 880, at: 0, loudness: 0.3 },
    { pitch: 659, at: 0.25, loudness: 0.3 },
    { pitch: 880, at: 0.5, loudness: 0.3 },
  ]);
}

/** Says to whoever looks elsewhere that something waits, and nothing of it. */
export function notify(tag: 'offer' | 'alert'): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  if (document.visibilityState === 'visible') return;
  try {
    const notification = new Notification(words.t('alert.waiting'), { tag });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
    });
  } catch {
    // Chrome on Android shows notifications of a service worker only. The sound must do there.
  }
}
