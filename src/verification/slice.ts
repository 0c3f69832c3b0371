/** Subjects by their ids, from the one behind `after` to `through`. */
export interface SubjectSpan {
  readonly after: string;
  readonly through: string;
}

/** How much is looked at in one go, and so how much memory that takes. */
export interface Sizes {
  /** Subjects that are replayed. */
  readonly subjects: number;
  /** Events; those of one subject are never parted. */
  readonly events: number;
  /** Events that are read at once. */
  readonly page: number;
}

export const SIZES: Sizes = { subjects: 2_000, events: 20_000, page: 5_000 };

export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
export const BEHIND_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
