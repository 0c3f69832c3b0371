import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Leads come from LinkedIn, and one that is deleted there is erased here. */
export class LeadsOfLinkedin1802000000052 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table erasure
        drop constraint erasure_asked_by_check,
        add constraint erasure_asked_by_check check (asked_by in ('email', 'phone', 'leadId', 'import', 'submission'));
      alter table inbound
        drop constraint inbound_kind_check,
        add constraint inbound_kind_check
          check (kind in ('form', 'google', 'hubspot', 'json', 'linkedin', 'meta', 'touches'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from inbound where kind = 'linkedin';
      alter table inbound
        drop constraint inbound_kind_check,
        add constraint inbound_kind_check check (kind in ('form', 'google', 'hubspot', 'json', 'meta', 'touches'));
      update erasure set asked_by = 'leadId' where asked_by = 'submission';
      alter table erasure
        drop constraint erasure_asked_by_check,
        add constraint erasure_asked_by_check check (asked_by in ('email', 'phone', 'leadId', 'import'))`);
  }
}
