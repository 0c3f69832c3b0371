import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A deal that ends says what became of its lead with it: the disposition that closed the lead, or the milestone that won
 * it. Why it was lost is a code of the taxonomy with what that requires; what was said until now was words, and is the note.
 * Wins that are there already are linked to the milestone of the same instant, else to the only one of their lead. Goes
 * through all deals once.
 */
export class EndsOfDeals1801180800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table deal
        add column lost_note text,
        add column lost_fields jsonb,
        add column disposition_id uuid references disposition,
        add column milestone_id uuid references milestone;
      update deal set lost_note = lost_reason, lost_reason = null where lost_reason is not null;
      with wins as (
        select id, lead_id, occurred_at, count(*) over (partition by lead_id) as of_lead
          from milestone where name = 'won' and reversed_at is null),
      won as (
        select id, lead_id, won_at, count(*) over (partition by lead_id) as of_lead,
               row_number() over (partition by lead_id, won_at order by id) as place
          from deal where stage = 'won' and lead_id is not null)
      update deal set milestone_id = wins.id
        from won join wins on wins.lead_id = won.lead_id
       where deal.id = won.id
         and (wins.occurred_at = won.won_at and won.place = 1 or wins.of_lead = 1 and won.of_lead = 1);
      alter table deal
        add constraint deal_lost_with check (stage = 'lost' or num_nonnulls(lost_note, lost_fields, disposition_id) = 0),
        add constraint deal_won_by check (milestone_id is null or stage = 'won' and lead_id is not null);
      create unique index deal_milestone on deal (milestone_id) where milestone_id is not null;
      create index deal_disposition on deal (disposition_id) where disposition_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update deal set lost_reason = coalesce(lost_note, lost_reason) where stage = 'lost';
      alter table deal drop column lost_note, drop column lost_fields, drop column disposition_id, drop column milestone_id;
    `);
  }
}
