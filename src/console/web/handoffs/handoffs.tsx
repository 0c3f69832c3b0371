import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, type QueryOf, type Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { optionsOf } from '../parts/choice.js';
import { Chips, Filter } from '../parts/filters.js';
import { Paged } from '../parts/paged.js';
import { useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { titled } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { ASKED, nextClockOf } from './clocks.js';
import { useNames } from './use-names.js';
import { aboutOf, RECEIVER_STATES, STATES } from './words.js';

type Handoff = Schemas['Handoff'];
type Query = QueryOf<'/v1/handoffs'>;

const LOOK_MS = 15_000;

/** What reports ask for. */
const FILTERS: readonly (keyof Query)[] = [
  ...(['giverRepId', 'receiverRepId', 'receiverTeamId', 'product', 'dealId', 'accountId'] as const),
  ...(['startedFrom', 'startedTo', 'had', 'own'] as const),
];

/** What is asked of me? Handoffs, the next deadline first; what is asked stands in the address. */
export function Handoffs() {
  useTitle('Handoffs');
  const me = useMe();
  const [asked] = useAddress();
  const query: Query = {
    ...{ sort: 'dueAt', limit: 100 },
    ...given<Query>(asked, ['state', 'kind', 'receiver', ...FILTERS]),
  };
  const pages = usePages(['handoffs', query], (page) => get('/v1/handoffs', { query: { ...query, ...page } }), {
    refetchInterval: LOOK_MS,
  });
  const rows = pages.rows ?? [];
  const all = useQuery({
    queryKey: ['handoffs', 'all'],
    queryFn: () => get('/v1/handoffs', { query: { limit: 200 } }),
  });
  const choices = all.data?.data ?? rows;
  const nameOf = useNames({ people: rows.flatMap(({ people }) => people) });
  const shown = (value: string) => {
    if (/^[\da-f]{8}-/.test(value)) return nameOf(value);
    return /^\d{4}-\d\d-\d\dT/.test(value) ? shortDateTime(value, me.timeZone) : titled(value);
  };
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Handoffs</h1>
        <search className="filters">
          <Filter name="state" label="State" options={optionsOf(STATES)} any="Any state" />
          <Filter
            name="kind"
            label="Kind"
            options={optionsOf(Object.fromEntries(choices.map((row) => [row.kindId, row.name])))}
            any="Any kind"
          />
          <Filter
            name="receiver"
            label="Receiver"
            options={optionsOf(
              Object.fromEntries(choices.flatMap((row) => row.receivers.map(({ name }) => [name, name]))),
            )}
            any="Any receiver"
          />
          <Chips
            names={FILTERS}
            wordsOf={(name, value) => `${titled(name.replace(/(Rep|Team)?Id$/, ''))}: ${shown(value)}`}
          />
        </search>
        {may(me, 'rep', 'manager', 'read') && <Link href="/handoffs/map">Where it stalls</Link>}
        {pages.isUpdating && <span className="count">updating</span>}
      </header>
      <Paged
        pages={pages}
        {...(asked.size > 0
          ? { empty: 'No handoff is like this', why: 'Take a filter away to see more.' }
          : {
              empty: 'Nothing changes hands',
              why: 'A handoff appears here as soon as a deal is open and a kind of handoff begins with its win.',
            })}
      >
        {(rows) => <Table rows={rows} />}
      </Paged>
    </section>
  );
}

function Table({ rows }: { rows: readonly Handoff[] }) {
  const nameOf = useNames({ people: rows.flatMap(({ people }) => people) });
  return (
    <div className="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">Due next</th>
            <th scope="col">What</th>
            <th scope="col">About</th>
            <th scope="col">Kind</th>
            <th scope="col">State</th>
            <th scope="col">Missing</th>
            <th scope="col">Gives</th>
            <th scope="col">Receives</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const clock = nextClockOf(row);
            return (
              <tr key={row.id}>
                <td>{clock !== null && <ClockChip clock={clock} />}</td>
                <td>{clock !== null && ASKED[clock.kind]}</td>
                <td>
                  <Link href={`/handoffs/${row.id}`}>{aboutOf(row)}</Link>
                </td>
                <td>{row.name}</td>
                <td>{row.stage ?? STATES[row.state]}</td>
                <td>{row.missing > 0 && row.missing}</td>
                <td>{nameOf(row.giverRepId)}</td>
                <td>
                  {row.receivers
                    .map(
                      ({ name, state, beginsAfter }) =>
                        `${name}: ${beginsAfter === null ? RECEIVER_STATES[state].toLowerCase() : 'later'}`,
                    )
                    .join(', ')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
