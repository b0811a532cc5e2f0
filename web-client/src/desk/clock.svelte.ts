// The time, once a second, for whatever counts up or down.

import { serverNow } from '../shared/http.ts';
import { words } from './words/index.ts';

class Clock {
  /** By the server's clock, in milliseconds. */
  now = $state(serverNow());

  constructor() {
    setInterval(() => (this.now = serverNow()), 1_000);
  }
}

export const clock = new Clock();

/** "6:12", or "1:06:12". */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 60) % 60, whole % 60];
  const text = parts.map((part) => String(part).padStart(2, '0')).join(':');
  const hours = Math.floor(whole / 3_600);
  return hours > 0 ? `${hours}:${text}` : text.replace(/^0/, '');
}

/** "under 1 min", "3 min", "2 h": how long something takes. */
export function lasting(seconds: number): string {
  return seconds < 60 ? words.t('time.under') : ago(seconds);
}

/** "now", "3 min", "2 h": how long ago something was. */
export function ago(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return words.t('time.now');
  return minutes < 60
    ? words.t('time.minutes', { n: minutes })
    : words.t('time.hours', { n: Math.floor(minutes / 60) });
}
