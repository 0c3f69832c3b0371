import { Injectable } from '@nestjs/common';
import { Database, type Sql } from '../../platform/sql/database.js';
import type { Actor, CallerType } from '../../platform/values/actor.js';
import { type Instant, isoOrNull, toIso } from '../../platform/values/duration.js';
import type { RulebookBody } from './rulebook.js';

export interface RulebookVersionRow {
  readonly version: number;
  /** The earlier version that it restores, or null. */
  readonly restores: number | null;
  readonly body: RulebookBody;
  readonly at: Instant;
  readonly actorType: Actor['type'];
  readonly actorId: string | null;
  /** When they were planned; null if they took effect at once. */
  readonly plannedAt: Instant | null;
}

type NewRulebook = Omit<RulebookVersionRow, 'actorType' | 'actorId'> & { readonly actor: Actor };

/** SQL for the rules in force and the planned ones: what either names is in use. `said` is a suffix for names. */
export const RULEBOOKS = `(select body, '' as said from (select body from routing_rulebook order by version desc limit 1) as present
  union all select body, ' (planned)' from routing_plan) as rulebook`;

export interface PlannedRules {
  /** Also the id of the clock that puts them into effect. */
  readonly id: string;
  readonly effectiveAt: Instant;
  readonly body: RulebookBody;
  readonly plannedAt: Instant;
  readonly actor: Exclude<Actor, { type: 'system' }>;
  readonly restores: number | null;
}

type PlanRow = Omit<PlannedRules, 'actor'> & { actorType: CallerType; actorId: string };

const PLAN = `plan.id, plan.effective_at as "effectiveAt", plan.body, plan.planned_at as "plannedAt",
  plan.actor_type as "actorType", plan.actor_id as "actorId", plan.restores`;

@Injectable()
export class RulebookStore {
  constructor(private readonly database: Database) {}

  /** Returns the rules in force; undefined before the first. */
  readLatest(sql: Sql = this.database): Promise<Pick<RulebookVersionRow, 'version' | 'body'> | undefined> {
    return sql.row('select version, body from routing_rulebook order by version desc limit 1');
  }

  async add(tx: Sql, { version, restores, body, at, actor, plannedAt }: NewRulebook): Promise<void> {
    const actorId = actor.type === 'system' ? null : actor.id;
    await tx.query(
      `insert into routing_rulebook (version, body, at, actor_type, actor_id, restores, planned_at)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [version, JSON.stringify(body), toIso(at), actor.type, actorId, restores, isoOrNull(plannedAt)],
    );
  }

  /** Returns versions below `before`, newest first. */
  readVersions(before: number, limit: number): Promise<RulebookVersionRow[]> {
    return this.database.reads.rows(
      `select version, restores, body, at, planned_at as "plannedAt", actor_type as "actorType", actor_id as "actorId"
         from routing_rulebook where version < $1 order by version desc limit $2`,
      [before, limit],
    );
  }

  async readPlan(sql: Sql = this.database): Promise<PlannedRules | undefined> {
    const row = await sql.row<PlanRow>(`select ${PLAN} from routing_plan as plan`);
    return row && planOf(row);
  }

  /** Returns the planned rules if their time has come. */
  async readDuePlan(sql: Sql, now: Instant): Promise<PlannedRules | undefined> {
    const row = await sql.row<PlanRow>(
      `select ${PLAN} from clock join routing_plan as plan on plan.id = clock.id
        where clock.next_at <= $1 and clock.lead_id is null and clock.kind = 'plannedRules'`,
      [toIso(now)],
    );
    return row && planOf(row);
  }

  async addPlan(tx: Sql, { id, effectiveAt, body, plannedAt, actor, restores }: PlannedRules): Promise<void> {
    await tx.query(
      `insert into routing_plan (id, effective_at, body, planned_at, actor_type, actor_id, restores)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, toIso(effectiveAt), JSON.stringify(body), toIso(plannedAt), actor.type, actor.id, restores],
    );
  }

  async removePlan(tx: Sql, id: string): Promise<void> {
    await tx.query('delete from routing_plan where id = $1', [id]);
  }
}

function planOf({ actorType, actorId, ...plan }: PlanRow): PlannedRules {
  return { ...plan, actor: { type: actorType, id: actorId } };
}
