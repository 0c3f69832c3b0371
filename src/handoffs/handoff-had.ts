import { HANDOFF_STAGE_RULES, type HandoffStage, OF_PARTIES } from './reports/handoff-stage.js';

/** What may have happened in a handoff, by which lists are narrowed. */
export const HAD = [
  ...['returned', 'asked', 'excepted', 'blocked', 'escalated', 'recordFailed'],
  ...['missedForm', 'missedAcknowledge', 'missedComplete', 'missedRework', 'missedAnswer'],
] as const;
export type Had = (typeof HAD)[number];

/** SQL for whether it happened in a `handoff`. @param name of the receiver of which alone it is asked, or null */
type HadSql = (name: string) => string;

const inTable =
  (table: string, also: string): HadSql =>
  (name) =>
    `exists (select from ${table} as had where had.handoff_id = handoff.id and ${also} and ${ofReceiver('had.place', name)})`;

const inClock =
  (also: string): HadSql =>
  (name) =>
    `exists (
      select from clock left join handoff_question as asked
          on clock.kind = 'handoffQuestion' and asked.handoff_id = clock.handoff_id and asked.number = clock.step
       where clock.handoff_id = handoff.id and clock.state = 'breached' and ${also}
         and ${ofReceiver('coalesce(asked.place, clock.step)', name)})`;

/** What whoever gives owes to all is of each of them. */
function ofReceiver(place: string, name: string): string {
  return `(${name}::text is null or ${place} = 0 or exists (
    select from handoff_receiver as named
     where named.handoff_id = handoff.id and named.place = ${place} and lower(named.name) = lower(${name})))`;
}

const missed = (stage: HandoffStage): HadSql => {
  const { kind, of } = HANDOFF_STAGE_RULES[stage];
  return inClock(`clock.kind = '${kind}' and ${of}`);
};

export const HAD_SQL: Readonly<Record<Had, HadSql>> = {
  returned: inTable('handoff_receiver', 'had.returns > 0'),
  // What Touchline asks about records by itself is no question of a party, as in reports.
  asked: inTable('handoff_question', `had.asked_by_rule is distinct from 'records'`),
  excepted: () => 'handoff.exception_reason is not null',
  blocked: () => 'exists (select from handoff_blocker where handoff_id = handoff.id)',
  escalated: inClock(`clock.kind <> 'handoffClientTold' and clock.progress > 0 and ${OF_PARTIES}`),
  recordFailed: inTable('record', `had.state = 'failed'`),
  missedForm: missed('form'),
  missedAcknowledge: missed('acknowledge'),
  missedComplete: missed('complete'),
  missedRework: missed('rework'),
  missedAnswer: missed('answer'),
};
