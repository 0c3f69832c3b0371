import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, type QueryOf, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { optionsOf } from '../parts/choice.js';
import { Chips, Filter } from '../parts/filters.js';
import { ListBar, Paged } from '../parts/paged.js';
import { type Column, Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { given, useAddress } from '../parts/use-address.js';
import { useNames } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { may, useMe } from '../session/me.js';
import { DeliveryDialog } from './delivery-dialog.js';
import { ReplayDialog } from './replay-dialog.js';
import { OperateTabs } from './tabs.js';

type Delivery = Schemas['Delivery'];
type Query = QueryOf<'/v1/deliveries'>;

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

/** What was sent to programs and people. The filters are kept in the address. */
export function Deliveries() {
  const [asked] = useAddress();
  const me = useMe();
  const [opened, setOpened] = useState<string | null>(null);
  const [isReplaying, setReplaying] = useState(false);
  const webhookId = asked.get('webhookId');
  const { data: webhooks = [] } = useQuery({
    queryKey: ['webhooks'],
    queryFn: () => readAll((page) => get('/v1/webhooks', { query: page })),
  });
  const webhook = webhooks.find(({ id }) => id === webhookId);
  const query = {
    limit: 100,
    ...given<Query>(asked, webhookId ? ['state'] : ['state', 'channel', 'leadId']),
  };
  const pages = usePages<Delivery>(
    ['deliveries', webhookId, query],
    (page) =>
      webhookId
        ? get('/v1/webhooks/{id}/deliveries', { path: { id: webhookId }, query: { ...query, ...page } })
        : get('/v1/deliveries', { query: { ...query, ...page } }),
    { refetchInterval: LOOK_MS },
  );
  return (
    <section className="page wide">
      <ListBar title="Deliveries" pages={pages}>
        <OperateTabs />
      </ListBar>
      <search className="filters">
        <Filter name="state" label="State" options={optionsOf(STATES)} any="Any state" />
        <Filter name="channel" label="Channel" options={optionsOf(CHANNELS)} any="Any channel" instead="webhookId" />
        <Filter
          name="webhookId"
          label="Webhook"
          options={webhooks.map(({ id, url }) => ({ id, name: url }))}
          any="Any webhook"
          instead="channel"
        />
        <Chips names={['leadId']} wordsOf={() => 'About one lead'} />
        {webhook !== undefined && may(me) && (
          <button type="button" onClick={() => setReplaying(true)}>
            Send again …
          </button>
        )}
      </search>
      <Paged
        pages={pages}
        empty={asked.size > 0 ? 'No deliveries match' : 'Nothing was sent yet'}
        why="Deliveries to programs and people appear here, and are kept for 30 days after they ended."
      >
        {(rows) => <DeliveryTable rows={rows} webhooks={webhooks} onOpen={setOpened} />}
      </Paged>
      {isReplaying && webhook !== undefined && <ReplayDialog webhook={webhook} onClose={() => setReplaying(false)} />}
      {opened !== null && <DeliveryDialog id={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

interface TableProps {
  readonly rows: readonly Delivery[];
  readonly webhooks: readonly Schemas['Webhook'][];
  readonly onOpen: (id: string) => void;
}

function DeliveryTable({ rows, webhooks, onOpen }: TableProps) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const toOf = ({ channel, webhookId, repId }: Delivery) =>
    webhooks.find(({ id }) => id === webhookId)?.url ?? (repId === null ? CHANNELS[channel] : nameOf(repId));
  const whatOf = ({ id, type }: Delivery) => (
    <button type="button" className="link" onClick={() => onOpen(id)}>
      {type}
    </button>
  );
  const columns: readonly Column<Delivery>[] = [
    { name: 'What', is: 'control', cell: whatOf },
    { name: 'To', cell: toOf },
    { name: 'By', cell: ({ channel }) => CHANNELS[channel] },
    { name: 'State', cell: ({ state }) => STATES[state] },
    { name: 'Tried', cell: ({ attempts }) => attempts },
    { name: 'Last answer', cell: answerOf },
    { name: 'Created', cell: ({ createdAt }) => shortDateTime(createdAt, timeZone) },
    {
      name: 'About',
      cell: ({ leadId }) => leadId && 'Lead',
      href: ({ leadId }) => leadId && `/leads/${leadId}`,
    },
  ];
  return <Table name="Deliveries" rows={rows} keyOf={({ id }) => id} columns={columns} />;
}

function answerOf({ lastAttempt, why }: Delivery): string {
  if (why !== null) return why;
  if (lastAttempt === null) return '';
  return lastAttempt.problem ?? String(lastAttempt.status);
}
