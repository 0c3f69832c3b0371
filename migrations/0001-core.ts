import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ASSIGNMENTS } from './core/assignments.js';
import { CLOCKS } from './core/clocks.js';
import { CONFIGURATION } from './core/configuration.js';
import { DISPOSITIONS } from './core/dispositions.js';
import { HOLDS } from './core/holds.js';
import { IDEMPOTENCY } from './core/idempotency.js';
import { JOBS } from './core/jobs.js';
import { LEADS } from './core/leads.js';
import { LEDGER } from './core/ledger.js';
import { NOTIFICATIONS } from './core/notifications.js';
import { PEOPLE } from './core/people.js';
import { GRANTS } from './core/program-role.js';

/** Each stands on those before it. */
const AREAS = [
  PEOPLE,
  CONFIGURATION,
  LEADS,
  ASSIGNMENTS,
  CLOCKS,
  DISPOSITIONS,
  HOLDS,
  LEDGER,
  NOTIFICATIONS,
  IDEMPOTENCY,
  JOBS,
  GRANTS,
];

/**
 * The foundation of the core, an area to a file. What the design calls an invariant stands here as a constraint, so that no
 * code path can break it.
 *
 * Foreign keys stand where a row without its parent would be a broken promise: an assignment's rep, a clock's absence. Each
 * costs 4 µs a row, as much as the row itself, so ids that only say where a decision came from (the pool, the snapshot, the
 * calendar, the assignment of a clock) have none; configuration is deleted under the configuration lock, after a look at who
 * uses it (docs/adr/0004). Documents that are only handed out again are json: reading one in costs half of what jsonb does.
 */
export class Core1802000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const area of AREAS) await runner.query(area);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function grant_to_program(name), make_event_month(date);
      drop table list, queue, source_tally, source_spelling, source, job, idempotent_answer, notification, event, feed_consumer, feed_epoch, touch_rhythm,
        breach_move_tally, enforcement_hold, bulk_lead, bulk_run, milestone_entry, suppression_digest, suppression, disposition,
        bulk_closing, bulk_reassigned_lead, bulk_reassignment, replanning, hours_change, pause, clock, milestone, touch, shadow_standing, shadow_decision, assignment, routing_snapshot, inquiry, lead_words, lead,
        api_key, settings, disposition_reason, sla_policy, routing_plan, routing_rulebook, resource_version, configuration_revision,
        former_pool_member, pool_standing, pool_member, pool, team_member, team, offboarding, absence, rep_load, rep_ref, rep, calendar cascade;
      drop function refuse_change_of_ledger(), refuse_unknown_lead(), keep_referenced_leads();
    `);
  }
}
