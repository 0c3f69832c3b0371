/** How much of what is due is done in one transaction. */
export interface DueBatch {
  readonly limit: number;
  /** What rests, by id: it could not be done, for a reason of its own. */
  readonly except: readonly string[];
  /** Told as soon as it is known what the transaction is about, so that whoever finds it failing knows where to look. */
  readonly claimed: (ids: readonly string[]) => void;
}

/** A whole batch, of which nothing rests. */
export function wholeBatch(limit: number): DueBatch {
  return { limit, except: [], claimed: () => undefined };
}
