import { Injectable } from '@nestjs/common';
import { assignmentsOf, columnsFor, inputRows, insertInto, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import { type KnownRep, People } from './people.js';
import type { RepBody } from './rep.dto.js';
import { REPS, type RepRow } from './rep.table.js';

export interface WrittenRep {
  readonly id: string;
  readonly version: number;
  readonly body: RepBody;
  readonly at: Instant;
}

interface WrittenRef {
  readonly system: string;
  readonly ref: string;
  readonly repId: string;
}

const NEW = REPS.without('available', 'unavailableUntil');
const CHANGED = REPS.without('available', 'unavailableUntil', 'createdAt');
const BODY = REPS.without('id', 'available', 'unavailableUntil', 'createdAt');

function rowOf({ id, version, body, at }: WrittenRep): Omit<RepRow, 'available' | 'unavailableUntil'> {
  const { timeZone = null, calendarId = null, managerId = null } = body;
  return { ...body, id, version, timeZone, calendarId, managerId, createdAt: at, updatedAt: at };
}

const ref = columnsFor<WrittenRef>();
const REF = [
  ref.text('system', (row) => row.system),
  ref.text('ref', (row) => row.ref),
  ref.uuid('rep_id', (row) => row.repId),
];

/** Selects the reps with the address or refs that a rep is to have, and all managers above that rep. */
const AROUND = `
  with recursive line as (
    select id, manager_id from rep where id = $3
    union select rep.id, rep.manager_id from rep join line on rep.id = line.manager_id)
  select id, name, email, refs, manager_id as "managerId" from rep where id in (
    select id from rep where lower(email) = lower($1)
    union select rep_id from jsonb_each_text($2) as asked (system, ref) join rep_ref using (system, ref)
    union select id from line)`;

export async function readPeopleAround(tx: Tx, { email, refs, managerId, calendarId }: RepBody): Promise<People> {
  const reps = await tx.rows<KnownRep>(AROUND, [email, JSON.stringify(refs), managerId ?? null], 'rep-around');
  const calendars = await tx.column<string>('select id from calendar where id = $1', [calendarId ?? null]);
  const emails = [email, ...reps.map((rep) => rep.email)];
  return new People({
    reps,
    calendars: new Set(calendars),
    indexed: await readIndexedEmails(tx, emails),
  });
}

/** Returns each address in the form that the unique index compares. */
export function readIndexedEmails(tx: Tx, emails: readonly string[]): Promise<Map<string, string>> {
  return tx.map('select email, lower(email) as indexed from unnest($1::text[]) as asked (email)', [emails]);
}

@Injectable()
export class RepStore {
  async insertMany(tx: Tx, reps: readonly WrittenRep[]): Promise<void> {
    if (reps.length === 0) return;
    await tx.query(insertInto('rep', NEW), valuesOf(reps.map(rowOf), NEW));
  }

  /** Updates reps, and inserts others that they may name as managers. */
  async saveMany(tx: Tx, { made, replaced }: { made: readonly WrittenRep[]; replaced: readonly WrittenRep[] }) {
    // In a batch, a rep may get an address that another one gives up. The unique index is checked row by row, so all are
    // cleared first.
    if (replaced.length > 0)
      await tx.query(`update rep set email = id::text || '@' where id = any ($1::uuid[])`, [
        replaced.map(({ id }) => id),
      ]);
    await this.insertMany(tx, made);
    if (replaced.length > 0)
      await tx.query(
        `update rep set ${assignmentsOf(BODY)} from ${inputRows(CHANGED)} where rep.id = input.id`,
        valuesOf(replaced.map(rowOf), CHANGED),
      );
  }

  async makeAvailable(tx: Sql, repId: string): Promise<void> {
    await tx.query('update rep set available = true, unavailable_until = null where id = $1', [repId]);
  }

  /** Locks those of some reps that are as they were made, and of whose times nothing is known. No key of theirs is made meanwhile. */
  lockUnchanged(tx: Sql, ids: readonly string[]): Promise<string[]> {
    return tx.columnOf(
      `select id from rep
        where id = any ($1::uuid[]) and version = 1 and available
          and not exists (select from absence where absence.rep_id = rep.id)
          and not exists (select from offboarding where offboarding.rep_id = rep.id)
        order by id for update`,
      [ids],
    );
  }

  async deleteMany(tx: Sql, ids: readonly string[]): Promise<void> {
    await tx.query('delete from rep where id = any ($1::uuid[])', [ids]);
  }

  /** Locks reps in the order of their ids; events of a locked rep are numbered without gaps. */
  async lockMany(tx: Sql, repIds: readonly string[]): Promise<void> {
    await tx.query('select 1 from rep where id = any ($1::uuid[]) order by id for no key update', [repIds], 'rep-lock');
  }
}

export async function replaceRefs(tx: Sql, reps: readonly Pick<WrittenRep, 'id' | 'body'>[]): Promise<void> {
  const refs = reps.flatMap(({ id, body }) =>
    Object.entries(body.refs).map(([system, given]): WrittenRef => ({ system, ref: given, repId: id })),
  );
  await tx.query('delete from rep_ref where rep_id = any ($1::uuid[])', [reps.map(({ id }) => id)]);
  if (refs.length > 0) await tx.query(insertInto('rep_ref', REF), valuesOf(refs, REF));
}

/** The SQL equivalent of the directory's `timeZoneOf`, for the current rows. */
const ZONES = `
  select rep.id, coalesce(rep.time_zone, nullif(calendar.time_zone, 'owner'), settings.time_zone) as zone
    from rep cross join settings
    left join lateral (select calendar_id from team join team_member on team_id = team.id
                        where rep_id = rep.id order by team.id limit 1) as team on true
    left join calendar on calendar.id = coalesce(rep.calendar_id, team.calendar_id, settings.default_calendar_id)
   where rep.id = any ($1::uuid[])`;

export function readZones(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  return sql.map(ZONES, [ids], 'rep-zones');
}

/** Waits for a key in progress; later ones find no rep. Keys are created without the configuration lock. */
export async function lockAgainstKeys(tx: Tx, id: string): Promise<void> {
  await tx.query('select 1 from rep where id = $1 for update', [id]);
}

export async function readActivity(sql: Sql, ids: readonly string[]): Promise<Map<string, { active: boolean }>> {
  const rows = await sql.rowsOf<{ id: string; active: boolean }>(
    'select id, active from rep where id = any ($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, active }) => [id, { active }]));
}
