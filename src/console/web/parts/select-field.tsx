import type { ReactNode } from 'react';
import { FaultAt } from './faults.js';

interface Props {
  readonly label: string;
  readonly name: string;
  /** The pointer at which what is wrong with it is said; by default not here. */
  readonly at?: string;
  /** Its options. */
  readonly children: ReactNode;
}

/** One of several, in a form: nothing is chosen until somebody does. */
export function SelectField({ label, name, at, children }: Props) {
  return (
    <label>
      {label}
      <select name={name} required defaultValue="">
        <option value="" disabled>
          Choose
        </option>
        {children}
      </select>
      {at !== undefined && <FaultAt at={at} />}
    </label>
  );
}
