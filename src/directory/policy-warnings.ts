import { elapsedMs } from '../platform/duration.js';
import { poolChain } from '../routing/roster.js';
import type { BreachAction, SlaPolicy } from '../sla/policy.js';
import type { DirectoryContent } from './directory.js';

/** Of a policy by itself and of whom it is for, what works but hardly as it was meant. */
export interface PolicyWarning {
  readonly code: 'policyMovesNowhere' | 'unreachableUnproven' | 'policyWithRetiredReason';
  readonly policyId: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

export function policyWarnings(content: DirectoryContent): PolicyWarning[] {
  const alone = poolsOfOne(content);
  const retired = new Map(content.reasons.flatMap((reason) => (reason.active ? [] : [[reason.code, reason.label]])));
  return content.policies.flatMap(({ policy }) => [
    ...movesNowhere(policy, alone),
    ...unproven(policy),
    ...withRetiredReason(policy, retired),
  ]);
}

/** What a policy has follow upon a miss, and where it stands. */
export function chainsOf({
  firstTouch,
  followUp,
  decide,
}: SlaPolicy): Readonly<Record<string, readonly BreachAction[]>> {
  return {
    '/firstTouch/onBreach': firstTouch.onBreach,
    '/firstTouch/onLeadBreach': firstTouch.onLeadBreach,
    '/followUp/onMiss': followUp?.onMiss ?? [],
    '/decideWithin/onMiss': decide?.onMiss ?? [],
  };
}

/** The pools that rules lead to in which, fallbacks and all, there is only one to take a lead. */
function poolsOfOne({ reps, pools, rulebook }: DirectoryContent): string[] {
  const isActive = (id: string) => reps.get(id)?.active === true;
  const ids = rulebook.rules.flatMap(({ assign }) => ('poolId' in assign ? [assign.poolId] : []));
  const { fallbackPoolId } = rulebook;
  return [...new Set([...ids, ...(fallbackPoolId === null ? [] : [fallbackPoolId])])].flatMap((id) => {
    const chain = poolChain({ pools, fallbackPoolId }, id);
    const members = new Set(chain.flatMap((pool) => pool.members.map(({ repId }) => repId)).filter(isActive));
    return members.size === 1 ? [pools.get(id)!.name] : [];
  });
}

function movesNowhere(policy: SlaPolicy, alone: readonly string[]): PolicyWarning[] {
  const { id, name, mode, firstTouch } = policy;
  if (mode !== 'enforce' || firstTouch.maxReassignments === 0 || alone.length === 0) return [];
  const pointers = Object.entries(chainsOf(policy)).flatMap(([pointer, chain]) =>
    chain.some((action) => action.do === 'reassign') ? [pointer] : [],
  );
  if (pointers.length === 0) return [];
  const names = new Intl.ListFormat('en').format(alone.map((pool) => `"${pool}"`));
  const text = `The policy "${name}" moves leads that are missed, but in ${alone.length === 1 ? 'the pool' : 'the pools'} ${names} there is nobody else to take them: PUT /v1/pools/{id} with more members, or with a fallbackPoolId.`;
  return [{ code: 'policyMovesNowhere', policyId: id, pointers, text }];
}

/** A cadence whose touches are too few, or too close together, to prove that nobody can be reached. */
function unproven({ id, name, followUp, unreachable }: SlaPolicy): PolicyWarning[] {
  if (followUp === null || unreachable === null) return [];
  const warning = { code: 'unreachableUnproven', policyId: id } as const;
  const attempts = followUp.steps.length + 1;
  const few: PolicyWarning[] =
    unreachable.attempts <= attempts
      ? []
      : [
          {
            ...warning,
            pointers: ['/unreachable/attempts'],
            text: `The policy "${name}" asks for ${unreachable.attempts} attempts before a lead is unreachable, but its first touch and its steps are ${attempts}: PUT /v1/sla-policies/{id} with more steps, or with fewer attempts.`,
          },
        ];
  // From the first touch to the end of the last window: nobody is asked to try later.
  const longestMs = followUp.steps.reduce((sum, step) => sum + elapsedMs(step.after) + elapsedMs(step.within), 0);
  if (elapsedMs(unreachable.over) <= longestMs) return few;
  const text = `The policy "${name}" has a lead unreachable after ${unreachable.over.text} at the earliest, but its last step is over before: PUT /v1/sla-policies/{id} with later steps, or with a shorter time.`;
  return [...few, { ...warning, pointers: ['/unreachable/over'], text }];
}

/** What people may not close leads with any more, a policy goes on closing them with. */
function withRetiredReason(
  { id, name, unreachable }: SlaPolicy,
  retired: ReadonlyMap<string, string>,
): PolicyWarning[] {
  const label = unreachable === null ? undefined : retired.get(unreachable.then.reason);
  if (label === undefined) return [];
  const text = `The policy "${name}" closes leads with the reason "${label}", which is no longer in use: PUT /v1/sla-policies/{id} with another one, or PUT /v1/disposition-reasons/{id} with "active": true.`;
  return [{ code: 'policyWithRetiredReason', policyId: id, pointers: ['/unreachable/then/reason'], text }];
}
