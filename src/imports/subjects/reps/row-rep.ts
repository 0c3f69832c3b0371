import { readAddress } from '../../../contact/address.js';
import type { RepRow } from '../../../people/rep.table.js';
import { fold } from '../../mapping/planned-column.js';
import type { RowFields } from '../row-fields.js';

/** A rep as a batch has it, with the name of their manager, who may stand above them in the file. */
export interface RowRep {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly manager: string | undefined;
}

interface Present {
  readonly reps: readonly RepRow[];
  readonly calendars: readonly { readonly id: string; readonly name: string }[];
}

const CAPACITIES = ['open', 'untouched', 'perDay', 'perWeek'] as const;

/** Reads a row of reps as an entry of `PUT /v1/reps/batch`. What the row does not say of a known rep stays. */
export function repOfRow(row: RowFields, { reps, calendars }: Present): RowRep | { readonly why: string } {
  const refs = row.refs();
  const [first] = Object.entries(refs);
  const text = row.text('email');
  const email = text === undefined ? undefined : (readAddress(text) ?? text);
  const before = reps.find(
    (rep) =>
      (first !== undefined && rep.refs[first[0]] === first[1]) ||
      (email !== undefined && fold(rep.email) === fold(email)),
  );
  const calendarId = calendarIn(row, calendars);
  const active = row.flag('active');
  const timeZone = row.text('timeZone');
  const capacity = Object.fromEntries(
    CAPACITIES.flatMap((each) => {
      const most = row.whole(`capacity.${each}`);
      return most === undefined ? [] : [[each, most]];
    }),
  );
  const name = row.text('name');
  const entry = {
    ...(before !== undefined && known(before)),
    ...(first !== undefined && { ref: { system: first[0], id: first[1] } }),
    refs: { ...before?.refs, ...refs },
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(timeZone !== undefined && { timeZone }),
    ...(calendarId !== undefined && { calendarId }),
    ...(active !== undefined && { active }),
    capacity: { ...before?.capacity, ...capacity },
    skills: { ...before?.skills, ...row.lists('skills') },
  };
  return row.why === null ? { entry, manager: row.text('manager') } : { why: row.why };
}

function known({ name, email, timeZone, calendarId, managerId, active }: RepRow) {
  return {
    name,
    email,
    active,
    ...(timeZone !== null && { timeZone }),
    ...(calendarId !== null && { calendarId }),
    ...(managerId !== null && { managerId }),
  };
}

function calendarIn(row: RowFields, calendars: Present['calendars']): string | undefined {
  const named = row.text('calendar');
  if (named === undefined) return undefined;
  const found = calendars.find(({ id, name }) => fold(name) === fold(named) || id === fold(named));
  if (found === undefined) row.refuse('calendar', `There is no calendar ${JSON.stringify(named)}.`);
  return found?.id;
}

/** Returns the field of a row that a pointer into the entry means. */
export function fieldAt(pointer: string): string {
  const [first = '', second = ''] = pointer.split('/').slice(1);
  if (first === 'managerId') return 'manager';
  if (first === 'calendarId') return 'calendar';
  return ['refs', 'capacity', 'skills'].includes(first) && second !== '' ? `${first}.${second}` : first;
}
