import type { ComponentProps, ReactNode } from 'react';
import { serverTime } from '../live/server-time.js';
import { type Option, optionsOf } from '../parts/choice.js';
import { Filter } from '../parts/filters.js';
import { dayIn, instantOf, zoneBeside } from '../parts/times.js';
import { useAddress } from '../parts/use-address.js';
import { titled } from '../parts/words.js';
import { useMe } from '../session/me.js';
import type { Query } from './report.js';

/* Parameters of reports. Each is kept in the address under its name. */

export interface ReportParameter {
  readonly name: string;
  /** Converts the value in the address, empty if none was chosen, to query parameters. */
  readonly sent: (value: string, timeZone: string) => Query;
  readonly field: ReactNode;
}

const DAY_MS = 86_400_000;
const PERIODS: Readonly<Record<string, string>> = { '7': '7 days', '30': '30 days', '90': '90 days', '365': 'A year' };
const USUAL_DAYS = '30';

export const PERIOD: ReportParameter = {
  name: 'days',
  sent: (days, timeZone) => ({
    from: dayIn(serverTime.now() - Number(/^\d{1,4}$/.test(days) ? days : USUAL_DAYS) * DAY_MS, timeZone),
    // Includes the present day.
    to: dayIn(serverTime.now() + DAY_MS, timeZone),
  }),
  field: <Filter name="days" label="Period" options={optionsOf(PERIODS)} usual={USUAL_DAYS} />,
};

const alone = (name: string) => (value: string) => (value === '' ? {} : { [name]: value });

/** @param options the first is the default; an empty id sends nothing */
export const choice = (name: string, label: string, options: readonly Option[]): ReportParameter => ({
  name,
  sent: (value) => alone(name)(value || options[0]!.id),
  field: <Filter name={name} label={label} options={options} />,
});

/** Whether leads count that an import has brought along with their past. */
export const HISTORY: ReportParameter = choice('imported', 'History', [
  { id: 'without', name: 'Without history' },
  { id: 'with', name: 'With history' },
  { id: 'only', name: 'History alone' },
]);

/** The grouping of the rows. @param none the text for no grouping */
export function by(names: readonly string[], none?: string): ReportParameter {
  const ways = names.map((id) => ({ id, name: `By ${dimensionName(id).toLowerCase()}` }));
  return choice('by', 'A row for each', none === undefined ? ways : [{ id: '', name: none }, ...ways]);
}

/** Returns the header of the rows. @param usual the grouping by default */
export const rowsBy =
  (usual = '') =>
  ({ by: names = usual }: Query) =>
    dimensionName(names);

/** `source,reason` → `Source and reason` */
const dimensionName = (names: string) => titled(names.replace(',', ' and '));

export const day = (name: string, label: string): ReportParameter => ({
  name,
  sent: alone(name),
  field: <Typed name={name} label={label} type="date" />,
});

export const instant = (name: string, label: string): ReportParameter => ({
  name,
  sent: (value, timeZone) => alone(name)(value && instantOf(value, timeZone)),
  field: <Typed name={name} label={label} type="datetime-local" />,
});

/** The currency of the amounts. Without one, the API uses the common currency, if there is one. */
export const CURRENCY: ReportParameter = {
  name: 'currency',
  sent: (value) => alone('currency')(value.length < 3 ? '' : value),
  field: <Typed name="currency" label="Currency" className="code" maxLength={3} placeholder="any" />,
};

interface TypedProps extends ComponentProps<'input'> {
  readonly name: string;
  readonly label: string;
}

function Typed({ name, label, ...input }: TypedProps) {
  const { timeZone } = useMe();
  const [asked, set] = useAddress();
  return (
    <label className="named">
      {label}
      {input.type === 'datetime-local' && zoneBeside(timeZone)}
      <input
        value={asked.get(name) ?? ''}
        onChange={({ target }) => set({ [name]: target.value.toUpperCase() })}
        {...input}
      />
    </label>
  );
}
