// Where she is: the moments of the page.

/** What the page shows. */
export type Moment =
  | { at: 'before' }
  | { at: 'return' }
  | { at: 'resuming' }
  | { at: 'talking' }
  | { at: 'gone'; why: 'signed_out' | 'replaced' | 'protocol' }
  | { at: 'left' }
  | { at: 'erased'; erased: number; held: number }
  | { at: 'harmless' };

/** Where a talk ends for this window. */
export type Conclusion = Extract<Moment, { at: 'left' | 'erased' | 'harmless' }>;
