import type { ReactNode } from 'react';
import { lowered } from '../../parts/words.js';
import type { Field } from '../schema/field.js';
import { idOf, useFormFacts, useRemarks } from './form-context.js';
import { Hint, Remarks } from './framed.js';
import type { FieldProps } from './inputs.js';

interface GroupProps {
  readonly field: Field;
  /** Null if what is inside stands for the same place. */
  readonly pointer: string | null;
  /** Replaces the field's visible title in a row of a list. */
  readonly title?: string | undefined;
  readonly onRemove?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function GroupFrame({ field, pointer, title, onRemove, children }: GroupProps) {
  const { id } = useFormFacts();
  const own = useRemarks(pointer ?? '');
  const remarks = pointer === null ? [] : own;
  return (
    <fieldset
      className={title === undefined ? 'group' : 'group is-row'}
      id={pointer === null ? undefined : idOf(id, pointer)}
      tabIndex={-1}
    >
      <legend className={title === undefined ? '' : 'unseen'}>{title ?? field.title}</legend>
      {title === undefined && <Hint text={field.hint} />}
      <Remarks remarks={remarks} />
      {children}
      {onRemove && (
        <p className="buttons">
          <button type="button" className="quiet" onClick={onRemove}>
            Remove {lowered(field.title)}
          </button>
        </p>
      )}
    </fieldset>
  );
}

type Removable = Pick<FieldProps, 'title' | 'value' | 'onChange'> & { readonly field: Field };

/** Returns what removes an optional group; undefined if it is required, has a default, is a row or is absent. */
export function removal({ field, title, value, onChange }: Removable): (() => void) | undefined {
  const stays = field.isRequired || field.otherwise !== undefined || title !== undefined || value === undefined;
  return stays ? undefined : () => onChange(undefined);
}
