import { listsNamedIn } from '../../conditions/lists-named.js';
import { fieldsOf, readDisposition } from '../../disposition/disposition.js';
import type { ReasonRow } from '../../disposition/reason.table.js';
import { collectFaults, type Fault, fault, step, under } from '../../platform/input/fault.js';
import { faultsOfSkills } from '../pools/skills.js';
import { type Queues, unknownQueue } from '../queues/queue.dto.js';
import { BOTH_TARGETS } from './routing.dto.js';
import { CONTINUE, checkRules, type RoutingMode, type Rule, type TargetBody } from './rules.js';

/** Rounds a number to a billionth of a lead, which removes the noise of floating-point arithmetic. */
export function readable(value: number): number {
  return Math.round(value * 1e9) / 1e9 || 0;
}

/** The id of the organisation's only rulebook, as the subject of its events. Nothing else has it. */
export const ROUTING_ID = '00000000-0000-7000-8000-000000000002';

export interface RulebookBody {
  readonly rules: readonly Rule[];
  readonly fallback: { readonly poolId?: string; readonly queueOwnerId?: string };
  readonly mode: RoutingMode;
}

/** The rules of a new installation, as version 0. */
export const NO_RULES: RulebookBody = { rules: [], fallback: {}, mode: 'act' };

/** The part of the directory that rules may name. */
interface RuleDirectory {
  rep(id: string): unknown;
  pool(id: string): unknown;
  list(id: string): unknown;
  readonly content: { readonly reasons: readonly ReasonRow[]; readonly queues: Queues };
}

/** Ids are compared as text, so they are in lower case, as Postgres writes them. */
export function normalisedRules(rules: readonly Rule[]): Rule[] {
  return rules.map(({ name, when, assign, requireSkills, on, acceptWithin }) => ({
    name,
    when,
    ...(on !== undefined && { on }),
    assign: normalisedAssign(assign),
    ...(requireSkills !== undefined && { requireSkills }),
    ...(acceptWithin !== undefined && { acceptWithin }),
  }));
}

export function normalisedFallback(fallback: RulebookBody['fallback'] = {}): RulebookBody['fallback'] {
  return lowerIds(fallback);
}

function normalisedAssign({
  otherwise,
  accountOwner,
  companyOwner,
  dispose,
  ...target
}: Rule['assign']): Rule['assign'] {
  return {
    ...normalisedTarget(target),
    ...(accountOwner !== undefined && { accountOwner }),
    ...(companyOwner !== undefined && { companyOwner }),
    ...(dispose !== undefined && { dispose }),
    ...(otherwise !== undefined && { otherwise: otherwise === CONTINUE ? CONTINUE : normalisedTarget(otherwise) }),
  };
}

function normalisedTarget({ queue, ...ids }: TargetBody): TargetBody {
  return { ...lowerIds(ids), ...(queue !== undefined && { queue }) };
}

/** Returns all faults of rules beyond their schema, in a request that has them as `rules`. */
export function faultsOfRules(rules: readonly Rule[], known: RuleDirectory): Fault[] {
  const pointer = '/rules';
  return [
    ...faultsOfNames(rules, pointer),
    ...checkRules(rules, pointer),
    ...rules.flatMap(({ when }, index) =>
      listsNamedIn(when, `${pointer}${step(index)}/when`).flatMap((named) =>
        unknownId('list', named.id, known, named.pointer),
      ),
    ),
    ...rules.flatMap(({ requireSkills, assign }, index) =>
      under(
        `${pointer}${step(index)}/requireSkills`,
        collectFaults(
          faultsOfSkills(requireSkills),
          requireSkills !== undefined && assign.dispose !== undefined && NEEDLESS,
          requireSkills !== undefined && assign.queue !== undefined && NEEDLESS_IN_QUEUE,
        ),
      ),
    ),
    ...rules.flatMap((rule, index) => under(`${pointer}${step(index)}`, faultsOfHandover(rule))),
    ...rules.flatMap(({ assign }, index) => [
      ...faultsOfAssign(assign, `${pointer}${step(index)}/assign`),
      ...faultsOfReason(assign, known, `${pointer}${step(index)}/assign/dispose`),
      ...faultsOfTarget(assign, known, `${pointer}${step(index)}/assign`),
      ...faultsOfTarget(otherwiseOf(assign), known, `${pointer}${step(index)}/assign/otherwise`),
    ]),
  ];
}

function otherwiseOf({ otherwise = {} }: Rule['assign']): TargetBody {
  return otherwise === CONTINUE ? {} : otherwise;
}

/** A rule has one target, and a rule for the owners of accounts or companies says who else gets leads. */
function faultsOfAssign(assign: Rule['assign'], pointer: string): Fault[] {
  const { poolId, repId, queue, accountOwner, companyOwner, otherwise, dispose } = assign;
  if (dispose !== undefined) {
    const others = [poolId, repId, queue, accountOwner, companyOwner, otherwise].filter((each) => each !== undefined);
    const message =
      'A rule that closes leads assigns them to no rep, pool or queue: leave out dispose, or every other target.';
    return others.length === 0 ? [] : [fault(pointer, 'tooMany', message)];
  }
  const owner = accountOwner ?? companyOwner;
  const targets = [poolId, repId, queue, accountOwner, companyOwner].filter((each) => each !== undefined).length;
  if (targets === 0) {
    const message = 'Expected a poolId, a repId, a queue, or accountOwner or companyOwner together with otherwise.';
    return [fault(pointer, 'tooFew', message)];
  }
  if (targets > 1) {
    const message =
      owner !== undefined
        ? 'Expected one of poolId, repId, queue, accountOwner and companyOwner: name who else gets the leads in otherwise.'
        : queue !== undefined
          ? WITH_QUEUE
          : BOTH_TARGETS;
    return [fault(pointer, 'tooMany', message)];
  }
  if (owner !== undefined && otherwise === undefined) {
    const message =
      accountOwner === undefined
        ? 'Expected who gets the lead if no rep has an open lead of its company, or if that rep cannot take it.'
        : 'Expected who gets the lead if it belongs to no account, or if the rep of its account cannot take it.';
    return [fault(`${pointer}/otherwise`, 'required', message)];
  }
  if (owner !== undefined || otherwise === undefined) return [];
  const message =
    'It belongs to accountOwner and companyOwner: a pool has its own fallback, and a rep that of the rules.';
  return [fault(`${pointer}/otherwise`, 'contradiction', message)];
}

/** Only a lead that is handed over has to be accepted, and only a lead that comes in may be closed by a rule. */
function faultsOfHandover({ on = 'intake', acceptWithin, assign }: Rule): Fault[] {
  const isIntake = on === 'intake';
  return collectFaults(
    isIntake && acceptWithin !== undefined && NOBODY_GIVES,
    !isIntake && assign.dispose !== undefined && CLOSES_LATE,
    !isIntake && assign.otherwise === CONTINUE && STAYS_OTHERWISE,
  );
}

const NOBODY_GIVES: Fault = fault(
  '/acceptWithin',
  'contradiction',
  'Only a lead that is handed over is accepted: expected "on" to be a milestone, such as milestone:qualified.',
);
const CLOSES_LATE: Fault = fault(
  '/assign/dispose',
  'contradiction',
  'A rule closes leads only as they come in: expected "on" to be intake, or a pool or rep in assign.',
);

const STAYS_OTHERWISE: Fault = fault(
  '/assign/otherwise',
  'contradiction',
  'Only a rule for leads that come in goes on with the rules below: expected a pool, a rep or a queue, or "on" to be intake.',
);

const WITH_QUEUE = 'A rule sends a lead to a queue, or to a pool or rep: leave out queue, or the other target.';

const NEEDLESS: Fault = fault(
  '',
  'contradiction',
  'A rule that closes leads assigns them to no rep: leave out requireSkills.',
);

const NEEDLESS_IN_QUEUE: Fault = fault(
  '',
  'contradiction',
  'In a queue a lead waits for a person, who decides who gets it: a rule that sends it there needs no skills.',
);

/** A rule gives nothing but the code of the reason, so the reason may require nothing else. */
function faultsOfReason(
  { dispose }: Rule['assign'],
  { content: { reasons } }: RuleDirectory,
  pointer: string,
): Fault[] {
  if (dispose === undefined) return [];
  const reason = reasons.find(({ code }) => code.toLowerCase() === dispose.reason.toLowerCase());
  const required = reason === undefined ? [] : [...fieldsOf(reason).required, ...reason.requires];
  if (required.length > 0) {
    const lacks = new Intl.ListFormat('en').format([...new Set(required)]);
    const message = `The reason ${reason!.code} requires ${lacks}, which a rule cannot give.`;
    return [fault(`${pointer}/reason`, 'required', message)];
  }
  const read = readDisposition(dispose, reasons, 0);
  return 'faults' in read ? under(pointer, read.faults) : [];
}

function faultsOfTarget({ poolId, repId, queue }: TargetBody, known: RuleDirectory, pointer: string): Fault[] {
  return [
    ...unknownId('pool', poolId, known, `${pointer}/poolId`),
    ...unknownId('rep', repId, known, `${pointer}/repId`),
    ...unknownQueue(queue, known.content.queues, `${pointer}/queue`),
  ];
}

export function faultsOfFallback({ poolId, queueOwnerId }: RulebookBody['fallback'], known: RuleDirectory): Fault[] {
  return [
    ...unknownId('pool', poolId, known, '/fallback/poolId'),
    ...unknownId('rep', queueOwnerId, known, '/fallback/queueOwnerId'),
  ];
}

/** Traces and events refer to rules by name, so names are unique. */
function faultsOfNames(rules: readonly Rule[], pointer: string): Fault[] {
  const first = new Map<string, number>();
  return rules.flatMap(({ name }, index) => {
    const earlier = first.get(name.toLowerCase());
    if (earlier === undefined) first.set(name.toLowerCase(), index);
    if (earlier === undefined) return [];
    const message = `Rule ${earlier} has this name already.`;
    return [fault(`${pointer}${step(index)}/name`, 'duplicate', message)];
  });
}

function unknownId(
  what: 'pool' | 'rep' | 'list',
  id: string | undefined,
  known: RuleDirectory,
  pointer: string,
): Fault[] {
  if (id === undefined || known[what](id) !== undefined) return [];
  return [fault(pointer, 'unknownId', `There is no ${what} ${id}.`)];
}

function lowerIds<Ids extends Readonly<Record<string, string | undefined>>>(ids: Ids): Ids {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, id?.toLowerCase()])) as Ids;
}
