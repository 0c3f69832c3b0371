import { Injectable } from '@nestjs/common';
import { insertInto, valuesOf } from '../../platform/sql/columns.js';
import type { Tx } from '../../platform/sql/database.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import type { SettledStretch } from './settlement.js';
import { SETTLEMENT } from './settlement.table.js';

/** The settled hours of an owner's tenure, or of a cycle if `assignmentId` is null. */
export interface Settlement {
  readonly leadId: string;
  readonly cycle: number;
  readonly assignmentId: string | null;
  readonly teamId: string | null;
  /** Null until hours are counted. */
  readonly stretch: SettledStretch | null;
}

const COLUMNS = [
  ...SETTLEMENT.columns('leadId', 'cycle', 'assignmentId', 'teamId'),
  SETTLEMENT.column('settledTo', ({ stretch }: Settlement) => stretch?.to ?? null),
  SETTLEMENT.column('calendarId', ({ stretch }: Settlement) => stretch?.calendar.calendarId ?? null),
  SETTLEMENT.column('calendarVersion', ({ stretch }: Settlement) => stretch?.calendar.calendarVersion ?? null),
  SETTLEMENT.column('timeZone', ({ stretch }: Settlement) => stretch?.calendar.timeZone ?? null),
  SETTLEMENT.column('away', ({ stretch }: Settlement) =>
    stretch?.away.length ? stretch.away.map(({ from, to }) => [from, to] as const) : null,
  ),
];
const UPSERT = `${insertInto('settlement', COLUMNS)}
  on conflict on constraint settlement_of do update
     set settled_to = excluded.settled_to, calendar_id = excluded.calendar_id,
         calendar_version = excluded.calendar_version, time_zone = excluded.time_zone, away = excluded.away`;

/** Stores settled hours, so that reported times do not change later. */
@Injectable()
export class SettlementStore {
  async readOf(tx: Tx, leadIds: readonly string[]): Promise<Settlement[]> {
    const rows = await tx.rows<Row<typeof SETTLEMENT>>(
      `select ${selectList(COLUMNS)} from settlement where lead_id = any ($1::uuid[])`,
      [leadIds],
      'report-settlements',
    );
    return rows.map(({ settledTo, calendarId, calendarVersion, timeZone, away, ...row }) => ({
      ...row,
      stretch:
        settledTo === null
          ? null
          : {
              to: settledTo,
              calendar: { calendarId: calendarId!, calendarVersion: calendarVersion!, timeZone: timeZone! },
              away: (away ?? []).map(([from, to]) => ({ from, to })),
            },
    }));
  }

  async writeMany(tx: Tx, settlements: readonly Settlement[]): Promise<void> {
    if (settlements.length > 0) await tx.query(UPSERT, valuesOf(settlements, COLUMNS), 'report-settle');
  }

  /** Reads the bodies of calendar versions, by `id version`. */
  async readCalendars(
    tx: Tx,
    wanted: readonly { readonly calendarId: string; readonly calendarVersion: number }[],
  ): Promise<Map<string, Record<string, unknown>>> {
    const rows = await tx.rows<{ id: string; version: number; body: Record<string, unknown> }>(
      `select resource_id as id, version, body
         from resource_version
         join unnest($1::uuid[], $2::int[]) as asked (asked_id, asked_version)
           on resource_id = asked_id and version = asked_version
        where kind = 'calendar'`,
      [wanted.map(({ calendarId }) => calendarId), wanted.map(({ calendarVersion }) => calendarVersion)],
    );
    return new Map(rows.map(({ id, version, body }) => [`${id} ${version}`, body]));
  }
}
