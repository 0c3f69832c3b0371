import { resource } from '../configuration/resource.table.js';
import { code, entityOf, jsonb, type Row, table, text, uuid } from '../platform/table.js';
import type { PoolStrategy } from './strategy.js';

export interface PoolMemberDefinition {
  readonly repId: string;
  readonly weight: number;
}

export const POOL = table('pool', 'configuration', {
  ...resource,
  name: text(),
  strategy: code<PoolStrategy>(),
  members: jsonb<PoolMemberDefinition[]>(),
  calendarId: uuid().nullable(),
  offHours: code<'share' | 'wait'>(),
  fallbackPoolId: uuid().nullable(),
});
export const PoolEntity = entityOf(POOL);
export type PoolEntity = Row<typeof POOL>;
