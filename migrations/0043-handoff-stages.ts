import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Handoffs that are begun by hand may have stages (docs/adr/0056). New columns, empty for all that is there; the new
 * checks of receivers are made without looking at those, none of which stands in a stage.
 */
export class HandoffStages1799280000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoff_kind
        add column stages jsonb,             -- in their order; null where all receivers begin at once
        add constraint handoff_kind_stages check (
          stages is null or start->>'on' = 'manual' and jsonb_array_length(stages) >= 2);
      alter table handoff_receiver
        add column stage integer,            -- of its kind, from 1; null where that has none
        add column begun_at timestamptz,     -- of one in a stage: since when it has it; null until then
        add constraint handoff_receiver_stage check (stage > 0 and (stage = 1) <= (begun_at is not null)) not valid,
        add constraint handoff_receiver_begun check (stage is not null or begun_at is null) not valid,
        add constraint handoff_receiver_not_begun check (
          stage is null or begun_at is not null or state = 'waiting' and returns = 0 and accepted_at is null) not valid;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table handoff_receiver drop column begun_at, drop column stage;
      alter table handoff_kind drop column stages;
    `);
  }
}
