import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leads are found by words without accents: those that are there lose theirs, and are indexed anew in the background. */
export class WordsWithoutAccents1800748800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      comment on column lead_words.words is 'Words by whose beginnings a lead is found, without case and accents.';
      update lead_words
         set words = array_to_tsvector(array(
               select distinct normalize(regexp_replace(normalize(word, nfd), '[\u0300-\u036f]', '', 'g'), nfc)
                 from unnest(tsvector_to_array(words)) as word)),
             indexed = false
       where exists (select from unnest(tsvector_to_array(words)) as word
                      where normalize(word, nfd) ~ '[\u0300-\u036f]')
    `);
  }

  /** Accents that are gone do not come back: leads are found as before by their words without them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('comment on column lead_words.words is null');
  }
}
