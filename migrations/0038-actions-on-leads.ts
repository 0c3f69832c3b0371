import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Actions of the diagnosis may be about a step of the way of leads. Takes a moment: there are few actions. */
export class ActionsOnLeads1802000000038 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table diagnosis_action
        add column step text check (step in ('owner', 'touch', 'decision')),
        drop constraint diagnosis_action_about_check,
        add constraint diagnosis_action_about_check
          check (about in ('hands', 'stalls', 'chased', 'redone', 'exception', 'leads')),
        add check ((about = 'leads') = (step is not null)),
        add check (about <> 'leads' or kind_id is null)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from diagnosis_action where about = 'leads';
      alter table diagnosis_action
        drop column step,
        drop constraint diagnosis_action_about_check,
        add constraint diagnosis_action_about_check
          check (about in ('hands', 'stalls', 'chased', 'redone', 'exception'))`);
  }
}
