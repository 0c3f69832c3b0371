import type { ReactNode } from 'react';
import type { Field } from '../schema/field.js';
import { idOf, useFormFacts, useRemarks } from './form-context.js';
import { Hint, Remarks } from './framed.js';
import type { FieldProps } from './inputs.js';

interface GroupProps {
  readonly field: Field;
  readonly pointer: string;
  /** In a row of a list, where the list has the title. */
  readonly title?: string | undefined;
  readonly onRemove?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** Several controls with one title. */
export function GroupFrame({ field, pointer, title, onRemove, children }: GroupProps) {
  const { id } = useFormFacts();
  return (
    <fieldset className={title === undefined ? 'group' : 'group is-row'} id={idOf(id, pointer)} tabIndex={-1}>
      <legend className={title === undefined ? '' : 'unseen'}>{title ?? field.title}</legend>
      {title === undefined && <Hint text={field.hint} />}
      <Remarks remarks={useRemarks(pointer)} />
      {children}
      {onRemove && (
        <p className="buttons">
          <button type="button" className="quiet" onClick={onRemove}>
            Remove {field.title.toLowerCase()}
          </button>
        </p>
      )}
    </fieldset>
  );
}

type Removable = Pick<FieldProps, 'title' | 'value' | 'onChange'> & { readonly field: Field };

/** What takes away a group that need not be there; one that has a default is emptied instead. */
export function removal({ field, title, value, onChange }: Removable): (() => void) | undefined {
  const stays = field.isRequired || field.otherwise !== undefined || title !== undefined || value === undefined;
  return stays ? undefined : () => onChange(undefined);
}
