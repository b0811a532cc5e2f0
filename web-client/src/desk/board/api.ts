// The HTTP calls of the wallboard.

import type { Board, Trust, Trusted } from '../../shared/care-types.ts';
import { board, trust } from '../../shared/care-wire.ts';
import { call, type Answer } from '../../shared/http.ts';
import { person } from '../../shared/wire.ts';

export function fetchBoard(): Promise<Answer<Board>> {
  return call({ method: 'GET', path: '/wallboard', decode: board });
}

/** What of her messages is read before the visitor gets it. */
export function putTrust(id: string, to: Trust): Promise<Answer<Trusted>> {
  return call({
    method: 'PUT',
    path: `/counsellors/${id}/trust`,
    body: { trust: to },
    decode: (fields) => ({ ...person(fields), trust: trust(fields) }),
  });
}
