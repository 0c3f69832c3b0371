/**
 * What somebody owns, promises are made about and people are told of, and the column that says of which one a row is.
 * The table of each is named as it is.
 * A table that is about them has a nullable one for each kind, of which one is set: so foreign keys stand (ADR 4).
 */
export const SUBJECT_COLUMNS = { lead: 'lead_id', handoff: 'handoff_id', deal: 'deal_id' } as const;

export type OwnedType = keyof typeof SUBJECT_COLUMNS;

export const OWNED_TYPES = Object.keys(SUBJECT_COLUMNS) as OwnedType[];

/** One of them. */
export interface SubjectRef {
  readonly subjectType: OwnedType;
  readonly subjectId: string;
}

/** What a row is about that may be about none. */
export interface About {
  readonly subjectType: OwnedType | null;
  readonly subjectId: string | null;
}
