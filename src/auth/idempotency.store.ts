import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import { newId } from '../platform/ids.js';

export interface IdempotentRequest {
  readonly keyId: string;
  readonly method: string;
  /** With a digest of the query, where there is one. */
  readonly path: string;
  readonly key: string;
}

/** One that has its key; whoever took so long that another has it now changes nothing any more. */
export interface ClaimedRequest extends IdempotentRequest {
  readonly requestId: string;
}

export interface StoredAnswer {
  /** Empty where what was asked has been erased. */
  readonly requestHash: Buffer;
  /** Null while the first request is still being worked on. */
  readonly status: number | null;
  readonly body: string | null;
  readonly contentType: string | null;
  readonly etag: string | null;
}

/** What is given again. */
export interface GivenAnswer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  /** Null where it had none. */
  readonly etag: string | null;
}

const CLAIMED = 'key_id = $1 and method = $2 and path = $3 and key = $4 and request_id = $5';

@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /**
   * Claims a key for a request, unless a request younger than `storedSince` has it; one in flight longer than
   * `flyingSince` belonged to a node that died. It may have made something before: the same body goes on under its id.
   * @returns the id of the request when it is claimed, else what is kept
   */
  async claim(
    request: IdempotentRequest,
    requestHash: Buffer,
    at: { now: Instant; storedSince: Instant; flyingSince: Instant },
  ): Promise<{ requestId: string } | StoredAnswer> {
    const claimed = await this.database.query<{ requestId: string }>(
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
    if (claimed.rows[0] !== undefined) return claimed.rows[0];
    const { rows } = await this.database.query<StoredAnswer>(
      `select request_hash as "requestHash", status, body, content_type as "contentType", etag
         from idempotent_answer where key_id = $1 and method = $2 and path = $3 and key = $4`,
      identity(request),
    );
    // Given up between the two statements: the caller is told to try again.
    return rows[0] ?? { requestHash, status: null, body: null, contentType: null, etag: null };
  }

  /**
   * Marks, in the transaction that acts, that a request has acted: one that is repeated after its answer was lost finds
   * it there and does not act again. It waits for a former one that is still at it.
   * @returns whether it may act; false when it has acted before, or another request has its key by now
   */
  async actOnce(tx: Sql, requestId: string): Promise<boolean> {
    const { count } = await tx.query('update idempotent_answer set acted = true where request_id = $1 and not acted', [
      requestId,
    ]);
    return count > 0;
  }

  /**
   * Locks the key of a request that acts in several transactions and finds what each has done by its id, until the end of
   * this one. @returns false when another request has its key by now
   */
  async hold(tx: Sql, requestId: string): Promise<boolean> {
    const { count } = await tx.query('select 1 from idempotent_answer where request_id = $1 for no key update', [
      requestId,
    ]);
    return count > 0;
  }

  async storeAnswer(request: ClaimedRequest, answer: GivenAnswer): Promise<void> {
    await this.database.query(
      `update idempotent_answer set status = $6, body = $7, content_type = $8, etag = $9
        where ${CLAIMED}`,
      [...claimOf(request), answer.status, answer.body, answer.contentType, answer.etag],
    );
  }

  /** Whether anything was made is not known: whoever asks again goes on at once, under the same id. */
  async release(request: ClaimedRequest, flyingSince: Instant): Promise<void> {
    await this.database.query(
      `update idempotent_answer set status = null, body = null, content_type = null, etag = null, created_at = $6
        where ${CLAIMED}`,
      [...claimOf(request), toIso(flyingSince - 1)],
    );
  }

  /** Nothing was made, unless it had acted before: then whoever asks again goes on under the same id. */
  async giveUp(request: ClaimedRequest, flyingSince: Instant): Promise<void> {
    const { count } = await this.database.query(
      `delete from idempotent_answer where ${CLAIMED} and status is null and not acted`,
      claimOf(request),
    );
    if (count === 0) await this.release(request, flyingSince);
  }

  /**
   * Erases what is kept of requests about leads, inquiries and deals, and of those that are still in flight: whoever repeats one is
   * refused with the problem instead.
   * @param ids of leads, inquiries and deals that a request made or found, or that stand in its path
   * @returns how many there were
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
   * Forgets refusals and previews that name somebody, which made nothing, and the batches of destinations in which leads are,
   * with those that are being answered: what was handed out is offered again after its lease.
   * @param patterns of which one finds a text that names somebody
   * @returns how many there were
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
