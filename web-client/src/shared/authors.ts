// Who is who.

import type { Author } from './types.ts';

/** A visitor is alone on her side; staff are told apart by name. */
export function sameAuthor(a: Author, b: Author): boolean {
  if (a.kind === 'visitor' || b.kind === 'visitor') return a.kind === b.kind;
  return a.name === b.name;
}
