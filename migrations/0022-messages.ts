import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What reps are told goes to them by other ways too (docs/adr/0036): of each notification a delivery for each way. Those
 * that there are have been read, or will be, where they were always read: they are not told of once more.
 */
export class Messages1797292800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notification add column passed_on boolean not null default true;
      alter table notification alter column passed_on set default false;
      create index notification_new on notification (id) where not passed_on;

      create table notification_settings (
        rep_id uuid primary key references rep on delete cascade,
        version integer not null,
        updated_at timestamptz not null,
        body jsonb not null
      );

      -- When somebody was last written to by a way, for those who want it seldom.
      create table message_pace (
        rep_id uuid not null references rep on delete cascade,
        channel text not null,
        last_at timestamptz not null,
        primary key (rep_id, channel)
      );

      alter table delivery
        alter column webhook_id drop not null,
        alter column event_id drop not null,
        alter column event_at drop not null,
        alter column subject_type drop not null,
        alter column subject_id drop not null,
        alter column subject_seq drop not null,
        add column rep_id uuid references rep on delete cascade,
        add column notification_id uuid,
        add column message_id uuid,      -- those that are told together
        add column why text,             -- it was not delivered
        drop constraint delivery_channel_check,
        drop constraint delivery_state_check,
        add constraint delivery_channel_check check (channel in ('webhook', 'email')),
        add constraint delivery_state_check
          check (state in ('waiting', 'delivered', 'failed', 'withdrawn', 'unsent')),
        add constraint delivery_to check (case when channel = 'webhook'
          then num_nonnulls(webhook_id, event_id, event_at, subject_type, subject_id, subject_seq) = 6
               and num_nonnulls(rep_id, notification_id, message_id) = 0
          else num_nonnulls(rep_id, notification_id) = 2 and num_nonnulls(webhook_id, event_id) = 0 end);
      create unique index delivery_notified on delivery (notification_id, channel) where notification_id is not null;
      create index delivery_person_due on delivery (channel, due_at) where state = 'waiting' and rep_id is not null;
      create index delivery_person on delivery (rep_id, channel) where state = 'waiting' and rep_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from delivery where channel <> 'webhook';
      drop index delivery_person, delivery_person_due, delivery_notified;
      alter table delivery
        drop constraint delivery_to,
        drop constraint delivery_channel_check,
        drop constraint delivery_state_check,
        drop column why, drop column message_id, drop column notification_id, drop column rep_id,
        add constraint delivery_channel_check check (channel in ('webhook')),
        add constraint delivery_state_check check (state in ('waiting', 'delivered', 'failed')),
        alter column webhook_id set not null,
        alter column event_id set not null,
        alter column event_at set not null,
        alter column subject_type set not null,
        alter column subject_id set not null,
        alter column subject_seq set not null;
      drop table message_pace, notification_settings;
      drop index notification_new;
      alter table notification drop column passed_on;
    `);
  }
}
