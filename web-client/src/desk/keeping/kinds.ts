// What was read and why, in words. The ledger keeps both as short English texts.

import { words } from '../words/index.ts';

export function kindText(kind: string): string {
  switch (kind) {
    case 'conversation':
    case 'note':
    case 'held':
    case 'flag':
    case 'export':
      return words.t(`kind.${kind}`);
    default:
      return kind;
  }
}

export function reasonText(reason: string): string {
  const { t } = words;
  switch (reason) {
    case 'observed':
      return t('why.observed');
    case 'history':
    case 'history after close':
      return t('why.history');
    case 'exported':
      return t('why.exported');
    case 'joined':
      return t('why.joined');
    case 'took over':
      return t('why.took_over');
    case 'opened the offer':
      return t('why.opened');
    case 'notes after close':
      return t('why.notes');
    case 'read a held message':
    case 'decided on a held message':
      return t('why.held');
    case 'reviewed what was flagged':
      return t('why.flag');
    default:
      return reason;
  }
}
