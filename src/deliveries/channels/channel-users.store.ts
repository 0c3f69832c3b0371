import type { USERS } from '../../configuration/users.store.js';

export const USERS_AMONG_CHANNELS: typeof USERS.all = [
  { of: 'pool', kind: 'channel', select: 'id, name from channel where pool_ids ? $1::text order by id' },
  { of: 'team', kind: 'channel', select: 'id, name from channel where team_ids ? $1::text order by id' },
];
