import { Link } from 'wouter';
import { get, type QueryOf, type Schemas } from '../api/api.js';
import { ClockChip } from '../clocks/clock-chip.js';
import { optionsOf } from '../parts/choice.js';
import { Chips, Filter, Find } from '../parts/filters.js';
import { ListBar, Paged } from '../parts/paged.js';
import { type Column, Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { titled } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { ASKED, nextClockOf } from './clocks.js';
import { useHandoffKinds } from './use-handoff-kinds.js';
import { usePartyNames } from './use-party-names.js';
import { aboutOf, RECEIVER_STATES, STATES } from './words.js';

type Handoff = Schemas['Handoff'];
type Query = QueryOf<'/v1/handoffs'>;

const LOOK_MS = 15_000;

/** Filters that reports link to. */
const FILTERS: readonly (keyof Query)[] = [
  ...(['giverRepId', 'receiverRepId', 'receiverTeamId', 'product', 'dealId', 'accountId'] as const),
  ...(['startedFrom', 'startedTo', 'had', 'own'] as const),
];

/** Handoffs by their next deadline. The filters are kept in the address. */
export function Handoffs() {
  const me = useMe();
  const [asked] = useAddress();
  const query: Query = {
    sort: 'dueAt',
    limit: 100,
    ...given<Query>(asked, ['q', 'state', 'kind', 'receiver', ...FILTERS]),
  };
  const pages = usePages(['handoffs', query], (page) => get('/v1/handoffs', { query: { ...query, ...page } }), {
    refetchInterval: LOOK_MS,
  });
  const { data: kinds = [] } = useHandoffKinds();
  const receivers = [...new Set(kinds.flatMap((kind) => kind.receivers.map(({ name }) => name)))];
  const nameOf = usePartyNames();
  const shown = (name: string, value: string) => {
    if (name.endsWith('RepId')) return nameOf(value);
    if (name.endsWith('Id')) return 'one';
    return /^\d{4}-\d\d-\d\dT/.test(value) ? shortDateTime(value, me.timeZone) : titled(value);
  };
  return (
    <section className="page wide">
      <ListBar title="Handoffs" pages={pages}>
        <search className="filters">
          <Find placeholder="Promise, question, lesson, deal or account" />
          <Filter name="state" label="State" options={optionsOf(STATES)} any="Any state" />
          <Filter name="kind" label="Kind" options={kinds} any="Any kind" />
          <Filter
            name="receiver"
            label="Receiver"
            options={receivers.map((name) => ({ id: name, name }))}
            any="Any receiver"
          />
          <Chips
            names={FILTERS}
            wordsOf={(name, value) => `${titled(name.replace(/(Rep|Team)?Id$/, ''))}: ${shown(name, value)}`}
          />
        </search>
        {may(me, 'rep', 'manager', 'read') && <Link href="/handoffs/map">Where it stalls</Link>}
      </ListBar>
      <Paged
        pages={pages}
        {...(asked.size > 0
          ? { empty: 'No handoffs match', why: 'Remove a filter to see more.' }
          : {
              empty: 'No handoffs yet',
              why: 'A handoff that begins when a deal is won appears here as soon as the deal is open. Others appear when somebody begins them. An admin says which kinds there are.',
            })}
      >
        {(rows) => <HandoffTable rows={rows} />}
      </Paged>
    </section>
  );
}

function HandoffTable({ rows }: { rows: readonly Handoff[] }) {
  const { repId: own } = useMe();
  const nameOf = usePartyNames();
  const next = rows.map((handoff) => nextClockOf(handoff, own));
  const whatOf = (clock: ReturnType<typeof nextClockOf>) =>
    clock && [ASKED[clock.kind], clock.repId !== own && clock.repId && nameOf(clock.repId)].filter(Boolean).join(' · ');
  const columns: readonly Column<Handoff>[] = [
    { name: 'Due next', cell: (_, place) => next[place] && <ClockChip clock={next[place]} /> },
    { name: 'What', cell: (_, place) => whatOf(next[place] ?? null) },
    { name: 'About', classOf: () => 'title', cell: aboutOf, href: ({ id }) => `/handoffs/${id}` },
    { name: 'Kind', cell: ({ name }) => name },
    { name: 'State', cell: ({ stage, state }) => stage ?? STATES[state] },
    { name: 'Form', cell: ({ missing }) => missing > 0 && `${missing} missing` },
    { name: 'Gives', cell: ({ giverRepId }) => nameOf(giverRepId) },
    { name: 'Receives', cell: ({ receivers }) => receivers.map(receiverWords).join(', ') },
  ];
  return <Table name="Handoffs" className="narrows" rows={rows} keyOf={({ id }) => id} columns={columns} />;
}

function receiverWords({ name, state, beginsAfter }: Handoff['receivers'][number]): string {
  return `${name}: ${beginsAfter === null ? RECEIVER_STATES[state].toLowerCase() : 'later'}`;
}
