import { isoOf, type VerifiedSubjects } from '../events/verified.js';
import { HANDOFF_EFFECTS } from './handoff-replay.js';

/** How the ledger of handoffs is checked against their tables, and the invariants of these. */
export const VERIFIED_HANDOFFS: VerifiedSubjects = {
  subjectType: 'handoff',
  beginsWith: 'handoff.drafted',
  tellings: HANDOFF_EFFECTS,
  row: `select id, id as of, event_seq as "lastSeq", event_xid::text as "lastXid", created_at as "madeAt", state, giver_rep_id as "giverRepId",
      form_version as "formVersion", ${isoOf('decided_at')} as "decidedAt", ${isoOf('client_told_at')} as "clientToldAt", client_told_touch_id as "clientToldTouchId", 1 as cycle
    from handoff where id > $1 and id <= $2`,
  rowsAbout: {
    receiver: `select handoff_id || ' ' || name as id, handoff_id as of, owner_rep_id as "repId", state, returns, replace(checked::text, ' ', '') as checked,
        ${isoOf('scheduled_at')} as "scheduledAt", ${isoOf('begun_at')} as "begunAt"
      from handoff_receiver where handoff_id > $1 and handoff_id <= $2`,
    question: `select id, handoff_id as of, number, to_rep_id as "toRepId", answered_at is not null as "isAnswered"
      from handoff_question where handoff_id > $1 and handoff_id <= $2`,
    blocker: `select id, handoff_id as of, owner_rep_id as "ownerRepId", ${isoOf('due_at')} as "dueAt", resolved_at is not null as "isResolved"
      from handoff_blocker where handoff_id > $1 and handoff_id <= $2`,
  },
  invariants: {
    'a running handoff has receivers, and is done once all of them are done and no promise to tell the client runs': `
      select 'handoff ' || handoff.id as row, handoff.state, array_agg(receiver.state) as receivers
        from handoff left join handoff_receiver as receiver on handoff_id = handoff.id
       where handoff.id > $1 and handoff.id <= $2
       group by handoff.id
      having handoff.state = 'running' and bool_and(coalesce(receiver.state, 'done') = 'done') and not exists (
               select from clock where clock.handoff_id = handoff.id and clock.kind = 'handoffClientTold' and clock.state = 'running')
          or handoff.state = 'done' and not bool_and(coalesce(receiver.state, '') = 'done')
          or handoff.state = 'draft' and count(receiver.state) > 0`,
    'a promise to tell the client does not end only because the handoff is done': `
      select 'clock ' || clock.id || ' of handoff ' || handoff.id as row, clock.end_reason as "endReason"
        from clock join handoff on handoff.id = clock.handoff_id
       where handoff.id > $1 and handoff.id <= $2 and clock.kind = 'handoffClientTold' and clock.end_reason = 'handoffDone'`,
    'a blocker of a running handoff has a clock of its owner until it is resolved, and none afterwards': `
      select 'blocker ' || blocker.id || ' of handoff ' || handoff.id as row, clock.state, clock.rep_id as "repId"
        from handoff_blocker as blocker join handoff on handoff.id = blocker.handoff_id
        left join lateral (
          select * from clock where clock.handoff_id = handoff.id and clock.kind = 'handoffBlocker' and clock.step = blocker.number
           order by clock.id desc limit 1) as clock on true
       where handoff.id > $1 and handoff.id <= $2
         and (handoff.state = 'running' and blocker.resolved_at is null
                and (clock.state is null or clock.state not in ('running', 'breached')
                  or clock.state = 'running' and (clock.rep_id <> blocker.owner_rep_id or clock.due_at <> blocker.due_at))
           or blocker.resolved_at is not null and clock.state = 'running')`,
    'the running clocks of a handoff fit its state and those of its receivers': `
      select 'clock ' || clock.id || ' of handoff ' || handoff.id as row, clock.kind, handoff.state, receiver.state as receiver
        from clock join handoff on handoff.id = clock.handoff_id
        left join handoff_receiver as receiver on receiver.handoff_id = handoff.id and receiver.place = clock.step
       where handoff.id > $1 and handoff.id <= $2 and clock.state = 'running'
         and (handoff.state = 'cancelled' or handoff.state = 'done' and clock.kind <> 'handoffClientTold'
           or clock.kind = 'handoffAcknowledge' and receiver.state is distinct from 'waiting'
           or clock.kind in ('handoffAcknowledge', 'handoffComplete') and receiver.stage is not null and receiver.begun_at is null
           or clock.kind = 'handoffComplete' and receiver.state is distinct from 'accepted')`,
    'all receivers of a stage begin together, as soon as all receivers of earlier stages are done': `
      select 'handoff ' || handoff.id as row, handoff.state, receiver.name, receiver.stage, receiver.begun_at as "begunAt"
        from handoff join handoff_receiver as receiver on receiver.handoff_id = handoff.id and receiver.stage is not null
       cross join lateral (
         select coalesce(bool_and(other.state = 'done') filter (where other.stage < receiver.stage), true) as is_done,
                bool_or(other.begun_at is distinct from receiver.begun_at) filter (where other.stage = receiver.stage) as differ
           from handoff_receiver as other where other.handoff_id = handoff.id) as among
       where handoff.id > $1 and handoff.id <= $2
         and (among.differ or receiver.begun_at is not null and not among.is_done
           or receiver.begun_at is null and among.is_done and handoff.state in ('running', 'done'))`,
    'the form of a running or done handoff is stored as its latest version': `
      select 'handoff ' || handoff.id as row, handoff.form_version as "formVersion"
        from handoff left join handoff_form as kept on kept.handoff_id = handoff.id and kept.version = handoff.form_version
       where handoff.id > $1 and handoff.id <= $2
         and handoff.state in ('running', 'done') and kept.form is distinct from handoff.form`,
  },
};
