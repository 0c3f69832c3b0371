import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { LeadDocument } from '../src/leads/lead.js';
import { wordsOf } from '../src/leads/words.js';
import { uuidArray, wordsArray } from '../src/platform/binary-array.js';

const BATCH = 5_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * The words by which leads are found (docs/adr/0013), in a table of its own: narrow, so that going through it is quick,
 * and apart from the lead, whose row goes on changing in place. Its index is filled a moment later, in the background:
 * a lead's six words cost there a third of what all else of a lead costs.
 *
 * Every lead is read once, a million in about a minute, and nothing waits for that but the start. The indexes of leads
 * can be made beforehand, by their names, with `create index concurrently`.
 */
export class LeadWords1795219500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table lead_words (
        lead_id uuid not null,
        words tsvector not null,
        indexed boolean not null default false
      )`);
    await fill(runner);
    await runner.query(`
      alter table lead_words add primary key (lead_id);
      create index lead_words_indexed on lead_words using gin (words) where indexed;
      create index lead_words_waiting on lead_words (lead_id) where not indexed;
      create index if not exists lead_source on lead (source_key, id);
      create index if not exists lead_created_by on lead (created_by, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index lead_source, lead_created_by');
    await runner.query('drop table lead_words');
  }
}

async function fill(runner: QueryRunner): Promise<void> {
  for (let after = FIRST; ; ) {
    const leads: (Pick<LeadDocument, 'contact' | 'company' | 'externalId'> & { id: string })[] = await runner.query(
      `select id, contact, company, external_id as "externalId" from lead where id > $1 order by id limit ${BATCH}`,
      [after],
    );
    if (leads.length === 0) return;
    await runner.query(
      'insert into lead_words (lead_id, words, indexed) select unnest($1::uuid[]), unnest($2::tsvector[]), true',
      [uuidArray(leads.map(({ id }) => id)), wordsArray(leads.map(wordsOf))],
    );
    after = leads.at(-1)!.id;
  }
}
