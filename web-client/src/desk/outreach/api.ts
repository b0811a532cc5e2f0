// The HTTP calls of outreach: links that count, and what was done on other sites.

import type { OutreachEntry, OutreachLink } from '../../shared/care-types.ts';
import { text, type Fields } from '../../shared/decode.ts';
import { call, nothing, type Answer } from '../../shared/http.ts';
import { page, person } from '../../shared/wire.ts';

function link(fields: Fields): OutreachLink {
  return {
    id: fields.string('id'),
    code: fields.string('code'),
    label: fields.string('label'),
    site: fields.string('site'),
    url: fields.string('url'),
    embedOrigins: fields.list('embed_origins', text),
    madeBy: fields.object('made_by', person),
    madeAt: fields.string('made_at'),
    disabledAt: fields.maybe('disabled_at', (f, key) => f.string(key)),
    visits: fields.integer('visits'),
    chats: fields.integer('chats'),
    referrals: fields.integer('referrals'),
  };
}

function entry(fields: Fields): OutreachEntry {
  return {
    id: fields.string('id'),
    site: fields.string('site'),
    on: fields.string('on'),
    minutes: fields.integer('minutes'),
    contacts: fields.integer('contacts'),
    by: fields.object('by', person),
  };
}

export interface LinkDraft {
  label: string;
  site: string;
  /** Pages that may show ours in a frame, as `https://example.kr`. */
  embedOrigins: string[];
}

export type EntryDraft = Pick<OutreachEntry, 'site' | 'on' | 'minutes' | 'contacts'>;

export function fetchLinks(): Promise<Answer<OutreachLink[]>> {
  return call({
    method: 'GET',
    path: '/outreach/links',
    decode: (fields) => page(link)(fields).items,
  });
}

export function addLink({ label, site, embedOrigins }: LinkDraft): Promise<Answer<OutreachLink>> {
  const body =
    embedOrigins.length === 0 ? { label, site } : { label, site, embed_origins: embedOrigins };
  return call({ method: 'POST', path: '/outreach/links', body, decode: link });
}

export function disableLink(id: string): Promise<Answer<OutreachLink>> {
  return call({ method: 'POST', path: `/outreach/links/${id}/disable`, decode: link });
}

/** Where the picture of a link is. */
export function qrOf(id: string): string {
  return `/api/v1/outreach/links/${id}/qr`;
}

export function fetchLog(): Promise<Answer<OutreachEntry[]>> {
  return call({
    method: 'GET',
    path: '/outreach/log',
    decode: (fields) => page(entry)(fields).items,
  });
}

export function addEntry(draft: EntryDraft): Promise<Answer<OutreachEntry>> {
  return call({ method: 'POST', path: '/outreach/log', body: draft, decode: entry });
}

export function deleteEntry(id: string): Promise<Answer<null>> {
  return call({ method: 'DELETE', path: `/outreach/log/${id}`, decode: nothing });
}
