import { type Field, uuid } from '../platform/sql/table.js';
import { OWNED_TYPES, type OwnedType } from './subjects.js';

export type SubjectField = `${OwnedType}Id`;
export const SUBJECT_FIELDS: readonly SubjectField[] = OWNED_TYPES.map((type) => `${type}Id` as const);

/** The subject columns of a table, of which exactly one is set. */
export const subjectFields = Object.fromEntries(SUBJECT_FIELDS.map((field) => [field, uuid().nullable()])) as Readonly<
  Record<SubjectField, Field<string | null>>
>;
