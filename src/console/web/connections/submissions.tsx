import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, post, type Schemas } from '../api/api.js';
import { UrgencyChip } from '../clocks/clock-chip.js';
import { closedAtOnce } from '../leads/closed-at-once.js';
import { nameOf } from '../leads/person.js';
import { Dialog } from '../parts/dialog.js';
import { useRefusals } from '../parts/sending.js';
import { Unread } from '../parts/states.js';
import { type Column, Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { may, useMe } from '../session/me.js';

type Arrival = Schemas['Arrival'];

const LOOK_MS = 2_000;
const SHOWN_MAX = 20;

/** The latest submissions of a connection, and what became of each, as it happens. */
export function Submissions({ connection: { id } }: { connection: Pick<Schemas['Inbound'], 'id'> }) {
  const me = useMe();
  const queries = useQueryClient();
  const orRefused = useRefusals();
  const [opened, setOpened] = useState<string | null>(null);
  const queryKey = ['arrivals', id];
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => get('/v1/inbound/arrivals', { query: { inboundId: id, limit: SHOWN_MAX } }),
    refetchInterval: LOOK_MS,
  });
  if (data === undefined) return <Unread error={error} />;
  if (data.data.length === 0)
    return (
      <p role="status">Nothing has arrived yet. Send a test: it appears here within seconds, with what became of it.</p>
    );

  async function replay(arrival: Arrival): Promise<void> {
    await post('/v1/inbound/arrivals/{id}/replay', { path: { id: arrival.id } });
    await queries.invalidateQueries({ queryKey });
  }

  const columns: readonly Column<Arrival>[] = [
    { name: 'Arrived', cell: ({ receivedAt }) => shortDateTime(receivedAt, me.timeZone) },
    { name: 'What became of it', is: 'sentence', cell: (arrival) => <Became arrival={arrival} /> },
    {
      name: 'Do',
      is: 'control',
      cell: (arrival) =>
        may(me) && (
          <>
            <button type="button" onClick={() => setOpened(arrival.id)}>
              Look at it
            </button>{' '}
            {arrival.state !== 'accepted' && arrival.reason !== null && (
              <button type="button" onClick={() => void orRefused(replay(arrival))}>
                Take it in
              </button>
            )}
          </>
        ),
    },
  ];
  return (
    <>
      <Table name="Submissions" rows={data.data} columns={columns} keyOf={({ id: each }) => each} />
      {opened !== null && <AsItCame id={opened} onClose={() => setOpened(null)} />}
    </>
  );
}

function Became({ arrival: { state, why, leadId, issues } }: { arrival: Arrival }) {
  if (leadId !== null)
    return (
      <>
        <LeadOf id={leadId} /> {issues.length > 0 && <small>Not all of it could be read: see the lead.</small>}
      </>
    );
  if (why === null) return <>{state === 'waiting' ? 'It is being taken in.' : 'It was erased.'}</>;
  if (state === 'accepted') return <>{why}</>;
  return (
    <>
      <strong>{state === 'waiting' ? 'It waits.' : 'It is no lead.'}</strong> {why}
    </>
  );
}

function LeadOf({ id }: { id: string }) {
  const nameOfRep = useNames();
  const { data: lead } = useQuery({ queryKey: ['lead', id], queryFn: () => get('/v1/leads/{id}', { path: { id } }) });
  if (lead === undefined) return <Link href={`/leads/${id}`}>A lead</Link>;
  const closed = closedAtOnce(lead);
  if (closed !== undefined)
    return (
      <>
        <Link href={`/leads/${id}`}>{nameOf(lead)}</Link> {closed}.
      </>
    );
  return (
    <>
      <Link href={`/leads/${id}`}>{nameOf(lead)}</Link>{' '}
      {lead.ownerId === null ? 'is waiting for an owner' : `belongs to ${nameOfRep(lead.ownerId)}`}{' '}
      <UrgencyChip lead={lead} />
    </>
  );
}

function AsItCame({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: ['arrival', id],
    queryFn: () => get('/v1/inbound/arrivals/{id}', { path: { id } }),
  });
  return (
    <Dialog title="As it came" onClose={onClose}>
      {data === undefined ? (
        <Unread error={error} />
      ) : data.request === null ? (
        <p>It was erased, or cannot be read with this SECRETS_KEY.</p>
      ) : (
        <pre>
          <code>{data.request.body}</code>
        </pre>
      )}
    </Dialog>
  );
}
