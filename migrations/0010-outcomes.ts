import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Milestones are outcomes too: what became of them is told in the feed of dispositions, in one order with these, and
 * dispositions may be corrected. The milestones that there are already are told of as the engine's own: who reported them stands in
 * the ledger alone. On a large table that is one insert as long as `milestone`.
 */
export class Outcomes1796083200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table milestone add column reversed_at timestamptz;

      -- What is told of a milestone: that it was reached, is worth something else, or was none. Rows are never changed.
      create table milestone_entry (
        id uuid primary key,
        kind text not null check (kind in ('milestone', 'revalued', 'milestoneReversed')),
        supersedes uuid references milestone_entry,
        milestone_id uuid not null references milestone,
        lead_id uuid not null references lead,
        amount numeric,
        currency text,
        note text,                       -- why it was reversed
        attempts integer not null,
        decided_at timestamptz not null,
        actor_type text not null,
        actor_id uuid,
        epoch integer not null,
        xid xid8 not null default pg_current_xact_id(),
        -- The feed of dispositions holds these too: of one transaction they come behind all of them.
        seq bigint generated always as identity (start with 1125899906842624),
        check ((kind = 'milestone') = (supersedes is null)),
        check ((kind = 'milestoneReversed') = (note is not null)),
        check ((amount is null) = (currency is null))
      );
      create index milestone_entry_feed on milestone_entry (epoch, xid, seq);
      create index milestone_entry_milestone on milestone_entry (milestone_id);
      create unique index milestone_entry_supersedes on milestone_entry (supersedes) where supersedes is not null;
      insert into milestone_entry (id, kind, milestone_id, lead_id, amount, currency, attempts, decided_at, actor_type, epoch)
      select milestone.id, 'milestone', milestone.id, lead_id, amount, currency, 0, recorded_at, 'system', epoch
        from milestone, feed_epoch order by recorded_at, milestone.id;

      alter table disposition
        drop constraint disposition_kind_check,
        drop constraint disposition_check,
        add constraint disposition_kind_check check (kind in ('disposed', 'corrected', 'reversed')),
        add constraint disposition_check check ((kind = 'disposed') = (supersedes is null));

      alter table disposition_reason
        add column position integer not null default 100, -- in what order people are offered it
        add column labels jsonb not null default '{}',
        add column field_types jsonb not null default '{}',
        add column reopens boolean not null default true, -- whether the person brings the lead back by asking again
        add column proof jsonb;                           -- so often somebody has to have tried
      update disposition_reason set proof = '{"attempts": 3, "over": "P5D"}' where code = 'unresponsive_after_contact';
      alter table sla_policy add column max_recycles integer not null default 2;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sla_policy drop column max_recycles;
      alter table disposition_reason
        drop column proof, drop column reopens, drop column field_types, drop column labels, drop column position;
      drop table milestone_entry;
      alter table milestone drop column reversed_at;
      -- A correction says what was decided: without the word for it, as what was decided first.
      create temporary table chain on commit drop as
        with recursive walk as (
          select id as first, id as last from disposition where kind = 'disposed'
          union all
          select walk.first, next.id from walk join disposition as next on next.supersedes = walk.last and next.kind = 'corrected')
        select first, (array_agg(last))[1] as last from walk
         where not exists (select from disposition as next where next.supersedes = walk.last and next.kind = 'corrected')
           and walk.last <> walk.first
         group by first;
      update disposition as first
         set (category, reason, label, intent, note, fields) =
             (select category, reason, label, intent, note, fields from disposition as last where last.id = chain.last)
        from chain where first.id = chain.first;
      update lead set disposition_id = chain.first from chain where disposition_id = chain.last;
      alter table disposition drop constraint disposition_supersedes_fkey;
      delete from disposition where kind = 'corrected';
      update disposition as reversal set supersedes = chain.first from chain where reversal.supersedes = chain.last;
      alter table disposition
        drop constraint disposition_kind_check,
        drop constraint disposition_check,
        add constraint disposition_supersedes_fkey foreign key (supersedes) references disposition,
        add constraint disposition_kind_check check (kind in ('disposed', 'reversed')),
        add constraint disposition_check check ((kind = 'reversed') = (supersedes is not null));
    `);
  }
}
