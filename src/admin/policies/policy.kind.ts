import type { CalendarRow } from '../../calendar/calendar.table.js';
import { publicHolidays } from '../../calendar/holidays.js';
import { compileWorkingTime } from '../../calendar/working-time.js';
import { checkCondition } from '../../conditions/condition-check.js';
import { compileCondition } from '../../conditions/condition-evaluate.js';
import type { Condition } from '../../conditions/condition-language.js';
import { listsNamedIn } from '../../conditions/lists-named.js';
import { budgetAfter, compilePatterns, type PatternBudget, POLICIES_PATTERNS_MAX } from '../../conditions/pattern.js';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import { faultsOfReferences, referenceAt } from '../../configuration/resource-page.store.js';
import { countedUsers } from '../../configuration/users.store.js';
import { definitionOf } from '../../directory/directory.service.js';
import { readDisposition } from '../../disposition/disposition.js';
import type { ReasonRow } from '../../disposition/reason.table.js';
import { readStaffing } from '../../people/absence.store.js';
import { readActivity } from '../../people/rep.store.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import { Turns } from '../../platform/running/turns.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { counted } from '../../platform/values/words.js';
import type { BreachActionBody } from '../../sla/chain.dto.js';
import { faultsOfChain, faultsOfTargets } from '../../sla/chain-faults.js';
import { BY_DEFAULT } from '../../sla/escalation-targets.js';
import type { PolicyBody, PolicyShape } from '../../sla/policy.dto.js';
import type { EscalationTarget } from '../../sla/policy.js';
import { POLICIES, type PolicyRow } from '../../sla/policy.table.js';
import { shareOf } from '../../sla/policy-reading.js';
import { faultsOfOutcome } from '../../vocabulary/touch-kinds.js';
import { faultsOfWindows } from './window-faults.js';

const A_YEAR = { firstYear: 2027, lastYear: 2027 };

/** Open leads pin a policy: their promises refer to its version, which must stay readable. */
const OPEN_LEADS = countedUsers(
  'lead',
  'open lead',
  `select lead.id from assignment join lead on lead.id = assignment.lead_id
    where assignment.until_at is null and status = 'open' and policy_id = $1`,
);

export const POLICY: ResourceKind<PolicyRow, PolicyBody> = {
  kind: 'policy',
  table: POLICIES,
  fields: [
    'name',
    'mode',
    'when',
    'time',
    'calendar',
    'grace',
    'leadHours',
    'firstTouch',
    'followUp',
    'decideWithin',
    'unreachable',
    'renewal',
    'deals',
    'pauseWhile',
    'pauses',
    'maxRecycles',
    'onInquiry',
  ],
  orderedBy: 'position',
  unique: 'name',
  check: checkPolicy,
  initial: async (tx) => ({ position: await nextPosition(tx) }),
  users: [OPEN_LEADS],
};

/**
 * Returns everything wrong with a policy beyond its schema.
 * @param policy in the form that `normalisedPolicy` returns
 * @param id of the policy that it replaces
 */
export async function checkPolicy(sql: Sql, policy: PolicyShape, id: string | null = null): Promise<Fault[]> {
  const others = await sql.rows<Pick<PolicyShape, 'when' | 'pauseWhile'>>(
    'select "when", pause_while as "pauseWhile" from sla_policy where $1::uuid is null or id <> $1',
    [id],
  );
  return checkPolicyBeside(sql, policy, others);
}

/** Does the same for one of several drafts. @param others share the limit on patterns */
export async function checkPolicyBeside(
  sql: Sql,
  policy: PolicyShape,
  others: readonly Pick<PolicyShape, 'when' | 'pauseWhile'>[],
): Promise<Fault[]> {
  const before = others.flatMap(conditionsOf);
  await compilePatterns([...before, ...conditionsOf(policy)], POLICIES_PATTERNS_MAX, new Turns());
  const patterns = budgetAfter(before, POLICIES_PATTERNS_MAX);
  return [
    ...checkCondition(policy.when, '/when', patterns),
    ...faultsOfPauseWhile(policy, patterns),
    ...(await faultsOfReferences(sql, 'list', [
      ...listsNamedIn(policy.when, '/when'),
      ...listsNamedIn(policy.pauseWhile, '/pauseWhile'),
    ])),
    ...chainsOf(policy).flatMap(({ pointer, actions }) => faultsOfChain(actions, pointer)),
    ...faultsOfRenewal(policy.renewal),
    ...faultsOfWarnings(policy.firstTouch.warnAt),
    ...faultsOfCounts(policy.firstTouch.counts),
    ...(await faultsOfCalendars(sql, policy)),
    ...(await faultsOfTime(sql, policy)),
    ...(await faultsOfNamed(sql, policy)),
    ...(await faultsOfUnreachable(sql, policy.unreachable)),
  ];
}

/** A condition that matches every lead would pause every clock for good. */
function faultsOfPauseWhile({ pauseWhile }: PolicyShape, patterns: PatternBudget): Fault[] {
  if (pauseWhile === undefined) return [];
  const faults = checkCondition(pauseWhile, '/pauseWhile', patterns);
  if (faults.length > 0 || !compileCondition(pauseWhile as Condition).matchesAll) return faults;
  const message = 'Expected a condition that some leads meet and others do not: by this one no clock would ever run.';
  return [fault('/pauseWhile', 'matchesAll', message)];
}

function conditionsOf({ when, pauseWhile }: { readonly when: unknown; readonly pauseWhile?: unknown }): unknown[] {
  return pauseWhile ? [when, pauseWhile] : [when];
}

/** Puts ids in lower case, the form in which the database returns them, and adds the recipients by default. */
export function normalisedPolicy<Body extends PolicyShape>(body: Body): Body {
  const { firstTouch, followUp, decideWithin, renewal, deals } = body;
  const named = <Word extends string>(calendar: Word | { calendarId: string }) =>
    typeof calendar === 'string' ? calendar : { calendarId: calendar.calendarId.toLowerCase() };
  const action = ({ to, ...each }: BreachActionBody) =>
    to === undefined && each.do !== 'escalate' ? each : { ...each, to: target(to) };
  return {
    ...body,
    calendar: named(body.calendar),
    firstTouch: {
      ...firstTouch,
      leadCalendar: named(firstTouch.leadCalendar),
      onBreach: firstTouch.onBreach.map(action),
      onLeadBreach: firstTouch.onLeadBreach.map(action),
    },
    ...(followUp && { followUp: { ...followUp, onMiss: followUp.onMiss.map(action) } }),
    ...(renewal && { renewal: { ...renewal, onMiss: renewal.onMiss.map(action) } }),
    ...(deals && { deals: { ...deals, onMiss: deals.onMiss.map(action) } }),
    ...(typeof decideWithin === 'object' && {
      decideWithin: { ...decideWithin, ...(decideWithin.onMiss && { onMiss: decideWithin.onMiss.map(action) }) },
    }),
  };
}

function target(to: BreachActionBody['to'] = BY_DEFAULT): EscalationTarget {
  if (typeof to === 'string') return to;
  return 'repId' in to ? { repId: to.repId.toLowerCase() } : { teamId: to.teamId.toLowerCase() };
}

/** Returns all chains of a policy, with their pointers. */
function chainsOf({ firstTouch, followUp, decideWithin, renewal, deals }: PolicyShape) {
  const chains: { pointer: string; actions: readonly BreachActionBody[] }[] = [
    { pointer: '/firstTouch/onBreach', actions: firstTouch.onBreach },
    { pointer: '/firstTouch/onLeadBreach', actions: firstTouch.onLeadBreach },
  ];
  if (followUp) chains.push({ pointer: '/followUp/onMiss', actions: followUp.onMiss });
  if (typeof decideWithin === 'object')
    chains.push({ pointer: '/decideWithin/onMiss', actions: decideWithin.onMiss ?? [] });
  if (renewal) chains.push({ pointer: '/renewal/onMiss', actions: renewal.onMiss });
  if (deals) chains.push({ pointer: '/deals/onMiss', actions: deals.onMiss });
  return chains;
}

function nextPosition(tx: Tx): Promise<number> {
  return tx.value('select coalesce(max(position), 0) + 1 as next from sla_policy');
}

/** A renewal part without any promise is a mistake. */
function faultsOfRenewal(renewal: PolicyShape['renewal']): Fault[] {
  if (!renewal || Object.keys(renewal).some((name) => name !== 'onMiss')) return [];
  const message = 'Expected `firstTalkBefore`, `deciderNamedBefore`, `committedBefore` or `dealDate`.';
  return [fault('/renewal', 'missing', message)];
}

/** 0.5 and 50 are the same share, so that a warning would be sent twice. */
function faultsOfWarnings(warnAt: readonly number[]): Fault[] {
  const shares = warnAt.map(shareOf);
  return shares.flatMap((share, index) =>
    shares.indexOf(share) === index
      ? []
      : [
          fault(
            `/firstTouch/warnAt${step(index)}`,
            'duplicate',
            `This is the same as entry ${shares.indexOf(share)} (counted from 0): both are the same share of the time.`,
          ),
        ],
  );
}

/** Rejects outcomes that no touch of the kind can have, which would never count. */
function faultsOfCounts(counts: PolicyShape['firstTouch']['counts']): Fault[] {
  return counts.flatMap(({ kind, outcomes = [] }, index) =>
    outcomes.flatMap((outcome, position) =>
      kind === undefined
        ? []
        : faultsOfOutcome(kind, outcome, `/firstTouch/counts${step(index)}/outcomes${step(position)}`),
    ),
  );
}

/** Rejects a reason that requires fields: a rule cannot supply them. */
async function faultsOfUnreachable(sql: Sql, rule: PolicyShape['unreachable']): Promise<Fault[]> {
  if (!rule) return [];
  const reasons = await sql.rows<ReasonRow>(
    `select code, category, label, requires, field_types as "fieldTypes", intent, blocks, active from disposition_reason`,
  );
  const read = readDisposition(rule.then, reasons, 0);
  const { distinctDays = 1, attempts } = rule;
  const message = `${counted(attempts, 'attempt is', 'attempts are')} made on ${counted(attempts, 'day')} at most.`;
  return collectFaults(
    distinctDays > attempts && fault('/unreachable/distinctDays', 'contradiction', message),
    'faults' in read && read.faults.map(faultOfRule),
  );
}

function faultOfRule({ pointer, code, message }: Fault): Fault {
  const isOfReason = pointer === '/reason';
  return fault(
    '/unreachable/then/reason',
    isOfReason ? code : 'requires',
    isOfReason ? message : `${message.replace(/\.$/, '')}, which a rule cannot give: name one that requires nothing.`,
  );
}

async function faultsOfCalendars(sql: Sql, { calendar, firstTouch }: PolicyShape): Promise<Fault[]> {
  const { leadCalendar } = firstTouch;
  const calendars = [
    ...(typeof calendar === 'object' ? referenceAt('/calendar/calendarId', calendar.calendarId) : []),
    ...(typeof leadCalendar === 'object'
      ? referenceAt('/firstTouch/leadCalendar/calendarId', leadCalendar.calendarId)
      : []),
  ];
  return faultsOfReferences(sql, 'calendar', calendars);
}

/** Checks windows only if one calendar applies to all leads; otherwise their working time is not known yet. */
async function faultsOfTime(sql: Sql, policy: PolicyShape): Promise<Fault[]> {
  const { calendar, time } = policy;
  if (time === 'elapsed' || typeof calendar !== 'object' || !policy.followUp) return [];
  const named = await sql.row<CalendarRow>(
    `select time_zone as "timeZone", hours, holidays, holiday_region as "holidayRegion", overrides, breaks
       from calendar where id = $1`,
    [calendar.calendarId],
  );
  if (named === undefined) return [];
  const working = compileWorkingTime(definitionOf(named), {
    timeZone: 'UTC',
    holidaysOf: publicHolidays,
    window: A_YEAR,
  });
  return faultsOfWindows(policy, working);
}

async function faultsOfNamed(sql: Sql, policy: PolicyShape): Promise<Fault[]> {
  const chains = chainsOf(policy);
  const named = chains.flatMap(({ actions }) => actions).flatMap(({ to }) => (typeof to === 'object' ? [to] : []));
  const repIds = named.flatMap((to) => ('repId' in to ? [to.repId] : []));
  const teamIds = named.flatMap((to) => ('teamId' in to ? [to.teamId] : []));
  const known = { reps: await readActivity(sql, repIds), teams: await readStaffing(sql, teamIds) };
  return chains.flatMap(({ pointer, actions }) => faultsOfTargets(actions, pointer, known));
}
