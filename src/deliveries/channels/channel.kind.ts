import type { ResourceKind } from '../../configuration/resource.kind.js';
import { faultsOfReferences, faultsOfRepeats, referencesIn } from '../../configuration/resource-page.store.js';
import type { USERS } from '../../configuration/users.store.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Tx } from '../../platform/sql/database.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { noteBots } from '../messages/message-way.store.js';
import { faultsOfSettings } from './channel.js';
import type { ChannelDocument } from './channel.schema.js';
import { CHANNEL_SECRETS } from './channel.store.js';
import { CHANNELS, type ChannelRow } from './channel.table.js';

export const CHANNEL: ResourceKind<ChannelRow, ChannelDocument> = {
  kind: 'channel',
  table: CHANNELS,
  fields: ['name', 'kind', 'settings', 'poolIds', 'teamIds'],
  secrets: [
    {
      field: 'secrets',
      pointer: '/settings',
      setAt: 'secretsSetAt',
      kept: CHANNEL_SECRETS,
    },
  ],
  unique: 'name',
  addresses: ({ secrets }): Record<string, string> =>
    secrets?.url === undefined ? {} : { '/settings/url': secrets.url },
  check,
  afterWrite: (tx) => noteBots(tx, null),
  beforeRemove: noteBots,
  shows: async (_sql, rows) => rows.map((row) => ({ secretsSetAt: isoOrNull(row.secretsSetAt ?? null) })),
  users: [],
};

async function check(tx: Tx, body: ChannelDocument, id: string | null): Promise<Fault[]> {
  const former = id === null ? null : await tx.repository(CHANNELS).findOneByOrFail({ id });
  if (former !== null && former.kind !== body.kind)
    return [fault('/kind', 'fixed', 'The kind of a channel cannot be changed: create another channel.')];
  const pools = referencesIn('/poolIds', body.poolIds);
  const teams = referencesIn('/teamIds', body.teamIds);
  return [
    ...faultsOfSettings(body, former === null),
    ...(await faultsOfReferences(tx, 'pool', pools)),
    ...faultsOfRepeats(pools),
    ...(await faultsOfReferences(tx, 'team', teams)),
    ...faultsOfRepeats(teams),
  ];
}

export const USERS_AMONG_CHANNELS: typeof USERS.all = [
  { of: 'pool', kind: 'channel', select: 'id, name from channel where pool_ids ? $1::text order by id' },
  { of: 'team', kind: 'channel', select: 'id, name from channel where team_ids ? $1::text order by id' },
];
