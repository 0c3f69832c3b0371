import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Instant, type Interval, toIso } from '../platform/values/duration.js';
import { idsAround } from '../platform/values/ids.js';

/** Advisory lock of the check; a node that does not get it skips the check. */
const LOOK_LOCK = 7_301_982_377;

export interface UnknownSource {
  /** In the spelling of its latest lead. */
  readonly source: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/** Steps from one source to the next in the index, so that the number of leads does not matter. */
const SEEN = `
  with recursive seen as (
    (select source_key from lead order by source_key limit 1)
    union all
    select (select lead.source_key from lead where lead.source_key > seen.source_key order by lead.source_key limit 1)
      from seen where seen.source_key is not null)`;

/** Excludes inquiries from merged leads, whose arrival the lead itself records. */
const SENT = `became <> 'merged'`;

/** Reads when leads of each source arrived, and stores which sources are silent. */
@Injectable()
export class SourceWatchStore {
  tryLock(tx: Tx): Promise<boolean> {
    return tx.value('select pg_try_advisory_xact_lock($1) as "isOurs"', [LOOK_LOCK]);
  }

  /** Returns when the last lead of each configured source arrived, and since when it is silent; without test leads. */
  readLatest(sql: Sql): Promise<{ sourceId: string; lastAt: Instant; silentSince: Instant | null }[]> {
    return sql.rows(
      `select spelled.source_id as "sourceId", max(latest.received_at) as "lastAt",
              min(source_silence.silent_since) as "silentSince"
         from source_spelling as spelled
        cross join lateral (
          (select received_at from lead where source_key = spelled.spelling and not test order by id desc limit 1)
          union all
          (select received_at from inquiry where source_key = spelled.spelling and ${SENT} order by id desc limit 1)) as latest
         left join source_silence on source_silence.source_id = spelled.source_id
        group by spelled.source_id`,
      [],
      'source-latest',
    );
  }

  async readMinutes(
    sql: Sql,
    questions: readonly { readonly sourceId: string; readonly during: Interval }[],
  ): Promise<Instant[][]> {
    const ids = questions.map(({ during }) => idsAround(during));
    const rows = await sql.rows<{ place: number; at: Instant }>(
      `select distinct asked.place::int, date_trunc('minute', form.received_at) as at
         from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::uuid[], $5::uuid[]) with ordinality
              as asked (source_id, from_at, to_at, first_id, end_id, place)
         join source_spelling on source_spelling.source_id = asked.source_id
        cross join lateral (
          select received_at from lead
           where source_key = spelling and not test and id >= asked.first_id and id < asked.end_id
          union all
          select received_at from inquiry
           where source_key = spelling and ${SENT} and id >= asked.first_id and id < asked.end_id) as form
        where form.received_at >= asked.from_at and form.received_at < asked.to_at
        order by 1, 2`,
      [
        questions.map(({ sourceId }) => sourceId),
        questions.map(({ during }) => toIso(during.from)),
        questions.map(({ during }) => toIso(during.to)),
        ids.map(({ first }) => first),
        ids.map(({ end }) => end),
      ],
      'source-minutes',
    );
    const minutes = questions.map((): Instant[] => []);
    for (const { place, at } of rows) minutes[place - 1]!.push(at);
    return minutes;
  }

  async fallSilent(tx: Tx, sourceId: string, since: Instant): Promise<void> {
    await tx.query('insert into source_silence (source_id, silent_since) values ($1, $2)', [sourceId, toIso(since)]);
  }

  async comeBack(tx: Tx, sourceId: string): Promise<void> {
    await tx.query('delete from source_silence where source_id = $1', [sourceId]);
  }
}

export function readSilent(sql: Sql): Promise<{ id: string; code: string; since: Instant }[]> {
  return sql.rows(
    `select source.id, source.code, silent_since as since
       from source_silence join source on source.id = source_id order by lower(code)`,
    [],
    'source-silent',
  );
}

/** Returns sources that are no spelling of a configured one, ordered by key. */
export function readUnknown(
  sql: Sql,
  after: string | null,
  limit: number,
): Promise<(UnknownSource & { key: string })[]> {
  return sql.rows(
    `${SEEN}
     select seen.source_key as key, latest.source, latest.received_at as "lastAt", first.received_at as "firstAt"
       from seen
      cross join lateral (
        select source, received_at from lead where lead.source_key = seen.source_key and not test
         order by id desc limit 1) as latest
      cross join lateral (
        select received_at from lead where lead.source_key = seen.source_key and not test order by id limit 1) as first
      where not exists (select from source_spelling where spelling = seen.source_key)
        and ($1::text is null or seen.source_key > $1)
      order by seen.source_key limit $2`,
    [after, limit],
    'source-unknown',
  );
}
