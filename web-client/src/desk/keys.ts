// Single keys, also while the keyboard is set to Hangul.

export type Key =
  'help' | 'search' | 'next' | 'previous' | 'reply' | 'whisper' | 'note' | 'wrap-up' | 'accept';

const byLetter: Record<string, Key> = {
  j: 'next',
  k: 'previous',
  r: 'reply',
  w: 'whisper',
  n: 'note',
  e: 'wrap-up',
  a: 'accept',
};

/** Which single key this is; null for all others, in a text box, and together with Ctrl, Alt or Meta. */
export function singleKey(event: KeyboardEvent): Key | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat)
    return null;
  if (typedInto(event.target)) return null;
  if (event.key === '?') return 'help';
  if (event.key === '/') return 'search';
  // A Hangul keyboard reports "ㅓ" for the key with a J on it.
  const letter = /^[a-z]$/i.test(event.key)
    ? event.key.toLowerCase()
    : (/^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? '');
  return byLetter[letter] ?? null;
}

function typedInto(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], dialog') !== null
  );
}
