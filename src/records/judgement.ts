/** What an answer means for the record that was asked for. */
export type Judgement =
  | { readonly is: 'done' }
  /** The tool has understood, and will not: the same again would be no better. */
  | { readonly is: 'refused' }
  /** Of a record that was looked for: it is not there. */
  | { readonly is: 'absent' }
  /** @param mayBeMade whether the tool may have made it all the same */
  | { readonly is: 'later'; readonly mayBeMade: boolean }
  /** The tool does not know who asks: somebody has to mend that, and nothing was made. */
  | { readonly is: 'unknown' };

/** Of these the tool has done nothing: it was too busy, or somebody else is at it. */
const UNTOUCHED: readonly number[] = [409, 423, 425, 429];

/** @param status null where no answer came */
export function judge(status: number | null): Judgement {
  if (status === null || status === 408 || status >= 500) return { is: 'later', mayBeMade: true };
  if (status >= 200 && status < 300) return { is: 'done' };
  if (status === 401 || status === 403) return { is: 'unknown' };
  if (UNTOUCHED.includes(status)) return { is: 'later', mayBeMade: false };
  return status === 404 || status === 410 ? { is: 'absent' } : { is: 'refused' };
}
