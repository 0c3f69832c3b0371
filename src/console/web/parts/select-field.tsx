import type { ReactNode } from 'react';
import { FaultAt } from './faults.js';

interface Props {
  readonly label: string;
  readonly name: string;
  /** The pointer at which its faults are shown; by default they are not shown here. */
  readonly at?: string;
  readonly children: ReactNode;
}

/** A required select without a default. */
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
