import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { code, jsonb, type Row, text, uuid } from '../../platform/sql/table.js';
import type { DecliningRules } from '../assignments/declining.js';
import type { PoolMembers } from './membership.js';
import type { PoolStrategy } from './strategies.js';
import type { LoadKind } from './strategy.js';

export const POOLS = entityTable('pool', 'configuration', {
  ...resource,
  name: text(),
  strategy: code<PoolStrategy>(),
  /** Only for a strategy that compares loads. */
  load: code<LoadKind>().nullable(),
  /** Only for a strategy that offers leads first. */
  claimWithin: text().nullable(),
  members: jsonb<PoolMembers>(),
  calendarId: uuid().nullable(),
  offHours: code<'share' | 'wait'>(),
  fallbackPoolId: uuid().nullable(),
  afterRound: code<'queue' | 'again'>(),
  /** Null if members may not decline leads. */
  decline: jsonb<DecliningRules>().nullable(),
});
export type PoolRow = Row<typeof POOLS>;
