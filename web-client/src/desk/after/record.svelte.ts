// The contact record of one talk: what is known of it in codes, never in words.

import type { ContactRecord, Reason, RecordCodes } from '../../shared/care-types.ts';
import type { Answer, Problem } from '../../shared/http.ts';
import { Resource } from '../resource.svelte.ts';

export interface Calls {
  codes: () => Promise<Answer<RecordCodes>>;
  fetch: () => Promise<Answer<ContactRecord>>;
  put: (record: ContactRecord) => Promise<Answer<ContactRecord>>;
}

export class RecordForm {
  readonly codes: Resource<RecordCodes>;
  reasons = $state.raw<readonly string[]>([]);
  ageBand = $state('');
  district = $state('');
  actionTaken = $state('');
  outcome = $state('');
  saving = $state(false);
  problem = $state.raw<Problem | null>(null);
  private readonly calls: Calls;

  constructor(calls: Calls) {
    this.calls = calls;
    this.codes = new Resource(() => this.begin());
  }

  /** Nothing can be kept before it says what was done. */
  get complete(): boolean {
    return this.actionTaken !== '';
  }

  choose(reason: string, on: boolean): void {
    const others = this.reasons.filter((one) => one !== reason);
    this.reasons = on ? [...others, reason] : others;
  }

  /** Keeps it; answers whether that worked. */
  async save(): Promise<boolean> {
    if (this.saving || !this.complete) return false;
    this.saving = true;
    const answer = await this.calls.put({
      reasons: [...this.reasons],
      ageBand: this.ageBand === '' ? null : this.ageBand,
      district: this.district === '' ? null : this.district,
      actionTaken: this.actionTaken,
      outcome: this.outcome === '' ? null : this.outcome,
    });
    this.saving = false;
    this.problem = answer.ok ? null : answer.problem;
    return answer.ok;
  }

  /** The codes, and what was kept before. */
  private async begin(): Promise<Answer<RecordCodes>> {
    const [codes, kept] = await Promise.all([this.calls.codes(), this.calls.fetch()]);
    if (kept.ok) this.fill(kept.value);
    else if (kept.problem.code !== 'not_found') return kept;
    return codes;
  }

  private fill({ reasons, ageBand, district, actionTaken, outcome }: ContactRecord): void {
    this.reasons = reasons;
    this.ageBand = ageBand ?? '';
    this.district = district ?? '';
    this.actionTaken = actionTaken;
    this.outcome = outcome ?? '';
  }
}

/** The reasons under the headings they belong to, in the order given. */
export function grouped(
  reasons: readonly Reason[],
): { heading: Reason['group']; reasons: Reason[] }[] {
  const groups: { heading: Reason['group']; reasons: Reason[] }[] = [];
  for (const reason of reasons) {
    const group = groups.find(({ heading }) => heading.ko === reason.group.ko);
    if (group === undefined) groups.push({ heading: reason.group, reasons: [reason] });
    else group.reasons.push(reason);
  }
  return groups;
}
