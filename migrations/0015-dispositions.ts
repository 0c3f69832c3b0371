import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By what reports are grouped: ids of report_key, 0 for none. */
const DIMENSIONS = `
    source integer not null,
    channel integer not null,
    campaign integer not null,
    pool integer not null,
    policy integer not null,
    rep integer not null,                -- whoever had the lead last
    team integer not null,
    reason integer not null,
    category integer not null,
    intent integer not null`;

/**
 * What the report of dispositions reads. The engine fills it, with the other facts, by going through the ledger once more
 * from its beginning, with a place of its own in it (`facts`): nodes of the former version go on from theirs (`reports`)
 * until they stop, and know nothing of these tables.
 *
 * How long what reps block is blocked becomes a setting; until somebody changes it, it is as long as it was.
 */
export class Dispositions1796515200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- How each cycle of a lead ended, or that it has not.
      create table conclusion (
        received_at timestamptz not null,
        received_minute integer not null,
        cycle integer not null check (cycle > 0),${DIMENSIONS},
        ending smallint not null,        -- bits: by whom it was closed, what became of that, how far the lead came
        test boolean not null,
        lead_id uuid not null,
        primary key (lead_id, cycle),
        -- Closed by one of four, and with a reason.
        check ((reason = 0) = (ending & 15 = 0) and ending & 15 in (0, 1, 2, 4, 8)),
        check ((reason = 0) = (category = 0) and (reason = 0) = (intent = 0)),
        check (ending & 15 <> 0 or ending & 240 = 0)
      ) with (fillfactor = 80);
      create index conclusion_received on conclusion using brin (received_at)
        with (pages_per_range = 32, autosummarize = on);

      -- What milestones are worth, beside how their cycle ended. A win stands beside each closing before it, too.
      create table achievement (
        received_at timestamptz not null,
        received_minute integer not null,
        cycle integer not null,${DIMENSIONS},
        test boolean not null,
        stage text not null check (stage in ('qualified', 'opportunity', 'won', 'wonLater')),
        currency text not null,
        amount text not null,            -- a decimal number, digit by digit as it was told
        lead_id uuid not null,
        milestone_id uuid not null,
        primary key (lead_id, cycle, milestone_id, stage)
      ) with (fillfactor = 80);
      create index achievement_received on achievement using brin (received_at)
        with (pages_per_range = 32, autosummarize = on);

      alter table settings add column rep_blocks_for text not null default 'P180D';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings drop column rep_blocks_for;
      drop table achievement, conclusion;
      delete from feed_consumer where name = 'facts';
    `);
  }
}
