// Something waits for the counsellor: two soft notes, and a notification that says no more than that.

import { preferences } from './preferences.svelte.ts';
import { words } from './words/index.ts';

let audio: AudioContext | null = null;

/** To be called when she clicks something: browsers play no sound before that. */
export function allowSound(): void {
  audio ??= new AudioContext();
  void audio.resume();
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
  if (preferences.sound) chime();
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  if (document.visibilityState === 'visible') return;
  try {
    const notification = new Notification(words.t('alert.waiting'), { tag: 'offer' });
    notification.addEventListener('click', () => {
      window.focus();
      notification.close();
    });
  } catch {
    // Chrome on Android shows notifications of a service worker only. The sound must do there.
  }
}

function chime(): void {
  if (audio === null || audio.state !== 'running') return;
  for (const [index, pitch] of [587, 784].entries()) {
    const start = audio.currentTime + index * 0.22;
    const tone = audio.createOscillator();
    const loudness = audio.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0, start);
    loudness.gain.linearRampToValueAtTime(0.16, start + 0.03);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
    tone.connect(loudness).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.65);
  }
}
