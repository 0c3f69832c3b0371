import type { ComponentProps } from 'react';
import type { Option } from './choice.js';
import { SelectField } from './fields.js';
import { textOf } from './form.js';
import { usePools } from './use-pools.js';

/** Who gets leads: a rep, or a pool that deals them in turn. */
export interface Receiver {
  readonly repId?: string;
  readonly poolId?: string;
}

interface Props extends Pick<ComponentProps<typeof SelectField>, 'label' | 'none' | 'required'> {
  readonly name: string;
  readonly reps: readonly Option[];
  readonly preset?: Receiver | undefined;
}

export function ReceiverField({ reps, preset, ...select }: Props) {
  const optionsFrom = (kind: keyof Receiver, of: readonly Option[]) =>
    of.map(({ id, name }) => ({ id: `${kind} ${id}`, name }));
  return (
    <SelectField
      {...select}
      defaultValue={Object.entries(preset ?? {}).map((each) => each.join(' '))[0]}
      groups={{ 'In turn': optionsFrom('poolId', usePools()), 'A rep': optionsFrom('repId', reps) }}
    />
  );
}

/** Returns what was chosen in a field that is required. */
export function receiverIn(form: FormData, name: string): Receiver {
  const [kind, id] = textOf(form, name).split(' ');
  return { [kind!]: id };
}
