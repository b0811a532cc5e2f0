// The code of the link that she followed (`?o=`). It is out of the address before anything else happens, and nowhere but here.

/** What a link's code looks like; anything else is none. */
const shape = /^[\w-]{1,64}$/;

/** Reads the code of an address. */
export function codeIn(search: string): string | null {
  const code = new URLSearchParams(search).get('o');
  return code !== null && shape.test(code) ? code : null;
}

let code: string | null = null;
if (typeof location !== 'undefined') {
  code = codeIn(location.search);
  if (location.search !== '' || location.hash !== '') {
    history.replaceState(null, '', location.pathname);
  }
}

/** The code, while no visit has been begun with it. */
export function outreachCode(): string | null {
  return code;
}

/** It has been told, or is of no use. */
export function forgetOutreach(): void {
  code = null;
}
