// The HTTP calls of alerts.

import type { Alert } from '../../shared/care-types.ts';
import { alert } from '../../shared/care-wire.ts';
import { call, nothing, type Answer } from '../../shared/http.ts';
import { page } from '../../shared/wire.ts';

/** Those that nobody has answered. */
export function fetchAlerts(): Promise<Answer<Alert[]>> {
  return call({ method: 'GET', path: '/alerts', decode: (fields) => page(alert)(fields).items });
}

export function answerAlert(id: string): Promise<Answer<null>> {
  return call({ method: 'POST', path: `/alerts/${id}/answer`, decode: nothing });
}
