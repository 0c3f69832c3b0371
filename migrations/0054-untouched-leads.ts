import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports work out the facts of untouched leads when they are read (docs/adr/0063), so the team that a lead fell to has to
 * be kept with its assignment. Of leads that have
 * facts it is in `settlement` already.
 */
export class UntouchedLeads1800230400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table assignment add column if not exists team_id uuid;
      update assignment
         set team_id = (select team.id from team_member join team on team.id = team_member.team_id
                         where team_member.rep_id = assignment.rep_id order by team.created_at, team.id limit 1)
       where until_at is null and rep_id is not null
         and not exists (select from conclusion where conclusion.lead_id = assignment.lead_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table assignment drop column team_id');
  }
}
