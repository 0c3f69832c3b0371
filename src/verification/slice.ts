/** A range of subject ids, from after `after` up to and including `through`. */
export interface SubjectSpan {
  readonly after: string;
  readonly through: string;
}

/** How much is processed at once, which limits memory. */
export interface Sizes {
  /** Subjects per slice. */
  readonly subjects: number;
  /** Events per slice; those of one subject are never split. */
  readonly events: number;
  /** Events per query. */
  readonly page: number;
}

export const SIZES: Sizes = { subjects: 2_000, events: 20_000, page: 5_000 };

export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';
export const BEHIND_ALL = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
