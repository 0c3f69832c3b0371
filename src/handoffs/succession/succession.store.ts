import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { GIVER } from '../handoff.js';

const WITH_OWNERS = `left join deal on deal.id = handoff.deal_id left join account on account.id = handoff.account_id`;

/** Names the handoff, or its index of running clocks could not be used. */
const RUNNING_DECISION = `clock.state = 'running' and clock.handoff_id is not null and clock.kind = 'handoffDecision'`;

/** Each query reads an index of its own. Few promises run at a time, and people who have left owe even fewer. */
const OWED_BY_OTHERS = [
  `select receiver.handoff_id as id
     from rep join handoff_receiver as receiver on receiver.owner_rep_id = rep.id and receiver.state <> 'done'
    where not rep.active`,
  `select blocker.handoff_id
     from rep join handoff_blocker as blocker on blocker.owner_rep_id = rep.id and blocker.resolved_at is null
    where not rep.active`,
  `select clock.handoff_id
     from rep join clock on clock.rep_id = rep.id and ${RUNNING_DECISION}
    where not rep.active`,
  `select clock.handoff_id
     from clock join handoff on handoff.id = clock.handoff_id ${WITH_OWNERS}
    where clock.state = 'running' and clock.kind in ('handoffException', 'handoffClientTold')
      and ${GIVER} is not null and clock.rep_id is distinct from ${GIVER}`,
  `select question.handoff_id
     from handoff_question as question join handoff on handoff.id = question.handoff_id ${WITH_OWNERS}
     join handoff_receiver as receiver on receiver.handoff_id = question.handoff_id and receiver.place = question.place
    cross join lateral (select case when question.to_giver then ${GIVER} else receiver.owner_rep_id end as rep_id) as answers
     join rep on rep.id = answers.rep_id and rep.active
    where question.answered_at is null and question.to_rep_id is distinct from answers.rep_id`,
];

/** A done handoff may still owe the client word: that is passed on, and nothing else. */
const GOES_ON = `(handoff.state in ('draft', 'running') or handoff.state = 'done' and exists (
  select from clock where clock.handoff_id = handoff.id and clock.state = 'running' and clock.kind = 'handoffClientTold'))`;

/** Queries for handoffs in which rep `$1` owes something. */
const OWED_BY = [
  `select handoff_id as id from handoff_receiver where owner_rep_id = $1 and state <> 'done'`,
  'select handoff_id from handoff_blocker where owner_rep_id = $1 and resolved_at is null',
  `select handoff_id from clock where rep_id = $1 and ${RUNNING_DECISION}`,
  'select handoff_id from handoff_question where to_rep_id = $1 and answered_at is null',
];

/** Finds handoffs in which people owe something that is no longer theirs to do. */
@Injectable()
export class SuccessionStore {
  /** Finds those that are not over, or whose client still waits for word, after an id. */
  findOwedByOthers(sql: Sql, after: string | null, limit: number): Promise<string[]> {
    return sql.column(
      `select id from (${OWED_BY_OTHERS.join(' union ')}) as asked join handoff using (id)
        where ${GOES_ON} and ($1::uuid is null or id > $1)
        order by id limit $2`,
      [after, limit],
      'handoffs-asked-of-others',
    );
  }

  /** Finds deals of a rep that are in handoffs which the rep gives and which are not over. */
  findDealsGivenBy(sql: Sql, repId: string): Promise<string[]> {
    return sql.column(
      `select distinct deal.id from deal join handoff on handoff.deal_id = deal.id
         left join account on account.id = handoff.account_id
        where deal.owner_rep_id = $1 and ${GIVER} = $1 and ${GOES_ON}`,
      [repId],
      'deals-given-by',
    );
  }

  /** Finds draft and running handoffs in which a rep owes something. */
  findOwedBy(sql: Sql, repId: string): Promise<string[]> {
    return sql.column(
      `select id from (${OWED_BY.join(' union ')}) as asked join handoff using (id)
        where handoff.state in ('draft', 'running') order by id`,
      [repId],
      'handoffs-asked-of',
    );
  }
}
