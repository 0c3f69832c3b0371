import { createContext, useContext } from 'react';
import type { ValueType } from '../schema/condition.js';
import type { References } from '../use-references.js';

/** What all fields of a form know. */
export interface FormFacts {
  /** Of the ids of its controls. */
  readonly id: string;
  readonly references: References;
  /** What conditions may ask of leads. */
  readonly fieldsOfLeads: ReadonlyMap<string, ValueType>;
  /** What the server said, by pointers into the document. */
  readonly remarks: readonly FieldRemark[];
}

export interface FieldRemark {
  readonly pointer: string;
  readonly message: string;
  readonly isWarning: boolean;
}

export const FormContext = createContext<FormFacts | null>(null);
export const useFormFacts = (): FormFacts => useContext(FormContext)!;

/** Of the control that edits what a pointer names. */
export const idOf = (form: string, pointer: string): string => `${form}${pointer.replaceAll('/', '-')}`;

/** What was said about a place; `within` it, where nothing is shown of its own for what lies inside. */
export function useRemarks(pointer: string, isWithin = false): readonly FieldRemark[] {
  const { remarks } = useFormFacts();
  return remarks.filter(
    (remark) => remark.pointer === pointer || (isWithin && remark.pointer.startsWith(`${pointer}/`)),
  );
}
