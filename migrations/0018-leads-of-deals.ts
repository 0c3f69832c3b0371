import type { MigrationInterface, QueryRunner } from 'typeorm';
import { extend, shorten } from './lists.js';

const CAUSE = `'deal'`;

/**
 * A lead may open because of a deal, and then belongs to the owner of the deal (docs/adr/0123). The table of assignments
 * is read once for the check.
 */
export class LeadsOfDeals1802000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await extend(runner, 'assignment', 'assignment_cause_check', [CAUSE]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`update assignment set cause = 'reopen' where cause = ${CAUSE}`);
    await shorten(runner, 'assignment', 'assignment_cause_check', [CAUSE]);
  }
}
