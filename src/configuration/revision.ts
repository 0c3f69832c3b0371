/** A revision of the configuration as one server has it. */
export interface Revision {
  readonly revision: number;
  /** The transaction that made it. */
  readonly madeBy: string;
  /** When the server was started. */
  readonly server: string;
}

/** Reports whether two readings are of the same configuration: the number alone may have been lost and given again. */
export function isSame(one: Revision, other: Revision): boolean {
  return one.revision === other.revision && one.madeBy === other.madeBy && one.server === other.server;
}

/**
 * Reports whether a revision was made after another one that was not lost, so that each version still has the content
 * that it had then.
 */
export function isAfter(later: Revision, earlier: Revision): boolean {
  return later.server === earlier.server && later.revision > earlier.revision;
}
