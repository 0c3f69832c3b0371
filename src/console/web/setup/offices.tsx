import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { get, post, put, type Schemas, TouchlineProblem } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { FaultAt } from '../parts/faults.js';
import { CheckField, Choices, InputField, SelectField, TimeZoneField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { regionsByName } from '../parts/regions.js';
import { presentName } from '../parts/time-zones.js';
import { type SetupState, useConfiguredAnew } from './use-configured.js';

const DAYS = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;
type Day = keyof typeof DAYS;
const NINE_TO_FIVE = { from: '09:00', to: '17:00' };
const WEEKEND: readonly Day[] = ['sat', 'sun'];

/** Calendars as offices: working hours in a zone, except public holidays. */
export function Offices({ configured: { calendars } }: { configured: SetupState }) {
  const anew = useConfiguredAnew();
  /** The first office as it was saved, if the rest then failed: the same form is sent again. */
  const saved = useRef<Schemas['Calendar'] | null>(null);
  const [{ from, to }, setHours] = useState(NINE_TO_FIVE);
  // The calendar of the first start becomes the first office, unless it was edited.
  const untouched = calendars.length === 1 && calendars[0]!.version === 1 ? calendars[0] : undefined;
  const offices = calendars.filter((calendar) => calendar !== untouched);
  const { data: regions } = useQuery({ queryKey: ['regions'], queryFn: () => get('/v1/holiday-regions') });
  const offered = useMemo(() => regionsByName(regions?.data ?? []), [regions]);
  const nameOfRegion = (region: string) => offered.find(({ id }) => id === region)?.name ?? region;

  async function save(form: FormData): Promise<void> {
    const hours = [[from, to] as [string, string]];
    const open = (Object.keys(DAYS) as Day[]).filter((day) => form.has(day));
    const region = textOf(form, 'region');
    const body = {
      name: textOf(form, 'name'),
      timeZone: textOf(form, 'timeZone'),
      hours: Object.fromEntries(open.map((day) => [day, hours])),
      ...(region && { holidayRegion: region }),
    };
    const first = saved.current ?? untouched;
    const sent =
      first === undefined
        ? post('/v1/calendars', { body })
        : put('/v1/calendars/{id}', { path: { id: first.id }, body: { ...body, version: first.version } });
    // Only a dry run is answered with a job.
    const office = (await sent.catch(refuseOffice)) as Schemas['Calendar'];
    if (first !== undefined) {
      saved.current = office;
      await moveCompanyTo(body.timeZone);
      saved.current = null;
    }
    setHours(NINE_TO_FIVE);
    await anew();
  }

  return (
    <>
      <ul className="lines">
        {offices.map((calendar) => (
          <li key={calendar.id}>
            <strong>{calendar.name}</strong> {hoursOf(calendar, nameOfRegion)}{' '}
            <Link href={`/configure/calendars/${calendar.id}`} aria-label={`Change ${calendar.name}`}>
              Change
            </Link>
          </li>
        ))}
      </ul>
      <Form onSend={save} send={offices.length === 0 ? 'Save the office' : 'Add an office'}>
        <div className="fields">
          <InputField label="Name" name="name" maxLength={200} required placeholder="Berlin" />
          <TimeZoneField name="timeZone" value={presentName(Intl.DateTimeFormat().resolvedOptions().timeZone)} />
          <SelectField
            label="Public holidays"
            at="/holidayRegion"
            name="region"
            defaultValue=""
            none="None"
            options={offered}
          />
        </div>
        <div className="fields">
          <InputField
            label="From"
            type="time"
            value={from}
            onChange={({ target }) => setHours({ from: target.value, to })}
            required
          />
          <InputField
            label="To"
            type="time"
            value={to}
            onChange={({ target }) => setHours({ from, to: target.value })}
            required
          />
          <Choices
            legend="On"
            options={optionsOf(DAYS)}
            inputOf={(id) => ({ type: 'checkbox', name: id, defaultChecked: !WEEKEND.includes(id as Day) })}
          />
        </div>
        {to !== '' && to < from && (
          <CheckField label={`They work at night, from ${from} until ${to} of the next day`} name="isNight" required />
        )}
        <FaultAt at="/hours" />
        {untouched !== undefined && <p>Its time zone also becomes that of the company.</p>}
      </Form>
    </>
  );
}

/** Sets the time zone of the settings, unless somebody has edited them. */
async function moveCompanyTo(timeZone: string): Promise<void> {
  const settings = await get('/v1/settings');
  if (settings.version === 1) await put('/v1/settings', { body: { ...settings, timeZone } });
}

/** Replaces `calendar` by `office`, the word that this page uses. */
function refuseOffice(error: unknown): never {
  if (!(error instanceof TouchlineProblem)) throw error;
  const errors = error.errors.map((fault) => ({ ...fault, message: fault.message.replaceAll('calendar', 'office') }));
  throw new TouchlineProblem(error.status, { ...error.body, errors });
}

const spanOf = ([from, to]: readonly [string, string]) => `${from}–${to}${to <= from ? ' of the next day' : ''}`;

/** `Mon–Fri 09:00–17:00, Europe/Berlin` */
function hoursOf(
  { hours, timeZone, holidayRegion }: Schemas['Calendar'],
  nameOfRegion: (region: string) => string,
): string {
  const days = (Object.keys(DAYS) as Day[]).filter((day) => (hours[day]?.length ?? 0) > 0);
  const spans = [...new Set(days.map((day) => hours[day]!.map(spanOf).join(' and ')))];
  const isRow = days.length > 2 && days.every((day, at) => Object.keys(DAYS).indexOf(day) === at);
  const named = isRow ? `${DAYS[days[0]!]}–${DAYS[days.at(-1)!]}` : days.map((day) => DAYS[day]).join(', ');
  const without = holidayRegion === undefined ? '' : `, closed on public holidays of ${nameOfRegion(holidayRegion)}`;
  return `${named} ${spans.join(' or ')}, ${timeZone.replaceAll('_', ' ')}${without}`;
}
