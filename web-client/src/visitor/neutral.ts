// Where the exit leads. The first screen's own link says it, because that one works without this script.

/** A page that anyone may have open. Read once, before the script takes the first screen over. */
export const neutralPage: string =
  document.querySelector<HTMLAnchorElement>('a[data-exit]')?.href ?? 'about:blank';
