import type { MigrationInterface, QueryRunner } from 'typeorm';

/** HubSpot is looked through for leads, as pages at Meta are: what is stored of these is stored of any product. */
export class AskedProducts1802000000051 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table meta_page rename to asked_product;
      alter table asked_product rename constraint meta_page_pkey to asked_product_pkey;
      alter table asked_product rename constraint meta_page_inbound_id_fkey to asked_product_inbound_id_fkey;
      alter table asked_product add column poll_position jsonb; -- where a look is that has not come to its end
      alter table inbound
        drop constraint inbound_kind_check,
        add constraint inbound_kind_check check (kind in ('form', 'google', 'hubspot', 'json', 'meta', 'touches'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      delete from inbound where kind = 'hubspot';
      alter table inbound
        drop constraint inbound_kind_check,
        add constraint inbound_kind_check check (kind in ('form', 'google', 'json', 'meta', 'touches'));
      alter table asked_product drop column poll_position;
      alter table asked_product rename constraint asked_product_inbound_id_fkey to meta_page_inbound_id_fkey;
      alter table asked_product rename constraint asked_product_pkey to meta_page_pkey;
      alter table asked_product rename to meta_page`);
  }
}
