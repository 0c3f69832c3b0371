import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reports say of a first touch that was not kept whether it is still owed (32), not yet due (64), or was closed before it
 * was due, untouched (128). Reads the clocks of those answers once, and writes the answers; their days are packed again.
 */
export class OverdueInReports1802000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table response add constraint response_outcome_check check (outcome between 0 and 255);
      update response set outcome = outcome | found.bit
        from (select asked.part, asked.lead_id, asked.cycle, asked.assignment_id,
                     case when asked.outcome & 16 <> 0 then case when is_open and not is_answered then 32 else 0 end
                          when clocks.is_running then 64
                          when clocks.is_closed and not is_open and not is_answered then 128
                          else 0 end as bit
                from response as asked
                join lead on lead.id = asked.lead_id
               cross join lateral (select exists (select from response as answered
                       where answered.part = 1 and answered.lead_id = asked.lead_id and answered.cycle = asked.cycle
                         and answered.bucket is not null) as is_answered) as answer
               cross join lateral (select lead.status = 'open' and lead.cycle = asked.cycle
                         and (asked.part < 3 or asked.assignment_id = (select assignment.id from response as had
                                join assignment on assignment.id = had.assignment_id
                               where had.part = 3 and had.lead_id = asked.lead_id and had.cycle = asked.cycle
                               order by assignment.from_at desc limit 1)) as is_open) as present
               cross join lateral (select coalesce(bool_or(state = 'running'), false) as is_running,
                                          coalesce(bool_or(end_reason = 'closed'), false) as is_closed
                        from clock
                       where clock.lead_id = asked.lead_id and clock.cycle = asked.cycle
                         and case when asked.part > 2
                                  then kind = 'firstTouch' and clock.assignment_id = asked.assignment_id
                                  when exists (select from clock as promised where promised.lead_id = asked.lead_id
                                          and promised.cycle = asked.cycle and promised.kind = 'leadResponse'
                                          and promised.target is not null)
                                  then kind = 'leadResponse' and target is not null
                                  else kind = 'firstTouch' end) as clocks
               where asked.outcome & 8 = 0) as found
       where found.bit <> 0 and response.part = found.part and response.lead_id = found.lead_id
         and response.cycle = found.cycle and response.assignment_id = found.assignment_id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table response drop constraint response_outcome_check;
      update response set outcome = outcome & 31 where outcome > 31`);
  }
}
