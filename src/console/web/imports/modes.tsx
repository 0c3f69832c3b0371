import { useQueryClient } from '@tanstack/react-query';
import { patch } from '../api/api.js';
import { Choices } from '../parts/fields.js';
import { useRefusals } from '../parts/sending.js';
import { may, useMe } from '../session/me.js';
import { type Import, rowsOf } from './import.js';
import { importKey } from './use-import.js';

type Mode = Import['mode'];

/** How rows are taken in, in plain words. */
const MODES: Readonly<Record<Mode, string>> = {
  live: 'New: all come in now. Each gets an owner and a promise, as if a form had sent it.',
  byAge: 'Both: rows of the last two working days come in now. Older ones, and those without a date, are history.',
  history:
    'Old: all are history. They come with their own dates, owners and endings; nobody is told, nothing is promised.',
};

/** Asks whether the rows are new or old, with how many are what once that is known. Only an admin brings history. */
export function Modes({ shown: { id, state, mode, older, newer } }: { shown: Import }) {
  const me = useMe();
  const queries = useQueryClient();
  const orRefused = useRefusals();
  const choose = (chosen: Mode) =>
    void orRefused(
      patch('/v1/imports/{id}', { path: { id }, body: { mode: chosen } }).then((after) =>
        queries.setQueryData<Import>(importKey(id), after),
      ),
    );
  if (!may(me, 'admin')) return <p>{MODES[mode]}</p>;
  return (
    <>
      <Choices
        legend="Are these leads new?"
        options={Object.entries(MODES).map(([one, name]) => ({ id: one, name }))}
        inputOf={(one) => ({
          type: 'radio',
          name: 'mode',
          checked: one === mode,
          onChange: () => choose(one as Mode),
        })}
      />
      {state === 'rehearsed' && older + newer > 0 && (
        <p>
          {rowsOf(older)} are older than two working days, {rowsOf(newer)} are not.
        </p>
      )}
    </>
  );
}
