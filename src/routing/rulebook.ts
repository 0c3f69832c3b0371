import { listsNamedIn } from '../conditions/condition.js';
import { fieldsOf, readDisposition } from '../disposition/disposition.js';
import type { ReasonEntity } from '../disposition/reason.table.js';
import { type Fault, step, under } from '../platform/fault.js';
import { BOTH_TARGETS } from './routing.dto.js';
import { checkRules, type Rule } from './rules.js';
import { faultsOfSkills } from './skills.js';

/** A number rounded to a billionth of a lead, without the noise of floating-point arithmetic. */
export function readable(value: number): number {
  return Math.round(value * 1e9) / 1e9 || 0;
}

/** There is one rulebook for the organisation: the subject of its events needs an id that nothing else has. */
export const ROUTING_ID = '00000000-0000-7000-8000-000000000002';

/** The rules as they are saved. */
export interface RulebookBody {
  readonly rules: readonly Rule[];
  readonly fallback: { readonly poolId?: string; readonly queueOwnerId?: string };
}

/** The rules of a new installation, as version 0. */
export const NO_RULES: RulebookBody = { rules: [], fallback: {} };

/** The answer of `GET /v1/routing`. */
interface Known {
  rep(id: string): unknown;
  pool(id: string): unknown;
  list(id: string): unknown;
  readonly content: { readonly reasons: readonly ReasonEntity[] };
}

/** Ids are compared as text: in lower case, as Postgres writes them. */
export function normalisedRules(rules: readonly Rule[]): Rule[] {
  return rules.map(({ name, when, assign, requireSkills }) => ({
    name,
    when,
    assign: normalisedAssign(assign),
    ...(requireSkills !== undefined && { requireSkills }),
  }));
}

export function normalisedFallback(fallback: RulebookBody['fallback'] = {}): RulebookBody['fallback'] {
  return lowerIds(fallback);
}

function normalisedAssign({ otherwise, accountOwner, companyOwner, dispose, ...ids }: Rule['assign']): Rule['assign'] {
  return {
    ...lowerIds(ids),
    ...(accountOwner !== undefined && { accountOwner }),
    ...(companyOwner !== undefined && { companyOwner }),
    ...(dispose !== undefined && { dispose }),
    ...(otherwise !== undefined && { otherwise: lowerIds(otherwise) }),
  };
}

/** All faults of rules beyond their schema. @param pointer where they stand in the request */
export function faultsOfRules(rules: readonly Rule[], known: Known, pointer = '/rules'): Fault[] {
  return [
    ...faultsOfNames(rules, pointer),
    ...checkRules(rules, pointer),
    ...rules.flatMap(({ when }, index) =>
      listsNamedIn(when, `${pointer}${step(index)}/when`).flatMap((named) =>
        unknownId('list', named.id, known, named.pointer),
      ),
    ),
    ...rules.flatMap(({ requireSkills, assign }, index) =>
      under(`${pointer}${step(index)}/requireSkills`, [
        ...faultsOfSkills(requireSkills),
        ...(requireSkills !== undefined && assign.dispose !== undefined ? [NEEDLESS] : []),
      ]),
    ),
    ...rules.flatMap(({ assign }, index) => [
      ...faultsOfAssign(assign, `${pointer}${step(index)}/assign`),
      ...faultsOfReason(assign, known, `${pointer}${step(index)}/assign/dispose`),
      ...faultsOfTarget(assign, known, `${pointer}${step(index)}/assign`),
      ...faultsOfTarget(assign.otherwise ?? {}, known, `${pointer}${step(index)}/assign/otherwise`),
    ]),
  ];
}

/** A rule has one target, and that of accounts says who else gets leads. */
function faultsOfAssign(
  { poolId, repId, accountOwner, companyOwner, otherwise, dispose }: Rule['assign'],
  pointer: string,
): Fault[] {
  if (dispose !== undefined) {
    const others = [poolId, repId, accountOwner, companyOwner, otherwise].filter((each) => each !== undefined);
    const message = 'A rule that closes leads gives them to nobody: leave out dispose, or whoever else is named.';
    return others.length === 0 ? [] : [{ pointer, code: 'tooMany', message }];
  }
  const owner = accountOwner ?? companyOwner;
  const targets = [poolId, repId, accountOwner, companyOwner].filter((each) => each !== undefined).length;
  if (targets === 0) {
    const message = 'Expected a poolId, a repId, or accountOwner or companyOwner beside otherwise.';
    return [{ pointer, code: 'tooFew', message }];
  }
  if (targets > 1) {
    const message =
      owner === undefined
        ? BOTH_TARGETS
        : 'Expected one of poolId, repId, accountOwner and companyOwner: name who else gets the leads in otherwise.';
    return [{ pointer, code: 'tooMany', message }];
  }
  if (owner !== undefined && otherwise === undefined) {
    const message =
      accountOwner === undefined
        ? 'Expected who gets leads of companies of which nobody has an open lead, or that its owner cannot take.'
        : 'Expected who gets leads that are of no account, or whose owner cannot take them.';
    return [{ pointer: `${pointer}/otherwise`, code: 'required', message }];
  }
  if (owner !== undefined || otherwise === undefined) return [];
  const message =
    'It belongs to accountOwner and companyOwner: a pool has its own fallback, and a rep that of the rules.';
  return [{ pointer: `${pointer}/otherwise`, code: 'contradiction', message }];
}

const NEEDLESS: Fault = {
  pointer: '',
  code: 'contradiction',
  message: 'A rule that closes leads needs nobody with skills.',
};

/** It is given with nothing but its code, so it may require nothing. */
function faultsOfReason({ dispose }: Rule['assign'], { content: { reasons } }: Known, pointer: string): Fault[] {
  if (dispose === undefined) return [];
  const reason = reasons.find(({ code }) => code.toLowerCase() === dispose.reason.toLowerCase());
  const required = reason === undefined ? [] : [...fieldsOf(reason).required, ...reason.requires];
  if (required.length > 0) {
    const lacks = new Intl.ListFormat('en').format([...new Set(required)]);
    const message = `The reason ${reason!.code} requires ${lacks}, which a rule cannot give.`;
    return [{ pointer: `${pointer}/reason`, code: 'required', message }];
  }
  const read = readDisposition(dispose, reasons, 0);
  return 'faults' in read ? under(pointer, read.faults) : [];
}

function faultsOfTarget(
  { poolId, repId }: { readonly poolId?: string; readonly repId?: string },
  known: Known,
  pointer: string,
): Fault[] {
  return [
    ...unknownId('pool', poolId, known, `${pointer}/poolId`),
    ...unknownId('rep', repId, known, `${pointer}/repId`),
  ];
}

export function faultsOfFallback({ poolId, queueOwnerId }: RulebookBody['fallback'], known: Known): Fault[] {
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
    return [{ pointer: `${pointer}${step(index)}/name`, code: 'duplicate', message }];
  });
}

function unknownId(what: 'pool' | 'rep' | 'list', id: string | undefined, known: Known, pointer: string): Fault[] {
  if (id === undefined || known[what](id) !== undefined) return [];
  return [{ pointer, code: 'unknownId', message: `There is no ${what} ${id}.` }];
}

function lowerIds<Ids extends Readonly<Record<string, string | undefined>>>(ids: Ids): Ids {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, id?.toLowerCase()])) as Ids;
}
