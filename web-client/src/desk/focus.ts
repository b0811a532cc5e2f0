// Where the focus goes when what it was on has gone.

import { tick } from 'svelte';

/**
 * Takes a focus that was lost with an item of `list` to the item in its place: never onto a button, where a second
 * Enter would decide about another one. Without items it goes to the heading, or to the list. Items have
 * `data-item`; all of them have a `tabindex` of -1.
 */
export async function focusItem(list: HTMLElement | undefined, at: number): Promise<void> {
  await tick();
  // She may be somewhere else already.
  if (list === undefined || document.activeElement !== document.body) return;
  const items = list.querySelectorAll<HTMLElement>('[data-item]');
  const next = items[Math.min(Math.max(at, 0), items.length - 1)];
  (next ?? list.querySelector<HTMLElement>('h1') ?? list).focus();
}
