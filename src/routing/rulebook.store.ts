import { Injectable } from '@nestjs/common';
import type { Actor } from '../platform/actor.js';
import { Database, type Sql } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import type { RulebookBody } from './rulebook.js';

export interface RulebookVersionRow {
  readonly version: number;
  /** The earlier version that it restores, or null. */
  readonly restores: number | null;
  readonly body: RulebookBody;
  readonly at: Instant;
  readonly actorType: Actor['type'];
  readonly actorId: string | null;
}

@Injectable()
export class RulebookStore {
  constructor(private readonly database: Database) {}

  /** The rules in force; undefined before the first. */
  async readLatest(sql: Sql = this.database): Promise<Pick<RulebookVersionRow, 'version' | 'body'> | undefined> {
    const { rows } = await sql.query<RulebookVersionRow>(
      'select version, body from routing_rulebook order by version desc limit 1',
    );
    return rows[0];
  }

  async add(
    tx: Sql,
    added: { version: number; restores?: number | undefined; body: RulebookBody; at: Instant; actor: Actor },
  ): Promise<void> {
    const { version, restores = null, body, at, actor } = added;
    await tx.query(
      'insert into routing_rulebook (version, body, at, actor_type, actor_id, restores) values ($1, $2, $3, $4, $5, $6)',
      [version, JSON.stringify(body), toIso(at), actor.type, actor.type === 'system' ? null : actor.id, restores],
    );
  }

  /** Newest first, starting below `before`. */
  async readVersions(before: number, limit: number): Promise<RulebookVersionRow[]> {
    const { rows } = await this.database.reads.query<RulebookVersionRow>(
      `select version, restores, body, at, actor_type as "actorType", actor_id as "actorId"
         from routing_rulebook where version < $1 order by version desc limit $2`,
      [before, limit],
    );
    return rows;
  }
}
