import { extend, shorten } from './lists.js';
import type { Migration, Runner } from './migration.js';

const KINDS = [`'renewalFirstTalk'`, `'renewalDecider'`, `'renewalCommitted'`, `'dealDate'`];
/** What they are listed in beside what other subjects have. */
const LISTS = [
  ['clock', 'clock_kind', KINDS],
  ['clock', 'clock_owned', ['deal_id']],
  ['pause', 'pause_subject', ['deal_id']],
  ['assignment', 'assignment_subject', ['deal_id']],
] as const;

/**
 * Deals, the third subject that promises are made about (docs/adr/0105): what policies promise of them, and which deals
 * have to be looked at. No policy that there is promises anything of deals, so none of them waits. The columns are empty,
 * and the checks go through the tables once: with ten million clocks that takes some seconds.
 */
export class ClocksOfDeals1801000000017 implements Migration {
  async up(runner: Runner): Promise<void> {
    await runner.query(`
      alter table sla_policy add column renewal jsonb, add column deals jsonb;

      alter table clock
        add column deal_id uuid references deal,
        add constraint clock_of_deal_kind check ((deal_id is not null) = (kind in (${KINDS.join(', ')})));
      create index clock_of_deal on clock (deal_id, id) where deal_id is not null;
      create unique index clock_running_of_deal on clock (deal_id, kind) where state = 'running' and deal_id is not null;
      create index clock_owner_deal on clock (owner_id, deal_id) where state = 'running' and deal_id is not null;
      create index clock_calendar_deal on clock (calendar_id, deal_id)
        where calendar_id is not null and deal_id is not null and (state = 'running' or next_at is not null);
      create index clock_policy_deal on clock (policy_id) where state = 'running' and deal_id is not null;
      alter table pause add column deal_id uuid references deal;
      create index pause_of_deal on pause (deal_id, id) where deal_id is not null;
      alter table assignment add column deal_id uuid references deal;
      create index assignment_of_deal on assignment (deal_id, id) where deal_id is not null;
      alter table notification add column deal_id uuid;

      create table deal_look (
        deal_id uuid primary key references deal,
        due_at timestamptz,                      -- when what it promises has to be looked at; null: when something happens to it
        adopts boolean not null default false    -- what runs is promised by the present version of its policy then
      );
      create index deal_look_due on deal_look (due_at, deal_id) where due_at is not null;
    `);
    for (const [table, check, added] of LISTS) await extend(runner, table, check, added);
  }

  async down(runner: Runner): Promise<void> {
    await runner.query(`
      drop table deal_look;
      delete from clock where deal_id is not null;
      delete from pause where deal_id is not null;
      delete from assignment where deal_id is not null;
      delete from notification where deal_id is not null;
    `);
    for (const [table, check, removed] of LISTS) await shorten(runner, table, check, removed);
    await runner.query(`
      alter table notification drop column deal_id;
      alter table assignment drop column deal_id;
      alter table pause drop column deal_id;
      alter table clock drop column deal_id;
      alter table sla_policy drop column renewal, drop column deals;
    `);
  }
}
