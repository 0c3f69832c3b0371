import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The built-in reasons for leads that do not answer ask for the attempts that the policy of the lead asks for. Reasons
 * that somebody has changed stay as they are. A handful of rows.
 */
export class ReasonsRestOnAttempts1802000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${UNCHANGED}
      , updated as (
        update disposition_reason set proof = '"policy"'
          from unchanged where disposition_reason.id = unchanged.id)
      update resource_version set body = jsonb_set(resource_version.body, '{proof}', '"policy"')
        from unchanged
       where resource_version.kind = 'reason' and resource_version.resource_id = unchanged.id and resource_version.version = 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${UNCHANGED}
      , updated as (
        update disposition_reason
           set proof = case when code = 'unresponsive_after_contact' then '{ "attempts": 3, "over": "P5D" }'::jsonb end
          from unchanged where disposition_reason.id = unchanged.id)
      update resource_version
         set body = case when resource_version.body->>'code' = 'unresponsive_after_contact'
                      then jsonb_set(resource_version.body, '{proof}', '{ "attempts": 3, "over": "P5D" }')
                      else resource_version.body - 'proof' end
        from unchanged
       where resource_version.kind = 'reason' and resource_version.resource_id = unchanged.id and resource_version.version = 1`);
    // What somebody has set since does not exist in the former version.
    await runner.query(`update disposition_reason set proof = null where proof = '"policy"'`);
  }
}

const UNCHANGED = `
  with unchanged as (
    select id from disposition_reason
     where version = 1 and code in ('unreachable', 'stale', 'unresponsive_after_contact'))`;
