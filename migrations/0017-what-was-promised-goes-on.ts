import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A lead that was handed over carries how soon its owner accepts it, whatever becomes of the rule; and a reassignment of
 * many leads carries since when a lead waited to move, so that undoing it lets the lead wait again. Leads get what the
 * rule of their name asks of their next owner so far. Reads all leads once, and writes those of such rules.
 */
export class WhatWasPromisedGoesOn1802000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lead add column accept_within text;
      alter table bulk_reassigned_lead add column waiting_since timestamptz;
      update lead set accept_within = rule.value->>'acceptWithin'
        from (select body from routing_rulebook order by version desc limit 1) as present,
             jsonb_array_elements(present.body->'rules') as rule (value)
       where lead.rule = rule.value->>'name' and rule.value->>'acceptWithin' is not null and erased_at is null
         and (status = 'open' or merged_into is not null)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table bulk_reassigned_lead drop column waiting_since;
      alter table lead drop column accept_within`);
  }
}
