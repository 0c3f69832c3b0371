import type { Directory } from '../directory/directory.js';
import { factsOf, type LeadDocument } from '../leads/lead.js';
import type { LeadAccount } from '../leads/lead-account.js';
import type { MilestoneName } from '../leads/touch.js';
import type { AssignmentCause } from '../routing/assignment.js';
import type { RequestedAccount } from '../routing/of-account.js';
import type { RoutingRequest } from '../routing/request.js';
import { type AccountOwnerRole, matchRules, type RuleEvent, type RuleMatch } from '../routing/rules.js';
import type { Sources } from '../routing/sources.js';
import {
  isAmong,
  type RuleTarget,
  ruleOf,
  targetByRules,
  targetForTest,
  targetOfMatch,
  targetOfRules,
  targetOn,
} from './asking-rules.js';
import type { LeadCase } from './lead-case.js';
import {
  causeOfCycle,
  declinersOf,
  lastOwnerBefore,
  ownersBefore,
  ownersForAgain,
  ownersInCycle,
  type WithPast,
} from './tenures.js';

/**
 * The routing request of a lead by the present rules. Its document must have been read.
 * @param cause why it is routed
 */
export function requestByRules(directory: Directory, leadCase: LeadCase, cause: AssignmentCause): RoutingRequest {
  return requestOf(directory, leadCase, cause, targetByRules(directory, leadCase, cause));
}

/** What the rules would ask for a lead that comes in, if they acted. */
export function requestInShadow(directory: Directory, leadCase: LeadCase): RoutingRequest {
  return requestOf(directory, leadCase, 'intake', targetOfRules(directory, leadCase, { on: 'intake', isNew: true }));
}

/**
 * The routing request of a lead that has reached a milestone; null if no rule for the milestone matches it, or its owner
 * is among those to whom the rule sends it: then it stays with them. Its document must have been read.
 */
export function requestAtMilestone(
  directory: Directory,
  leadCase: LeadCase,
  milestone: MilestoneName,
): RoutingRequest | null {
  // No rule is for a win, which closes the lead.
  const on = `milestone:${milestone}` as RuleEvent;
  const { lead, document } = leadCase;
  const { content } = directory;
  const facts = factsOf(document!);
  const match = matchRules(content.rulebook.rules, facts, { lists: content.lists, sources: content.sources, on });
  if (match.rule === null || lead.test) return null;
  const asked = targetOfMatch(match, facts, on);
  if (lead.ownerId !== null && isAskedFirst(document!, asked, lead.ownerId)) return null;
  return isAmong(directory, asked.target, lead.ownerId) ? null : requestOf(directory, leadCase, 'milestone', asked);
}

/** Whether its rule sends a lead to somebody before all others: as the owner of its account, or of its company's lead. */
function isAskedFirst(document: LeadDocument, { accountRole, asksCompany }: RuleTarget, repId: string): boolean {
  const { account, company } = ofCompany(document, accountRole);
  return account?.repId === repId || (asksCompany === true && company?.repId === repId);
}

/**
 * The request of a new lead of somebody who has bought: whoever owns their account gets it first, else who won them.
 * @param wonBy the owner of the lead that was won
 */
export function requestOfCustomer(
  directory: Directory,
  leadCase: LeadCase,
  request: RoutingRequest,
  wonBy: string | null,
): RoutingRequest {
  const { accountRole } = request;
  return asCustomers({ ...requestByRules(directory, leadCase, 'intake'), accountRole }, leadCase.document, wonBy);
}

/** The same request, for somebody who has bought. */
export function asCustomers(request: RoutingRequest, document: LeadDocument | null, wonBy: string | null) {
  const accountRole = request.accountRole ?? 'owner';
  const asked: RoutingRequest = { ...request, accountRole, ...ofCompany(document, accountRole) };
  return asked.account?.repId != null ? asked : { ...asked, preferredRepId: wonBy ?? undefined };
}

/** A request for a pool, whatever the rules say. */
export function requestPool(
  directory: Directory,
  leadCase: LeadCase,
  poolId: string,
  cause: AssignmentCause,
): RoutingRequest {
  return requestOf(directory, leadCase, cause, { target: { poolId }, rule: null });
}

/** Whether a decision about the lead needs its document. */
export function isReadToRoute(directory: Directory, leadCase: LeadCase): boolean {
  return goesByRules(leadCase) || directory.capsSources || ruleOf(directory, leadCase)?.skills?.asksLead === true;
}

/** A lead that was assigned without a pool is routed by the rules; a test lead, by the settings. */
function goesByRules({ lead, assignment }: LeadCase): boolean {
  return lead.poolId === null || (lead.test && assignment?.poolChosen !== true);
}

/** After a miss: the same pool, without the owners of this cycle. */
export function requestMove(directory: Directory, leadCase: LeadCase): RoutingRequest {
  const asked = goesByRules(leadCase)
    ? targetByRules(directory, leadCase, 'breach')
    : askedOfPool(directory, leadCase, leadCase.lead.poolId!);
  return requestOf(directory, leadCase, 'breach', asked);
}

/**
 * Out of the queue: by the present rules, so that rules configured after the leads came apply to them. Only a pool that
 * a person chose overrides them.
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

/** What no rule has sent to its queue stays there, whatever the rules say by now, until a person moves it. */
function heldInQueue(
  { content: { queues } }: Directory,
  { lead, assignment, document }: LeadCase,
): Partial<RoutingRequest> | null {
  const queue = lead.queueId === null || lead.rule !== null ? undefined : queues.get(lead.queueId);
  if (queue === undefined) return null;
  const isBeyond = assignment?.cause === 'intake';
  return {
    target: { queueId: queue.id, queue: queue.name },
    rule: null,
    accountRole: null,
    held: isBeyond ? { by: 'limit', source: document!.source, perMinute: null } : { by: 'putBack' },
  };
}

/** Somebody claims it of the pool that offers it. */
export function requestClaim(directory: Directory, leadCase: LeadCase): RoutingRequest {
  return requestSamePool(directory, leadCase, leadCase.lead.poolId!, 'claim');
}

/** Its owner has declined it: the same pool, without them. The lead waits where nobody else can take it. */
export function requestAfterDecline(directory: Directory, leadCase: LeadCase, poolId: string): RoutingRequest {
  const request = requestSamePool(directory, leadCase, poolId, 'decline');
  return { ...request, currentOwner: undefined, declined: [...(request.declined ?? []), leadCase.lead.ownerId!] };
}

/** The owner is away: whoever stands in for them gets it; else the lead stays in its pool, if it has one. */
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
  return requestOf(directory, leadCase, cause, askedOfPool(directory, leadCase, poolId));
}

/** The same pool, with the rule by which the lead came to it and the skills that this rule asks for. */
function askedOfPool(directory: Directory, leadCase: LeadCase, poolId: string): RuleTarget {
  const { skills } = ruleOf(directory, leadCase) ?? {};
  const needed = skills?.asksLead === true ? skills.of(factsOf(leadCase.document!)) : skills?.fixed;
  return { target: { poolId }, rule: leadCase.lead.rule, skills: needed };
}

/** The request of a lead without former owners, by the rule that it matched. @param testPoolId for a test lead */
export function requestOfNewLead(
  leadId: string,
  match: RuleMatch,
  document: LeadDocument,
  testPoolId: string | null | undefined,
  sources: Sources,
): RoutingRequest {
  const facts = factsOf(document);
  const asked = testPoolId === undefined ? targetOfMatch(match, facts) : targetForTest(match, testPoolId);
  return {
    ...asked,
    isTest: testPoolId !== undefined,
    ...(testPoolId === undefined && ofCompany(document, asked.accountRole)),
    leadId,
    source: sources.keyOf(facts.source),
    kind: 'route',
    earlierOwners: [],
  };
}

/** Where a cycle begins by one of these, the last owner gets the lead if they can. */
const RETURNS_TO_OWNER: ReadonlySet<AssignmentCause> = new Set(['wake', 'reopen', 'inquiry']);

/**
 * The same request, once more is known of the lead: its rules are asked again, and its account says who is asked first.
 * Not of one that is only just coming in, whose account is known before it is asked for.
 */
export function askedAgain(directory: Directory, leadCase: LeadCase, request: RoutingRequest): RoutingRequest {
  // What is held in its queue is there whatever the rules say.
  const isAsked = request.rules !== undefined && request.held === undefined;
  const asked = !isAsked ? {} : targetOn(directory, leadCase, { on: request.on ?? 'intake' });
  const { accountRole } = { ...request, ...asked };
  return { ...request, ...asked, ...(request.isTest !== true && ofCompany(leadCase.document, accountRole)) };
}

/** The account of a lead, and its company, as far as they are known. */
export function ofCompany(
  document: LeadDocument | null,
  accountRole: AccountOwnerRole | null | undefined,
): Pick<RoutingRequest, 'account' | 'company'> {
  if (document === null) return {};
  const { account, companyOwnerId, companyKey } = document;
  return {
    ...(account != null && { account: requestedOf(account, accountRole) }),
    ...(companyOwnerId !== undefined && { company: { key: companyKey, repId: companyOwnerId } }),
  };
}

function requestedOf(
  { accountId, by, asked, reps, protectedUntil }: LeadAccount,
  role: AccountOwnerRole | null | undefined,
): RequestedAccount {
  const repId = role == null ? null : (reps[role] ?? null);
  return { accountId, by, asked, repId, ownerRepId: reps.owner ?? null, protectedUntil };
}

/**
 * Who is preferred, avoided and excluded follows from what the lead has been through, whoever asks and however long it
 * has waited: a lead that woke or was reopened prefers its last owner until somebody has it; one that came back from
 * recycling is for nobody who had it before; who has had it in this cycle gets it when there is nobody else.
 */
export function pastOf(past: WithPast, cause: AssignmentCause): Past {
  if (past.tenures.length === 0 && past.lead.ownerId === null && cause !== 'breach') return NO_PAST;
  const began = causeOfCycle(past, cause);
  const isMove = cause === 'breach';
  const isRecycled = began === 'recycle';
  const earlierOwners = ownersInCycle(past);
  const declined = declinersOf(past);
  const lastOwner = lastOwnerBefore(past);
  const isBack = !isMove && RETURNS_TO_OWNER.has(began) && earlierOwners.length === 0;
  return {
    kind: isMove ? 'move' : 'route',
    earlierOwners,
    excluded: isRecycled ? [...new Set(ownersBefore(past))] : [],
    declined,
    again: isMove || isRecycled ? ownersForAgain(past, began).filter((repId) => !declined.includes(repId)) : [],
    preferredRepId: isBack && lastOwner !== undefined && !declined.includes(lastOwner) ? lastOwner : undefined,
  };
}

type Past = Required<Pick<RoutingRequest, 'kind' | 'earlierOwners' | 'excluded' | 'declined' | 'again'>> &
  Pick<RoutingRequest, 'preferredRepId'>;

const NO_PAST: Past = { kind: 'route', earlierOwners: [], excluded: [], declined: [], again: [] };

function requestOf(
  { capsSources, content: { sources } }: Directory,
  leadCase: LeadCase,
  cause: AssignmentCause,
  asked: RuleTarget,
): RoutingRequest {
  const { lead, document } = leadCase;
  const untouched = lead.status === 'open' && lead.workState === 'untouched';
  const past = pastOf(leadCase, cause);
  const { account, company } = ofCompany(document, lead.test ? undefined : asked.accountRole);
  // Written out: every lead has one, and an object of this size that is spread together is slow to make and to read.
  return {
    leadId: lead.id,
    kind: past.kind,
    target: asked.target,
    rule: asked.rule,
    on: asked.on,
    closing: asked.closing,
    accountRole: asked.accountRole,
    account,
    asksCompany: asked.asksCompany,
    company,
    skills: asked.skills,
    source: capsSources ? sources.keyOf(document!.source) : undefined,
    rules: asked.rules,
    earlierOwners: past.earlierOwners,
    excluded: past.excluded,
    declined: past.declined,
    again: past.again,
    preferredRepId: past.preferredRepId,
    currentOwner: lead.ownerId === null ? undefined : { repId: lead.ownerId, untouched },
    isShadow: asked.isShadow,
    isTest: lead.test,
  };
}
