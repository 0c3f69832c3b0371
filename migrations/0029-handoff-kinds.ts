import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Kinds of handoff (docs/adr/0042). A form is kept as text (`json`), because the order of its fields is that in which
 * people fill it in; `resource_version` keeps no order, so each version of a form is kept once more, for handoffs that
 * run by it. Two new tables: a large database notices nothing.
 */
export class HandoffKinds1798070400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table handoff_kind (
        id uuid primary key,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        name text not null,
        moment text not null,
        start jsonb not null check (
          start->>'on' in ('deal.won', 'delivery.completed', 'renewal.due', 'manual')
          and (start->>'on' = 'renewal.due') = (start ? 'daysBefore')),
        form json not null,
        ready jsonb not null,
        receivers jsonb not null check (jsonb_array_length(receivers) > 0),
        escalation jsonb not null,
        exceptions jsonb not null,
        client_told_within text
      );
      create unique index handoff_kind_name on handoff_kind (lower(name));

      create table handoff_kind_form (
        kind_id uuid not null,           -- stays when the kind is deleted: what runs by it goes on
        version integer not null,
        form json not null,
        primary key (kind_id, version)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table handoff_kind_form, handoff_kind');
  }
}
