import { useState } from 'react';
import { useAuthors } from '../access/use-authors.js';
import { get, type Schemas } from '../api/api.js';
import { serverTime } from '../live/server-time.js';
import { Filter, Find } from '../parts/filters.js';
import { identifierIn, KINDS } from '../parts/identifier.js';
import { ListBar, Paged } from '../parts/paged.js';
import { type Column, Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { usePages } from '../parts/use-pages.js';
import { DISPOSITION_REASONS, useReasonLabel } from '../parts/use-reasons.js';
import { may, useMe } from '../session/me.js';
import { LiftDialog, SuppressDialog } from './dialogs.js';

type Suppression = Schemas['Suppression'];

const PAGE = 100;
const ALL = 'all';

/** Who is suppressed. The filters are kept in the address. */
export function Suppressions() {
  const mayChange = may(useMe(), 'integration');
  const [asked] = useAddress();
  const [isAdding, setAdding] = useState(false);
  const [lifted, setLifted] = useState<Suppression | null>(null);
  const { q = '', show } = given<{ q?: string; show?: string }>(asked, ['q', 'show']);
  const query = { ...identifierIn(q), ...(show !== ALL && { inForce: true }), limit: PAGE };
  const pages = usePages(['suppressions', query], (page) => get('/v1/suppressions', { query: { ...query, ...page } }));
  const columns = useColumns(mayChange ? setLifted : null);
  return (
    <section className="page wide">
      <ListBar title="Suppressions" pages={pages}>
        <search className="filters">
          <Find placeholder="E-mail address, number or domain" isWhole />
          <Filter name="show" label="Which" options={[{ id: ALL, name: 'Also lifted and ended' }]} any="In force" />
        </search>
      </ListBar>
      <p>
        New leads of these people and companies are closed at once. Touchline stores only hashes: to find one, type the
        whole address, number or domain, and press Enter.
      </p>
      {mayChange && (
        <p>
          <button type="button" onClick={() => setAdding(true)}>
            Suppress …
          </button>
        </p>
      )}
      <Paged pages={pages} empty={asked.size > 0 ? 'No suppressions match.' : 'Nobody is suppressed'}>
        {(rows) => <Table name="Suppressions" rows={rows} keyOf={({ id }) => id} columns={columns} />}
      </Paged>
      {isAdding && <SuppressDialog onClose={() => setAdding(false)} />}
      {lifted !== null && <LiftDialog suppression={lifted} onClose={() => setLifted(null)} />}
    </section>
  );
}

/** @param onLift absent for users who may not lift suppressions */
function useColumns(onLift: ((suppression: Suppression) => void) | null): readonly Column<Suppression>[] {
  const { timeZone } = useMe();
  const authorOf = useAuthors();
  const isInForce = ({ lifted, until }: Suppression) =>
    lifted === null && (until === null || Date.parse(until) > serverTime.now());
  const stateOf = ({ lifted, until }: Suppression) => {
    if (lifted !== null)
      return [`lifted ${shortDateTime(lifted.at, timeZone)}`, lifted.reason].filter(Boolean).join(': ');
    return until === null ? 'for good' : `until ${shortDateTime(until, timeZone)}`;
  };
  return [
    { name: 'What', is: 'name', cell: ({ kind }) => KINDS[kind] },
    { name: 'Reason', cell: ({ reason }) => <Reason code={reason} /> },
    { name: 'Since', cell: ({ createdAt }) => shortDateTime(createdAt, timeZone) },
    { name: 'How long', cell: stateOf },
    {
      name: 'By',
      cell: ({ by }) => authorOf(by),
      href: ({ leadId }) => (leadId === null ? null : `/leads/${leadId}`),
    },
    {
      name: 'Lift',
      head: <span className="unseen">Lift</span>,
      is: 'control',
      cell: (suppression) =>
        onLift !== null &&
        isInForce(suppression) && (
          <button type="button" onClick={() => onLift(suppression)}>
            Lift …
          </button>
        ),
    },
  ];
}

function Reason({ code }: { code: string }) {
  return useReasonLabel(DISPOSITION_REASONS, code);
}
