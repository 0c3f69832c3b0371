import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * More ways by which leads come in. Writes the one row of `settings`, and reads what arrived at connections within 30
 * days: about a second for a hundred thousand, in which nothing else arrives.
 */
export class WaysIn1802000000045 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table settings add column unknown_fields text not null default 'refuse'
        constraint settings_unknown_fields check (unknown_fields in ('refuse', 'attributes'));

      alter table arrival add column rejected_at timestamptz; -- when it was last rejected
      update arrival set rejected_at = received_at where state = 'rejected';
      create index arrival_rejected on arrival (inbound_id, rejected_at) where state = 'rejected';

      alter table inbound add column hosted jsonb; -- the form that Touchline shows

      -- Up to when people were told of rejected submissions of a connection.
      create table rejection_alarm (
        inbound_id uuid primary key references inbound on delete cascade,
        told_until timestamptz not null
      );

      create table lead_note (
        id uuid primary key,
        lead_id uuid not null references lead,
        noted_at timestamptz not null,
        text text not null,
        actor_type text not null,
        actor_id uuid not null
      );
      create index lead_note_lead on lead_note (lead_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table lead_note, rejection_alarm;
      alter table inbound drop column hosted;
      alter table arrival drop column rejected_at;
      alter table settings drop column unknown_fields`);
  }
}
