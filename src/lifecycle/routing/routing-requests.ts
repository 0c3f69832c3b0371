import type { Directory, DirectoryContent } from '../../directory/directory.js';
import { factsOf, type LeadDocument } from '../../leads/lead.js';
import { reviewNeededBy } from '../../leads/reading.js';
import type { MilestoneName } from '../../leads/touch.js';
import type { Instant } from '../../platform/values/duration.js';
import type { AssignmentCause } from '../../routing/assignments/assignment.js';
import type { RoutingRequest } from '../../routing/deciding/request.js';
import type { Queues } from '../../routing/queues/queue.dto.js';
import { toReview } from '../../routing/queues/sent-to-queue.js';
import { matchRules, queueOf, type RuleEvent, type RuleMatch, repOf } from '../../routing/rules/rules.js';
import type { LeadCase } from '../lead-case.js';
import {
  COMES_IN,
  isAmong,
  type RuleTarget,
  ruleOf,
  targetByRules,
  targetForTest,
  targetOfMatch,
  targetOfRules,
  targetOn,
} from './asking-rules.js';
import { ofCompany, pastOf } from './known-to-routing.js';

/**
 * Returns the routing request of a lead by the present rules. Its document must have been read.
 * @param cause why it is routed
 */
export function requestByRules(directory: Directory, leadCase: LeadCase, cause: AssignmentCause): RoutingRequest {
  const request = requestOf(directory, leadCase, cause, targetByRules(directory, leadCase, cause));
  return COMES_IN.has(cause) ? reviewed(request, directory.content.queues, leadCase.document) : request;
}

/** Sends a lead by which nobody can be reached to the queue for review, unless its rule closes it or names a queue. */
function reviewed(request: RoutingRequest, queues: Queues, document: LeadDocument | null): RoutingRequest {
  const by = document === null ? null : reviewNeededBy(document);
  const isLeft = by === null || request.isTest || request.isShadow || request.closing !== undefined;
  return isLeft || queueOf(request.target) !== null ? request : toReview(request, queues, { by });
}

/** Returns the request that the rules would make for an incoming lead, if they acted. */
export function requestInShadow(directory: Directory, leadCase: LeadCase): RoutingRequest {
  return requestOf(directory, leadCase, 'intake', targetOfRules(directory, leadCase, { on: 'intake', isNew: true }));
}

/**
 * Returns the routing request of a lead that has reached a milestone. Null if it stays: no rule for the milestone
 * matches it, the rule has handed it over already, or its owner is among the reps to whom the rule sends it. Its
 * document must have been read.
 */
export function requestAtMilestone(
  directory: Directory,
  leadCase: LeadCase,
  milestone: MilestoneName,
  now: Instant,
): RoutingRequest | null {
  // No rule applies to a win, which closes the lead.
  const on = `milestone:${milestone}` as RuleEvent;
  const { lead, document } = leadCase;
  const { content } = directory;
  const facts = factsOf(document!);
  const match = matchRules(content.rulebook.rules, facts, { lists: content.lists, sources: content.sources, on });
  if (match.rule === null || lead.test || isHandedOverBy(match.rule, leadCase)) return null;
  const request = requestOf(directory, leadCase, 'milestone', targetOfMatch(match, facts, on));
  return isAskedFirst(directory, request, now) || isAmong(directory, request.target, lead.ownerId) ? null : request;
}

/**
 * Reports whether a rule has handed the lead over before, to whoever could take it then: a milestone may be reported
 * again. A lead that a person has moved since is handed over once more.
 */
function isHandedOverBy({ name }: { readonly name: string }, { lead, assignment }: LeadCase): boolean {
  return lead.ownerId !== null && lead.rule === name && assignment?.cause !== 'manual';
}

/**
 * Reports whether the present owner is the rep to whom a lead goes before all pools, or stands in for that rep: the rep
 * of its account or company, or the one whom the rule names.
 */
export function isAskedFirst(
  directory: Directory,
  { target, currentOwner, account, asksCompany, company }: RoutingRequest,
  now: Instant,
): boolean {
  if (currentOwner === undefined) return false;
  const { repId: ownerId } = currentOwner;
  const keeperId = account?.repId ?? account?.ownerRepId ?? null;
  const isGuarded =
    (account?.protectedUntil ?? 0) > now && keeperId !== null && directory.rep(keeperId)?.active === true;
  const asked = isGuarded ? [keeperId] : [account?.repId, asksCompany === true ? company?.repId : null, repOf(target)];
  return asked.some((repId) => repId != null && (repId === ownerId || directory.standInFor(repId, now) === ownerId));
}

/** Returns a request for a pool, whatever the rules say. */
export function requestPool(
  directory: Directory,
  leadCase: LeadCase,
  poolId: string,
  cause: AssignmentCause,
): RoutingRequest {
  return requestOf(directory, leadCase, cause, { target: { poolId }, rule: null });
}

/** Reports whether a decision about the lead needs its document. */
export function isReadToRoute(directory: Directory, leadCase: LeadCase): boolean {
  return goesByRules(leadCase) || directory.capsSources || ruleOf(directory, leadCase)?.skills?.asksLead === true;
}

/**
 * Reports whether a lead is routed by the rules: one that was assigned without a pool, or a test lead, whose pool the
 * settings name.
 */
function goesByRules({ lead, assignment }: LeadCase): boolean {
  return lead.poolId === null || (lead.test && assignment?.poolChosen !== true);
}

/** Returns the request after a miss: the same pool, without the owners of this cycle. */
export function requestMove(directory: Directory, leadCase: LeadCase): RoutingRequest {
  const target = goesByRules(leadCase)
    ? targetByRules(directory, leadCase, 'breach')
    : poolTarget(directory, leadCase, leadCase.lead.poolId!);
  return requestOf(directory, leadCase, 'breach', target);
}

/**
 * Returns the request of a waiting lead: by the present rules, so that rules configured after the lead came apply to
 * it. Only a pool that a person chose overrides them.
 */
export function requestFromQueue(directory: Directory, leadCase: LeadCase): RoutingRequest {
  const { lead, assignment } = leadCase;
  if (lead.waiting === 'move') return requestMove(directory, leadCase);
  const isOfferOver = lead.waiting === 'claim';
  const held = heldInQueue(directory, leadCase);
  if (held !== null) return { ...requestByRules(directory, leadCase, 'queue'), ...held };
  if (assignment?.poolChosen === true && lead.poolId !== null)
    return { ...requestSamePool(directory, leadCase, lead.poolId, 'queue'), isOfferOver };
  return { ...requestByRules(directory, leadCase, 'queue'), isOfferOver };
}

/**
 * Keeps a lead in its queue if no rule has sent it there, whatever the rules say by now, until a person moves it. Null
 * for other leads.
 */
function heldInQueue(
  { content: { queues, sources } }: Directory,
  { lead, assignment, document }: LeadCase,
): Partial<RoutingRequest> | null {
  const queue = lead.queueId === null || lead.rule !== null ? undefined : queues.get(lead.queueId);
  if (queue === undefined) return null;
  const isBeyond = assignment?.cause === 'intake';
  const review = document === null ? null : reviewNeededBy(document);
  return {
    target: { queueId: queue.id, queue: queue.name },
    rule: null,
    accountRole: null,
    held:
      isBeyond && review === null
        ? { by: 'limit', source: sources.labelOf(document!.source), perMinute: null }
        : { by: (isBeyond && review) || (assignment?.cause === 'given' ? 'imported' : 'putBack') },
  };
}

/**
 * Returns the request for a claim of a lead, in the pool that offers it. A former owner to whom it is offered, because
 * nobody else was eligible, may claim it.
 */
export function requestClaim(directory: Directory, leadCase: LeadCase, repId: string): RoutingRequest {
  const { lead } = leadCase;
  const request = requestSamePool(directory, leadCase, lead.poolId!, 'claim');
  return lead.offer?.to.includes(repId) === true ? offeredToFormer(request, repId) : request;
}

/** Returns the same request, open to a former owner. */
export function offeredToFormer(request: RoutingRequest, repId: string): RoutingRequest {
  return { ...request, earlierOwners: request.earlierOwners.filter((each) => each !== repId) };
}

/**
 * Returns the request after the owner declined the lead: the same pool, without them. The lead waits if nobody else can
 * take it.
 */
export function requestAfterDecline(directory: Directory, leadCase: LeadCase, poolId: string): RoutingRequest {
  const request = requestSamePool(directory, leadCase, poolId, 'decline');
  return { ...request, currentOwner: undefined, declined: [...(request.declined ?? []), leadCase.lead.ownerId!] };
}

/**
 * Returns the request while the owner is away: the rep who stands in for them gets the lead; else it stays in its pool,
 * if it has one.
 */
export function requestDuringAbsence(directory: Directory, leadCase: LeadCase): RoutingRequest {
  const request = goesByRules(leadCase)
    ? requestByRules(directory, leadCase, 'absence')
    : requestSamePool(directory, leadCase, leadCase.lead.poolId!, 'absence');
  return { ...request, coverFor: leadCase.lead.test ? undefined : (leadCase.lead.ownerId ?? undefined) };
}

function requestSamePool(
  directory: Directory,
  leadCase: LeadCase,
  poolId: string,
  cause: AssignmentCause,
): RoutingRequest {
  return requestOf(directory, leadCase, cause, poolTarget(directory, leadCase, poolId));
}

/** Returns the same pool, with the rule by which the lead came to it and the skills that this rule requires. */
function poolTarget(directory: Directory, leadCase: LeadCase, poolId: string): RuleTarget {
  const { skills } = ruleOf(directory, leadCase) ?? {};
  const needed = skills?.asksLead === true ? skills.of(factsOf(leadCase.document!)) : skills?.fixed;
  return { target: { poolId }, rule: leadCase.lead.rule, skills: needed };
}

/**
 * Returns the request of a lead without former owners, by the rule that it matched. @param testPoolId for a test lead
 */
export function requestOfNewLead(
  leadId: string,
  match: RuleMatch,
  document: LeadDocument,
  testPoolId: string | null | undefined,
  { sources, queues }: Pick<DirectoryContent, 'sources' | 'queues'>,
): RoutingRequest {
  const facts = factsOf(document);
  const target = testPoolId === undefined ? targetOfMatch(match, facts) : targetForTest(match, testPoolId);
  const request: RoutingRequest = {
    ...target,
    isTest: testPoolId !== undefined,
    ...(testPoolId === undefined && ofCompany(document, target.accountRole)),
    leadId,
    source: sources.keyOf(facts.source),
    kind: 'route',
    earlierOwners: [],
  };
  return reviewed(request, queues, document);
}

/**
 * Returns the same request, once more is known of the lead: its rules are asked again, and its account decides who is
 * asked first. It is not for a lead that is just coming in, whose account is known before its request is made.
 */
export function refreshedRequest(directory: Directory, leadCase: LeadCase, request: RoutingRequest): RoutingRequest {
  // A lead that is held in its queue stays there whatever the rules say.
  const goesByItsRules = request.rules !== undefined && request.held === undefined;
  const target = !goesByItsRules ? {} : targetOn(directory, leadCase, { on: request.on ?? 'intake' });
  const { accountRole } = { ...request, ...target };
  return { ...request, ...target, ...(request.isTest !== true && ofCompany(leadCase.document, accountRole)) };
}

function requestOf(
  { capsSources, content: { sources } }: Directory,
  leadCase: LeadCase,
  cause: AssignmentCause,
  to: RuleTarget,
): RoutingRequest {
  const { lead, document } = leadCase;
  const untouched = lead.status === 'open' && lead.workState === 'untouched';
  const past = pastOf(leadCase, cause);
  const { account, company } = ofCompany(document, lead.test ? undefined : to.accountRole);
  // Written out: every lead has a request, and an object of this size that is spread together is slow to make and to
  // read.
  return {
    leadId: lead.id,
    kind: past.kind,
    target: to.target,
    rule: to.rule,
    on: to.on,
    closing: to.closing,
    accountRole: to.accountRole,
    account,
    asksCompany: to.asksCompany,
    above: to.above,
    company,
    skills: to.skills,
    source: capsSources ? sources.keyOf(document!.source) : undefined,
    rules: to.rules,
    earlierOwners: past.earlierOwners,
    excluded: past.excluded,
    declined: past.declined,
    again: past.again,
    preferredRepId: past.preferredRepId,
    currentOwner: lead.ownerId === null ? undefined : { repId: lead.ownerId, untouched },
    isShadow: to.isShadow,
    isTest: lead.test,
  };
}
