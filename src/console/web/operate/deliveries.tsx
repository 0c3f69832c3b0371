import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { get, type Schemas } from '../api/api.js';
import { Choice, optionsOf } from '../parts/choice.js';
import { Paged } from '../parts/paged.js';
import { useTitle } from '../parts/states.js';
import { shortDateTime } from '../parts/times.js';
import { usePages } from '../parts/use-pages.js';
import { useReps } from '../parts/use-reps.js';
import { useMe } from '../session/me.js';
import { DeliveryDialog } from './delivery-dialog.js';
import { OperateTabs } from './tabs.js';

type Delivery = Schemas['Delivery'];
type Query = NonNullable<NonNullable<Parameters<typeof get<'/v1/deliveries'>>[1]>['query']>;

const LOOK_MS = 10_000;
const STATES: Readonly<Record<Delivery['state'], string>> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Did not arrive',
  withdrawn: 'Withdrawn',
};
const CHANNELS: Readonly<Record<Delivery['channel'], string>> = {
  webhook: 'Webhook',
  email: 'E-mail',
  slack: 'Slack',
  teams: 'Teams',
};

/** What did not arrive? Whatever was sent to programs and people; what is asked stands in the address. */
export function Deliveries() {
  useTitle('Deliveries');
  const asked = new URLSearchParams(useSearch());
  const [, go] = useLocation();
  const [opened, setOpened] = useState<string | null>(null);
  const [state, channel, webhookId, leadId] = ['state', 'channel', 'webhookId', 'leadId'].map(
    (name) => asked.get(name) ?? '',
  );
  const { data: webhooks } = useQuery({
    queryKey: ['webhooks'],
    queryFn: () => get('/v1/webhooks', { query: { limit: 1_000 } }),
  });
  const given = (filters: object) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
  const pages = usePages<Delivery>(
    ['deliveries', state, channel, webhookId, leadId],
    (page) => {
      const query = { limit: 100, ...given({ state }), ...page };
      return webhookId
        ? get('/v1/webhooks/{id}/deliveries', { path: { id: webhookId }, query: query as Query })
        : get('/v1/deliveries', { query: { ...query, ...given({ channel, leadId }) } as Query });
    },
    { refetchInterval: LOOK_MS },
  );
  const set = (name: string, value: string) => {
    if (value === '') asked.delete(name);
    else asked.set(name, value);
    // A webhook is a channel of its own.
    if (name === 'channel') asked.delete('webhookId');
    if (name === 'webhookId') asked.delete('channel');
    go(`/deliveries?${asked}`, { replace: true });
  };
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Deliveries</h1>
        <OperateTabs />
      </header>
      <search className="filters">
        <Choice
          label="State"
          any="Any state"
          value={state!}
          onChange={(value) => set('state', value)}
          options={optionsOf(STATES)}
        />
        <Choice
          label="Channel"
          any="Any channel"
          value={channel!}
          onChange={(value) => set('channel', value)}
          options={optionsOf(CHANNELS)}
        />
        <Choice
          label="Webhook"
          any="Any webhook"
          value={webhookId!}
          onChange={(value) => set('webhookId', value)}
          options={(webhooks?.data ?? []).map(({ id, url }) => ({ id, name: url }))}
        />
        {leadId !== '' && (
          <button type="button" onClick={() => set('leadId', '')} title="Take this away">
            About one lead ✕
          </button>
        )}
      </search>
      <Paged
        pages={pages}
        empty={
          <>
            <h2>{asked.size > 0 ? 'No delivery is like this' : 'Nothing was sent yet'}</h2>
            <p>Deliveries to programs and people appear here, and are kept for 30 days after they ended.</p>
          </>
        }
      >
        {(rows) => <Table rows={rows} webhooks={webhooks?.data ?? []} onOpen={setOpened} />}
      </Paged>
      {opened !== null && <DeliveryDialog id={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

interface TableProps {
  readonly rows: readonly Delivery[];
  readonly webhooks: readonly Schemas['Webhook'][];
  readonly onOpen: (id: string) => void;
}

function Table({ rows, webhooks, onOpen }: TableProps) {
  const { timeZone } = useMe();
  const reps = useReps().data ?? [];
  const toOf = ({ channel, webhookId, repId }: Delivery) =>
    webhooks.find(({ id }) => id === webhookId)?.url ?? reps.find(({ id }) => id === repId)?.name ?? CHANNELS[channel];
  return (
    <div className="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">To</th>
            <th scope="col">By</th>
            <th scope="col">State</th>
            <th scope="col">Tried</th>
            <th scope="col">Last answer</th>
            <th scope="col">Made</th>
            <th scope="col">About</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <button type="button" className="link" onClick={() => onOpen(row.id)}>
                  {row.type}
                </button>
              </td>
              <td>{toOf(row)}</td>
              <td>{CHANNELS[row.channel]}</td>
              <td>{STATES[row.state]}</td>
              <td>{row.attempts}</td>
              <td>{answerOf(row)}</td>
              <td>{shortDateTime(row.createdAt, timeZone)}</td>
              <td>{row.leadId !== null && <Link href={`/leads/${row.leadId}`}>Lead</Link>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function answerOf({ lastAttempt, why }: Delivery): string {
  if (why !== null) return why;
  if (lastAttempt === null) return '';
  return lastAttempt.problem ?? String(lastAttempt.status);
}
