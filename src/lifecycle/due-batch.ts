/** What of the due work is done in one transaction. */
export interface DueBatch {
  readonly limit: number;
  /** Ids that are set aside because they failed for a reason of their own. */
  readonly except: readonly string[];
  /** Called as soon as the subjects of the transaction are known, so that a failure can be traced to them. */
  readonly claimed: (ids: readonly string[]) => void;
}

/** A full batch, with nothing set aside. */
export function wholeBatch(limit: number): DueBatch {
  return { limit, except: [], claimed: () => undefined };
}
