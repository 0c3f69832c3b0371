import { createContext, useContext } from 'react';
import type { ValueType } from '../schema/condition.js';
import type { Field } from '../schema/field.js';
import type { JsonObject } from '../schema/json-schema.js';
import type { References } from '../use-references.js';

interface FormFacts {
  /** The prefix of the ids of its controls. */
  readonly id: string;
  /** The document as it is stored; null for a new one. */
  readonly saved: JsonObject | null;
  /** All fields of the document. */
  readonly fields: readonly Field[];
  readonly references: References;
  /** Fields of leads that conditions may compare. */
  readonly fieldsOfLeads: ReadonlyMap<string, ValueType>;
  /** Faults and warnings from the server. */
  readonly remarks: readonly FieldRemark[];
}

export interface FieldRemark {
  readonly pointer: string;
  readonly message: string;
  readonly isWarning: boolean;
}

export const FormContext = createContext<FormFacts | null>(null);
export const useFormFacts = (): FormFacts => useContext(FormContext)!;

/**
 * Returns when a secret at the top of the document was set, which is never shown: null if it has not been, and undefined
 * if the document does not say.
 */
export function setAtOf({ saved }: FormFacts, name: string): string | null | undefined {
  return saved === null ? null : (saved[`${name}SetAt`] as string | null | undefined);
}

/** Returns the id of the control that edits what a pointer names. */
export const idOf = (form: string, pointer: string): string => `${form}${pointer.replaceAll('/', '-')}`;

/** Returns the remarks about a place. @param isWithin whether remarks about places inside it are included */
export function useRemarks(pointer: string, isWithin = false): readonly FieldRemark[] {
  const { remarks } = useFormFacts();
  return remarks.filter(
    (remark) => remark.pointer === pointer || (isWithin && remark.pointer.startsWith(`${pointer}/`)),
  );
}
