import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';

export interface IdempotentRequest {
  readonly keyId: string;
  readonly method: string;
  /** With a digest of the query, if there is one. */
  readonly path: string;
  readonly key: string;
}

/** A request that has claimed its key. Once another request has claimed the key, this one can no longer write. */
export interface ClaimedRequest extends IdempotentRequest {
  readonly requestId: string;
}

interface StoredAnswer {
  /** Empty if the request was erased. */
  readonly requestHash: Buffer;
  /** Null while the first request is being processed. */
  readonly status: number | null;
  readonly body: string | null;
  readonly contentType: string | null;
  readonly etag: string | null;
}

export interface GivenAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly etag: string | null;
}

/**
 * Only until the request is answered: a node that had stalled fails when it resumes, after another one has answered the
 * same request under the same id.
 */
const UNANSWERED = 'key_id = $1 and method = $2 and path = $3 and key = $4 and request_id = $5 and status is null';

@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /**
   * Claims a key for a request, unless another request since `storedSince` has it. A request in flight since before
   * `flyingSince` is taken to have died with its node. It may have acted, so the same body continues under its id.
   * @returns the id of the request if the key was claimed, else the stored answer
   */
  async claim(
    request: IdempotentRequest,
    requestHash: Buffer,
    at: { now: Instant; storedSince: Instant; flyingSince: Instant },
  ): Promise<{ requestId: string } | StoredAnswer> {
    const claimed = await this.database.row<{ requestId: string }>(
      `insert into idempotent_answer (key_id, method, path, key, request_hash, created_at, request_id)
       values ($1, $2, $3, $4, $5, $6, $9)
       on conflict (key_id, method, path, key) do update
          set request_hash = excluded.request_hash, created_at = excluded.created_at,
              request_id = case when idempotent_answer.status is null and idempotent_answer.created_at >= $7
                                     and idempotent_answer.request_hash = excluded.request_hash
                                then idempotent_answer.request_id else excluded.request_id end,
              acted = idempotent_answer.acted and idempotent_answer.status is null
                      and idempotent_answer.created_at >= $7
                      and idempotent_answer.request_hash = excluded.request_hash,
              status = null, body = null, content_type = null, etag = null
        where idempotent_answer.created_at < $7
           or (idempotent_answer.status is null and idempotent_answer.created_at < $8
               and (not idempotent_answer.acted or idempotent_answer.request_hash = excluded.request_hash))
       returning request_id as "requestId"`,
      [...identity(request), requestHash, toIso(at.now), toIso(at.storedSince), toIso(at.flyingSince), newId(at.now)],
    );
    if (claimed !== undefined) return claimed;
    const row = await this.database.row<StoredAnswer>(
      `select request_hash as "requestHash", status, body, content_type as "contentType", etag
         from idempotent_answer where key_id = $1 and method = $2 and path = $3 and key = $4`,
      identity(request),
    );
    // The other request gave up between the two statements: the caller is told to retry.
    return row ?? { requestHash, status: null, body: null, contentType: null, etag: null };
  }

  /**
   * Marks a request as having acted, in the transaction that acts, so that a retry after a lost answer does not act
   * again. Waits for an earlier attempt that is still running.
   * @returns whether it may act; false if it has acted before, or another request has its key by now
   */
  actOnce(tx: Sql, requestId: string): Promise<boolean> {
    return tx.matches('update idempotent_answer set acted = true where request_id = $1 and not acted', [requestId]);
  }

  /** Does the same, and answers the other way round. @param requestId undefined without a key: it always acts */
  async hasActed(tx: Sql, requestId: string | undefined): Promise<boolean> {
    return requestId !== undefined && !(await this.actOnce(tx, requestId));
  }

  /**
   * Locks the key of a request until the end of this transaction. For requests of several transactions, which find by
   * their id what each has done. @returns false if another request has its key by now
   */
  hold(tx: Sql, requestId: string): Promise<boolean> {
    return tx.matches('select 1 from idempotent_answer where request_id = $1 for no key update', [requestId]);
  }

  async storeAnswer(request: ClaimedRequest, answer: GivenAnswer): Promise<void> {
    await this.database.query(
      `update idempotent_answer set status = $6, body = $7, content_type = $8, etag = $9
        where ${UNANSWERED}`,
      [...claimOf(request), answer.status, answer.body, answer.contentType, answer.etag],
    );
  }

  /** Frees a key whose request may or may not have acted: a retry can continue at once, under the same id. */
  async release(request: ClaimedRequest, flyingSince: Instant): Promise<void> {
    await this.database.query(`update idempotent_answer set created_at = $6 where ${UNANSWERED}`, [
      ...claimOf(request),
      toIso(flyingSince - 1),
    ]);
  }

  /** Frees a key whose request has not acted. If an earlier attempt has, a retry continues under the same id. */
  async giveUp(request: ClaimedRequest, flyingSince: Instant): Promise<void> {
    const { count } = await this.database.query(
      `delete from idempotent_answer where ${UNANSWERED} and not acted`,
      claimOf(request),
    );
    if (count === 0) await this.release(request, flyingSince);
  }

  /**
   * Erases stored answers about leads, inquiries and deals, and requests still in flight. A retry gets the problem.
   * @param ids of leads, inquiries and deals that a request created or found, or that its path contains
   * @returns how many were erased
   */
  async eraseAbout(tx: Sql, ids: readonly string[], problem: object): Promise<number> {
    const { count } = await tx.query(
      `update idempotent_answer
          set request_id = gen_random_uuid(), request_hash = '', acted = true, status = 409, etag = null,
              content_type = 'application/problem+json',
              body = ($2::jsonb || jsonb_build_object('instance', split_part(path, '?', 1)))::text
        where (request_id = any ($1::uuid[])
               or substring(path from '^/v1/(?:leads|deals|handoffs)/([0-9a-f-]{36})(?:[/?]|$)') = any ($1::text[])
               -- Of a lead that was there already, or of a deal; no other answer has to be read for it.
               or case when path = '/v1/leads' and status = 200 or path = '/v1/deals'
                       then substring(body from '^\\{"id":"([0-9a-f-]{36})"') = any ($1::text[]) else false end)
          and request_hash <> ''`,
      [ids, JSON.stringify(problem)],
    );
    return count;
  }

  /**
   * Deletes refusals and previews that name a person, which created nothing. Also deletes feedback batches that contain
   * the leads or are still being answered: their items are offered again after their lease.
   * @param patterns regular expressions, any of which matches a text that names the person
   * @returns how many were deleted
   */
  async forgetNaming(tx: Sql, leadIds: readonly string[], patterns: readonly string[]): Promise<number> {
    const { count } = await tx.query(
      `delete from idempotent_answer
        where ((status = 422 or split_part(path, '?', 1) like '%/preview' or split_part(path, '?', 1) = '/v1/accounts')
               and body ~* any ($1::text[]))
           or (path like '/v1/feedback/destinations/%'
               and (status is null
                    or exists (select from regexp_matches(body, '"leadId": ?"([0-9a-f-]{36})"', 'g') as item (found)
                                where found[1] = any ($2::text[]))))`,
      [patterns, leadIds],
    );
    return count;
  }

  async forgetBefore(at: Instant): Promise<void> {
    await this.database.query('delete from idempotent_answer where created_at < $1', [toIso(at)]);
  }
}

function identity(request: IdempotentRequest): string[] {
  return [request.keyId, request.method, request.path, request.key];
}

function claimOf(request: ClaimedRequest): string[] {
  return [...identity(request), request.requestId];
}
