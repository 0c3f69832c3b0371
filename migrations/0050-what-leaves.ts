import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of what reps could be told when this came: who has saved settings has known of these. */
const TYPES = [
  'lead.assigned',
  'lead.reassigned',
  'lead.movedAway',
  'lead.woken',
  'lead.queued',
  'lead.suppressed',
  'sla.warned',
  'sla.resumed',
  'sla.replanned',
  'sla.corrected',
  'sla.escalated',
  'lead.movesUndone',
  'enforcement.stopped',
  'touches.silent',
  'touches.back',
  'leads.keptOut',
  'leads.closed',
  'leads.reopened',
  'feedback.stopped',
  'feedback.ending',
  'webhook.failing',
  'webhook.paused',
  'team.summary',
  'channel.failing',
  'channel.stopped',
  'connector.failing',
  'crm.failing',
  'handoff.received',
  'handoff.accepted',
  'handoff.returned',
  'handoff.done',
  'handoff.missing',
  'handoff.due',
  'handoff.excepted',
  'handoff.reassigned',
  'handoff.asked',
  'handoff.answered',
  'handoff.blocked',
  'handoff.tellClient',
  'handoff.cancelled',
  'record.failed',
];

/**
 * What leaves. Deliveries go after their webhook or channel, in slices (docs/adr/0035): deleted with it, they kept all work
 * waiting for as long as that took. What failed before its webhook was resumed has three days from then on. And of what
 * reps could be told when they said how they want to be: of what comes later they have said nothing. Nodes of the former
 * version do not write it: it has a default.
 *
 * Nothing is read or written of deliveries, webhooks and channels while the keys are dropped, which looks at no row.
 */
export class WhatLeaves1799884800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table delivery
        drop constraint delivery_webhook_id_fkey,
        drop constraint delivery_channel_id_fkey;

      alter table webhook add column resumed_at timestamptz;

      alter table notification_settings add column known_types jsonb not null default '${JSON.stringify(TYPES)}';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notification_settings drop column known_types;
      alter table webhook drop column resumed_at;
      delete from delivery
       where (webhook_id is not null and not exists (select 1 from webhook where webhook.id = webhook_id))
          or (channel_id is not null and not exists (select 1 from channel where channel.id = channel_id));
      alter table delivery
        add foreign key (webhook_id) references webhook on delete cascade,
        add foreign key (channel_id) references channel on delete cascade;
    `);
  }
}
