import { useQueryClient } from '@tanstack/react-query';
import { patch } from '../api/api.js';
import { Choices } from '../parts/fields.js';
import { useRefusals } from '../parts/sending.js';
import { may, useMe } from '../session/me.js';
import { type Import, rowsOf } from './import.js';
import { SUBJECTS } from './subjects.js';
import { importKey } from './use-import.js';

type Mode = Import['mode'];

/** Asks whether the rows are new or old, with how many are what once that is known. Only an admin brings history. */
export function Modes({ shown: { id, of, state, mode, older, newer } }: { shown: Import }) {
  const { many, modes } = SUBJECTS[of];
  const me = useMe();
  const queries = useQueryClient();
  const orRefused = useRefusals();
  const choose = (chosen: Mode) =>
    void orRefused(
      patch('/v1/imports/{id}', { path: { id }, body: { mode: chosen } }).then((after) =>
        queries.setQueryData<Import>(importKey(id), after),
      ),
    );
  if (Object.keys(modes).length === 0) return null;
  if (!may(me, 'admin')) return <p>{modes[mode]}</p>;
  return (
    <>
      <Choices
        legend={of === 'leads' ? 'Are these leads new?' : `How do these ${many} come in?`}
        options={Object.entries(modes).map(([one, name]) => ({ id: one, name }))}
        inputOf={(one) => ({
          type: 'radio',
          name: 'mode',
          checked: one === mode,
          onChange: () => choose(one as Mode),
        })}
      />
      {state === 'rehearsed' && older + newer > 0 && (
        <p>
          {rowsOf(older)} {older === 1 ? 'is' : 'are'} older than two working days, {rowsOf(newer)}{' '}
          {newer === 1 ? 'is' : 'are'} not.
        </p>
      )}
    </>
  );
}
