import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { type Job, type JobKind, LEASE_MS, type TakenJob } from './job.js';

interface NewJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly keyId: string;
  readonly request: object;
  readonly at: Instant;
}

type JobEnd = { readonly result: object } | { readonly error: string };

const COLUMNS = `id, kind, key_id as "keyId", state, progress, error, request->>'bulkId' as "bulkId", created_at as "createdAt", started_at as "startedAt",
  finished_at as "finishedAt"`;

/** SQL for whether there is a job to run, part of the query that each node polls with. */
export const JOBS_WAIT = "(select id from job where state = 'running' order by id limit 1) is not null";

@Injectable()
export class JobStore {
  /** Inserts a job; does nothing if a repeated request has already created it. */
  async insert(sql: Sql, { id, kind, keyId, request, at }: NewJob): Promise<void> {
    await sql.query(
      `insert into job (id, kind, key_id, request, created_at) values ($1, $2, $3, $4, $5) on conflict (id) do nothing`,
      [id, kind, keyId, JSON.stringify(request), toIso(at)],
    );
  }

  countRunningOf(sql: Sql, keyId: string): Promise<number> {
    return sql.value(`select count(*)::int as count from job where state = 'running' and key_id = $1`, [keyId]);
  }

  find(sql: Sql, id: string): Promise<Job | undefined> {
    return sql.row(`select ${COLUMNS}, result from job where id = $1`, [id]);
  }

  /**
   * Reads jobs without their results, newest first.
   * @param keyId of the requesting key; null for all jobs
   * @param beforeId null for the first page
   */
  readPage(sql: Sql, keyId: string | null, beforeId: string | null, limit: number): Promise<Job[]> {
    return sql.rows(
      `select ${COLUMNS}, null as result from job
        where ($1::uuid is null or key_id = $1) and ($2::uuid is null or id < $2)
        order by id desc limit $3`,
      [keyId, beforeId, limit],
    );
  }

  /**
   * Leases the oldest running job of the key whose turn it is, among those that no node works on, or whose lease has
   * expired.
   * @param servedIds the keys whose jobs this node has run, the latest last: others come first
   */
  takeNext(sql: Sql, nodeId: string, now: Instant, servedIds: readonly string[]): Promise<TakenJob | undefined> {
    return sql.row(
      `update job set taken_by = $1, taken_until = $3, attempts = attempts + 1, started_at = coalesce(started_at, $2)
        where id = (select id from job
                     where state = 'running' and (taken_until is null or taken_until <= $2)
                     order by coalesce(array_position($4::uuid[], key_id), 0), id limit 1
                       for no key update skip locked)
       returning id, kind, key_id as "keyId", request, created_at as "createdAt", cursor, attempts`,
      [nodeId, toIso(now), toIso(now + LEASE_MS), servedIds],
      'job-take',
    );
  }

  /** Locks a job against cancellation until the transaction ends. @returns whether the job still runs */
  holdIfRunning(tx: Sql, id: string): Promise<boolean> {
    return tx.matches(`select from job where id = $1 and state = 'running' for share`, [id], 'job-hold');
  }

  /** Saves the progress of a job and renews the lease. @returns whether this node still has the job */
  saveIfTaken(
    sql: Sql,
    id: string,
    nodeId: string,
    { cursor, progress, now }: { readonly cursor: object; readonly progress: number; readonly now: Instant },
  ): Promise<boolean> {
    return sql.matches(
      `update job set cursor = $3, progress = greatest(progress, $4), taken_until = $5, attempts = 0
        where id = $1 and state = 'running' and taken_by = $2`,
      [id, nodeId, JSON.stringify(cursor), progress, toIso(now + LEASE_MS)],
      'job-save',
    );
  }

  /** Ends a job, unless it was cancelled or another node has it by now. */
  async finishIfTaken(sql: Sql, id: string, nodeId: string, end: JobEnd, now: Instant): Promise<void> {
    const [state, result, error] =
      'result' in end ? ['done', JSON.stringify(end.result), null] : ['failed', null, end.error];
    await sql.query(
      `update job set state = $3, result = $4, error = $5, finished_at = $6, cursor = null, taken_by = null,
              taken_until = null, progress = case when $3 = 'done' then 1 else progress end
        where id = $1 and state = 'running' and taken_by = $2`,
      [id, nodeId, state, result, error, toIso(now)],
    );
  }

  /** Ends the lease, so that another node can continue at once. */
  async releaseIfTaken(sql: Sql, id: string, nodeId: string): Promise<void> {
    await sql.query(
      `update job set taken_by = null, taken_until = null where id = $1 and state = 'running' and taken_by = $2`,
      [id, nodeId],
    );
  }

  /** Cancels a job; does nothing if it has ended. */
  /** @param kind of the job; any by default @returns whether it was running */
  cancelIfRunning(sql: Sql, id: string, now: Instant, kind: JobKind | null = null): Promise<boolean> {
    return sql.matches(
      `update job set state = 'cancelled', finished_at = $2, cursor = null, taken_by = null, taken_until = null
        where id = $1 and state = 'running' and ($3::text is null or kind = $3)`,
      [id, toIso(now), kind],
    );
  }

  /** Cancels the jobs of revoked keys, but not of expired ones, because expiry is not a decision against the key. */
  async cancelOfRevoked(sql: Sql, now: Instant): Promise<void> {
    await sql.query(
      `update job set state = 'cancelled', finished_at = $1, cursor = null, taken_by = null, taken_until = null
        where state = 'running'
          and exists (select from api_key where api_key.id = job.key_id and revoked_at is not null)`,
      [toIso(now)],
      'job-cancel-revoked',
    );
  }

  /** Cancels the jobs of callers who have lost their access, such as users who are deleted. */
  async cancelOf(sql: Sql, callerIds: readonly string[], now: Instant): Promise<void> {
    await sql.query(
      `update job set state = 'cancelled', finished_at = $2, cursor = null, taken_by = null, taken_until = null
        where state = 'running' and key_id = any ($1::uuid[])`,
      [callerIds, toIso(now)],
      'job-cancel-of',
    );
  }

  async forgetFinishedBefore(sql: Sql, at: Instant): Promise<void> {
    await sql.query(`delete from job where state <> 'running' and finished_at < $1`, [toIso(at)]);
  }
}
