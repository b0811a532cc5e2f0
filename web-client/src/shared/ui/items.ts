// The lines of one or more channels as one page of bubbles: in order, in groups, with their marks.

import { sameAuthor } from '../authors.ts';
import type { Pending } from '../protocol/log.ts';
import type { Author, Held, Message } from '../types.ts';

/** A channel as it is to be shown. */
export interface Shown {
  channel: string;
  lines: readonly Message[];
  pending: readonly Pending[];
  liveFrom: number;
  /** How far the other side has read. */
  readTo: number;
}

export interface Item {
  id: string;
  channel: string;
  author: Author;
  mine: boolean;
  body: string;
  at: string;
  mark: 'sending' | 'stored' | 'read' | 'refused';
  /** The code of the refusal. */
  refused: string | null;
  /** A person reads it before it is passed on. */
  held: Held | null;
  /** What the person who returned it says. */
  note: string | null;
  /** Came while the page was open: it is read aloud. */
  live: boolean;
  /** The first of its day. */
  newDay: boolean;
  /** The first and the last of a run of lines by one author. */
  starts: boolean;
  ends: boolean;
}

const groupGap = 5 * 60_000;

/**
 * Merges channels by time. Within a channel the order is that of its numbers, whatever the clocks say,
 * and what is on its way comes last. What a person reads first stands where it was written.
 */
export function compose(shown: readonly Shown[], me: Author): Item[] {
  const stored = merge(
    shown.map((channel) => channel.lines.map((line) => storedItem(channel, line, me))),
  );
  const pending = shown.flatMap((channel) =>
    channel.pending.map((line) => pendingItem(channel.channel, line, me)),
  );
  const items = [...stored, ...pending.filter((item) => !waits(item))];
  for (const item of pending) if (waits(item)) placeByTime(items, item);
  for (const [index, item] of items.entries()) {
    const previous = items[index - 1];
    item.newDay = previous === undefined || dayOf(previous.at) !== dayOf(item.at);
    item.starts = previous === undefined || item.newDay || !together(previous, item);
    if (previous !== undefined) previous.ends = item.starts;
  }
  return items;
}

function storedItem(channel: Shown, line: Message, me: Author): Item {
  return {
    ...blank(channel.channel, line, line.author),
    mine: sameAuthor(line.author, me),
    mark: line.seq <= channel.readTo ? 'read' : 'stored',
    live: line.seq >= channel.liveFrom,
  };
}

function pendingItem(channel: string, line: Pending, me: Author): Item {
  return {
    ...blank(channel, line, me),
    mine: true,
    mark: line.refused === null ? 'sending' : 'refused',
    refused: line.refused,
    held: line.held,
    note: line.note,
    live: true,
  };
}

function blank(channel: string, { id, body, at }: Message | Pending, author: Author): Item {
  return {
    id,
    channel,
    author,
    mine: false,
    body,
    at,
    mark: 'stored',
    refused: null,
    held: null,
    note: null,
    live: false,
    newDay: false,
    starts: true,
    ends: true,
  };
}

/** The server has had it, and the talk may have gone on since. */
function waits({ held, refused }: Item): boolean {
  return held !== null || refused === 'returned';
}

function placeByTime(items: Item[], item: Item): void {
  const after = items.findIndex(({ at }) => Date.parse(at) > Date.parse(item.at));
  if (after === -1) {
    items.push(item);
    return;
  }
  // What stands above history is history.
  item.live = items[after]?.live ?? true;
  items.splice(after, 0, item);
}

function together(a: Item, b: Item): boolean {
  return (
    a.channel === b.channel &&
    a.live === b.live &&
    sameAuthor(a.author, b.author) &&
    Date.parse(b.at) - Date.parse(a.at) < groupGap
  );
}

function dayOf(at: string): string {
  return new Date(at).toDateString();
}

/** Takes from the front of the lists whichever is the oldest: no list changes its own order. */
function merge(lists: Item[][]): Item[] {
  const merged: Item[] = [];
  const at = lists.map(() => 0);
  for (;;) {
    let oldest: { list: number; item: Item } | null = null;
    for (const [list, items] of lists.entries()) {
      const item = items[at[list] ?? 0];
      if (item !== undefined && (oldest === null || item.at < oldest.item.at)) {
        oldest = { list, item };
      }
    }
    if (oldest === null) return merged;
    merged.push(oldest.item);
    at[oldest.list] = (at[oldest.list] ?? 0) + 1;
  }
}
