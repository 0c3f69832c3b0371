import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseless } from '../src/platform/text.js';

/**
 * A source is compared by a key of ours, as an e-mail address is: by `lower` of the database the unique index took others
 * for equal than the program did, and refused whole batches.
 *
 * The table of leads is written anew, once, and nobody reads it meanwhile; nothing can be made beforehand.
 */
export class CaselessKeys1795219250000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Generated only to fill it in one pass, without a dead row for each lead.
      alter table lead add column source_key text not null generated always as (lower(source)) stored;
      alter table lead alter column source_key drop expression;
      drop index lead_external_id;
      create unique index lead_external_id on lead (source_key, external_id) where external_id is not null;
    `);
    await foldSources(runner);
    await foldEmails(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index lead_external_id;
      alter table lead drop column source_key;
      create unique index lead_external_id on lead (lower(source), external_id) where external_id is not null;
    `);
  }
}

/** Where `lower` kept two leads apart that are one to us, the second keeps the key it has: no lead is given up. */
async function foldSources(runner: QueryRunner): Promise<void> {
  for (const source of await beyondAscii(runner, 'source')) {
    await runner.query(
      `update lead set source_key = $2
        where source = $1 and source_key <> $2
          and not exists (select 1 from lead as other
                           where other.source_key = $2 and other.external_id = lead.external_id)`,
      [source, caseless(source)],
    );
  }
}

async function foldEmails(runner: QueryRunner): Promise<void> {
  for (const key of await beyondAscii(runner, 'email_key')) {
    if (caseless(key) === key) continue;
    await runner.query('update lead set email_key = $2 where email_key = $1', [key, caseless(key)]);
  }
}

/** In ASCII all are of one mind, but for the Turkish, to whom the small I has no dot. */
async function beyondAscii(runner: QueryRunner, column: 'source' | 'email_key'): Promise<string[]> {
  const isBeyond = (text: string) => `octet_length(${text}) > char_length(${text})`;
  const rows = await runner.query(
    `select distinct ${column} as text from lead where ${isBeyond(column)} or ${isBeyond('source_key')}`,
  );
  return rows.map((row: { text: string }) => row.text);
}
