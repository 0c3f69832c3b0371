import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { get, type Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { Choice, optionsOf } from '../parts/choice.js';
import { Paged } from '../parts/paged.js';
import { useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { titled } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { ASKED, nextClockOf } from './clocks.js';
import { useNames } from './use-names.js';
import { aboutOf, RECEIVER_STATES, STATES } from './words.js';

type Handoff = Schemas['Handoff'];
type Query = NonNullable<NonNullable<Parameters<typeof get<'/v1/handoffs'>>[1]>['query']>;

const LOOK_MS = 15_000;

/** What reports ask for, beside what can be chosen here; each can be taken away again. */
const FILTERS = [
  ...['giverRepId', 'receiverRepId', 'receiverTeamId', 'product', 'dealId', 'accountId'],
  ...['startedFrom', 'startedTo', 'had', 'own'],
];

/** What is asked of me? Handoffs, the next deadline first; what is asked stands in the address. */
export function Handoffs() {
  useTitle('Handoffs');
  const me = useMe();
  const [asked, set] = useAddress();
  const [state, kind, receiver] = ['state', 'kind', 'receiver'].map((name) => asked.get(name) ?? '');
  const filters = FILTERS.flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const query = {
    ...{ sort: 'dueAt', limit: 100 },
    ...Object.fromEntries(Object.entries({ state, kind, receiver }).filter(([, value]) => value)),
    ...Object.fromEntries(filters),
  } as Query;
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
          <Choice
            label="State"
            any="Any state"
            value={state!}
            onChange={(value) => set('state', value)}
            options={optionsOf(STATES)}
          />
          <Choice
            label="Kind"
            any="Any kind"
            value={kind!}
            onChange={(value) => set('kind', value)}
            options={optionsOf(Object.fromEntries(choices.map((row) => [row.kindId, row.name])))}
          />
          <Choice
            label="Receiver"
            any="Any receiver"
            value={receiver!}
            onChange={(value) => set('receiver', value)}
            options={optionsOf(
              Object.fromEntries(choices.flatMap((row) => row.receivers.map(({ name }) => [name, name]))),
            )}
          />
          {filters.map(([name, value]) => (
            <button key={name} type="button" onClick={() => set(name, '')} title="Take this away">
              {titled(name.replace(/(Rep|Team)?Id$/, ''))}: {shown(value)} ✕
            </button>
          ))}
        </search>
        {may(me, 'rep', 'manager', 'read') && <Link href="/handoffs/map">Where it stalls</Link>}
        {pages.isUpdating && <span className="count">updating</span>}
      </header>
      <Paged pages={pages} empty={<Nothing isFiltered={asked.size > 0} />}>
        {(rows) => <Table rows={rows} />}
      </Paged>
    </section>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return (
    <>
      <h2>{isFiltered ? 'No handoff is like this' : 'Nothing changes hands'}</h2>
      <p>
        {isFiltered
          ? 'Take a filter away to see more.'
          : 'A handoff appears here as soon as a deal is open and a kind of handoff begins with its win.'}
      </p>
    </>
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
