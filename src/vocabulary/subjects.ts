/**
 * The kinds of subjects that can have owners, promises and notifications, with the column that refers to each; every
 * kind's table has its name.
 * A table about subjects has a nullable column for each kind, of which one is set, so that foreign keys apply (ADR 4).
 */
export const SUBJECT_COLUMNS = { lead: 'lead_id', handoff: 'handoff_id', deal: 'deal_id' } as const;

export type OwnedType = keyof typeof SUBJECT_COLUMNS;

export const OWNED_TYPES = Object.keys(SUBJECT_COLUMNS) as OwnedType[];

export interface SubjectRef {
  readonly subjectType: OwnedType;
  readonly subjectId: string;
}

export interface About {
  readonly subjectType: OwnedType | null;
  readonly subjectId: string | null;
}
