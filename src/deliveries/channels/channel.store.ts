import { Injectable } from '@nestjs/common';
import { SealedSecrets } from '../../configuration/sealed-secrets.store.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { makeAllDue } from '../delivery-columns.store.js';
import { forgetFailures } from '../endpoint.store.js';
import type { ChannelKind, ChannelStoppedBecause, ListeningChannel } from './channel.js';

interface ChannelStop {
  readonly at: Instant;
  readonly why: ChannelStoppedBecause;
  /** The error as Slack or Teams reported it. */
  readonly note: string | null;
}

export interface OpenChannel {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly settings: { readonly channelId?: string };
  readonly sealed: Buffer | null;
}

/** Bounds the work under the configuration lock. The rest is posted when its own retry is due. */
const HURRIED_MAX = 5_000;

/** Returns all channels, oldest first. Includes stopped ones, whose posts wait. */
export function readListening(sql: Sql): Promise<ListeningChannel[]> {
  return sql.rows(
    `select id, name, kind, pool_ids as "poolIds", team_ids as "teamIds", created_at as "createdAt"
       from channel order by id`,
  );
}

/** Returns the channels that are stopped, oldest first. */
export function readStoppedChannels(
  sql: Sql,
): Promise<(ChannelStop & { readonly id: string; readonly name: string })[]> {
  return sql.rows(
    `select id, name, stopped_at as at, stopped_why as why, stopped_note as note from channel
      where stopped_at is not null order by id`,
  );
}

@Injectable()
export class ChannelStore {
  async readOpen(sql: Sql, ids: readonly string[]): Promise<Map<string, OpenChannel>> {
    const rows = await sql.rows<OpenChannel>(
      `select id, kind, settings, sealed from channel left join channel_secret on channel_id = id
        where id = any ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Includes stopped channels, as any of them may have signed a request. */
  readKind(sql: Sql, kind: ChannelKind): Promise<OpenChannel[]> {
    return sql.rows(
      `select id, kind, settings, sealed from channel left join channel_secret on channel_id = id
        where kind = $1 order by id`,
      [kind],
    );
  }

  /**
   * Returns the oldest Slack channel that is not stopped, whose bot writes to reps; null for none, or while it rests.
   */
  async findBot(sql: Sql, now: Instant): Promise<string | null> {
    const row = await sql.row<{ id: string; isWell: boolean }>(
      `select id, coalesce(rests_until <= $1, true) as "isWell"
         from channel left join channel_endpoint on channel_id = id
        where kind = 'slack' and stopped_at is null order by id limit 1`,
      [toIso(now)],
    );
    return row?.isWell === true ? row.id : null;
  }

  /** Returns the Slack channel whose bot most likely sent the messages to reps, whatever its health; null for none. */
  async findLikelyBot(sql: Sql): Promise<string | null> {
    const row = await sql.row<{ id: string }>(
      `select id from channel where kind = 'slack' order by stopped_at is not null, id limit 1`,
    );
    return row?.id ?? null;
  }

  readNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf('select id, name from channel where id = any ($1::uuid[])', [ids]);
  }

  async readStopped(sql: Sql, ids: readonly string[]): Promise<Map<string, ChannelStop>> {
    const rows = await sql.rows<ChannelStop & { id: string }>(
      `select id, stopped_at as at, stopped_why as why, stopped_note as note from channel
        where id = any ($1::uuid[]) and stopped_at is not null`,
      [ids],
    );
    return new Map(rows.map(({ id, ...stopped }) => [id, stopped]));
  }

  /** @returns whether it was not stopped before */
  stop(tx: Tx, id: string, why: ChannelStoppedBecause, note: string | null, at: Instant): Promise<boolean> {
    return tx.matches(
      `update channel set stopped_at = $2, stopped_why = $3, stopped_note = $4 where id = $1 and stopped_at is null`,
      [id, toIso(at), why, note],
    );
  }
}

export const CHANNEL_SECRETS = new SealedSecrets('channel_secret', 'channel_id');

/** Resumes a channel, resets its failures and makes its retries due. @returns whether it was stopped */
export async function resumeChannel(tx: Tx, id: string, now: Instant): Promise<boolean> {
  await forgetFailures(tx, 'channel', id);
  const { count } = await tx.query(
    `update channel set stopped_at = null, stopped_why = null, stopped_note = null
      where id = $1 and stopped_at is not null`,
    [id],
  );
  if (count === 0) return false;
  await makeAllDue(tx, { channelId: id }, now, HURRIED_MAX);
  return true;
}
