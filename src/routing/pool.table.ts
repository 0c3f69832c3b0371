import { resource } from '../configuration/resource.table.js';
import { code, entityOf, jsonb, type Row, table, text, uuid } from '../platform/table.js';
import type { PoolStrategy } from './strategies.js';
import type { LoadKind } from './strategy.js';

export interface PoolMemberDefinition {
  readonly repId: string;
  readonly weight: number;
}

export const POOL = table('pool', 'configuration', {
  ...resource,
  name: text(),
  strategy: code<PoolStrategy>(),
  /** Of a strategy that compares loads. */
  load: code<LoadKind>().nullable(),
  members: jsonb<PoolMemberDefinition[]>(),
  calendarId: uuid().nullable(),
  offHours: code<'share' | 'wait'>(),
  fallbackPoolId: uuid().nullable(),
  afterRound: code<'queue' | 'again'>(),
});
export const PoolEntity = entityOf(POOL);
export type PoolEntity = Row<typeof POOL>;
