import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type BodyOf, post, type Schemas, TouchlineProblem } from '../../api/api.js';
import { serverTime } from '../../live/server-time.js';
import { messageOf } from '../../parts/states.js';
import { dayIn, monthAndYear } from '../../parts/times.js';
import { useSettled } from '../../parts/use-settled.js';
import { useMe } from '../../session/me.js';
import type { AsideProps } from '../asides.js';
import { clockChangeOn, monthAfter, weeksOf } from './month.js';

type Body = BodyOf<'/v1/calendars/preview'>;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A month of the draft calendar: the hours of each day, and where they come from. */
export function CalendarMonth({ draft: { name: _, ...calendar } }: AsideProps) {
  const me = useMe();
  const [month, setMonth] = useState(() => dayIn(serverTime.now(), me.timeZone).slice(0, 7));
  const weeks = weeksOf(month);
  const days = { from: weeks[0]![0]!, to: weeks.at(-1)![6]! };
  const asked = useSettled({ calendar, days, ...(calendar.timeZone === 'owner' && { timeZone: me.timeZone }) });
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['calendar-preview', asked],
    queryFn: () => post('/v1/calendars/preview', { body: asked as unknown as Body }),
    placeholderData: (before) => before,
  });
  // Uses the zone of the last request: the one being typed may not be valid yet.
  const zoneOf = ({ timeZone }: typeof calendar) => (timeZone === 'owner' ? me.timeZone : String(timeZone));
  const known = new Map(data?.days?.map((day) => [day.date, day]));
  return (
    <aside className="aside" aria-label="The month">
      <header className="bar">
        <h2>{monthAndYear(month)}</h2>
        <button type="button" aria-label="The month before" onClick={() => setMonth(monthAfter(month, -1))}>
          ←
        </button>
        <button type="button" aria-label="The month after" onClick={() => setMonth(monthAfter(month, 1))}>
          →
        </button>
      </header>
      {error && <p role="status">{isIncomplete(error) ? INCOMPLETE : `This cannot be shown: ${messageOf(error)}`}</p>}
      <table className="month">
        <thead>
          <tr>
            {WEEKDAYS.map((day) => (
              <th key={day} scope="col">
                {day}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((date) => (
                <td key={date} className={date.startsWith(month) ? '' : 'is-other'}>
                  <Day
                    date={date}
                    day={known.get(date)}
                    clocks={isPlaceholderData || error || !data ? null : clockChangeOn(date, zoneOf(asked.calendar))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </aside>
  );
}

const WHY: Readonly<Record<Schemas['CalendarDay']['why'], string>> = {
  week: '',
  closed: '',
  holiday: 'Holiday',
  override: 'Other hours',
  break: 'Break',
};

interface DayProps {
  readonly date: string;
  readonly day: Schemas['CalendarDay'] | undefined;
  readonly clocks: string | null;
}

function Day({ date, day, clocks }: DayProps) {
  return (
    <>
      <strong>{Number(date.slice(8))}</strong>
      {day !== undefined && (
        <span className={day.hours.length === 0 ? 'is-closed' : 'is-open'}>
          {day.hours.length === 0 ? 'closed' : day.hours.map((hours) => hours.join('–')).join(', ')}
        </span>
      )}
      {day !== undefined && (day.name ?? WHY[day.why]) !== '' && <em>{day.name ?? WHY[day.why]}</em>}
      {clocks !== null && <em>{clocks}</em>}
    </>
  );
}

/** Whether a field lacks its value, as all do before anything is typed; the field says what it needs once it is sent. */
const isIncomplete = (error: unknown) => error instanceof TouchlineProblem && error.status === 422;

const INCOMPLETE = 'The month is shown once all fields are complete.';
