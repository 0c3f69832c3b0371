import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ASSIGNMENTS } from './foundation/assignments.js';
import { CLOCKS } from './foundation/clocks.js';
import { CONFIGURATION } from './foundation/configuration.js';
import { DISPOSITIONS } from './foundation/dispositions.js';
import { IDEMPOTENCY } from './foundation/idempotency.js';
import { LEADS } from './foundation/leads.js';
import { LEDGER } from './foundation/ledger.js';
import { NOTIFICATIONS } from './foundation/notifications.js';
import { PEOPLE } from './foundation/people.js';
import { GRANTS } from './foundation/program-role.js';

/**
 * The foundation, an area to a file: people, configuration, leads and who has them, clocks, dispositions, the ledger.
 * What the design calls an invariant stands here as a constraint, so that no code path can break it.
 *
 * Foreign keys stand where a row without its parent would be a broken promise: an assignment's lead and rep, a clock's
 * lead. Each costs 4 µs a row, as much as the row itself, so ids that only say where a decision came from (the pool, the
 * snapshot, the calendar, the assignment of a clock) have none; configuration is deleted under the configuration lock,
 * after a look at who uses it (docs/adr/0004). Likewise json where documents are only handed out again: reading one in
 * costs half of what jsonb does.
 */
export class Foundation1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Each stands on those before it.
    const areas = [PEOPLE, CONFIGURATION, LEADS, ASSIGNMENTS, CLOCKS, DISPOSITIONS, LEDGER, NOTIFICATIONS, IDEMPOTENCY];
    for (const area of [...areas, GRANTS]) await runner.query(area);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function grant_to_program(name), make_event_month(date);
      drop table idempotent_answer, notification, event, feed_epoch, disposition, replanning, hours_change, clock,
        milestone, touch, assignment, routing_snapshot, lead_words, lead, api_key, settings, disposition_reason,
        sla_policy, routing_rulebook, resource_version, configuration_revision, former_pool_member, pool_member,
        pool, team_member, team, absence, rep_load, rep_ref, rep, calendar cascade;
      drop function refuse_change_of_ledger();
    `);
  }
}
