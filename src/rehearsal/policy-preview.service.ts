import { Injectable } from '@nestjs/common';
import { checkPolicy, normalisedPolicy } from '../admin/policies/policy.kind.js';
import type { Caller } from '../auth/scope.js';
import { ConfigurationStore } from '../configuration/configuration.store.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { DispositionStore } from '../disposition/disposition.store.js';
import { ActivityStore } from '../leads/activity.store.js';
import type { LeadBody } from '../leads/lead.dto.js';
import { factsOf } from '../leads/lead.js';
import { asReachable, faultsOfLead, ownerGiven, readLead } from '../leads/reading.js';
import { SamePersonStore } from '../leads/same-person.store.js';
import { adoptPolicy, givePolicy } from '../lifecycle/clocks/adopting-policy.js';
import { replanOutdated } from '../lifecycle/clocks/replanning.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { OpenDeals } from '../lifecycle/open-deals.service.js';
import { RoutingDecisions } from '../lifecycle/routing/routing-decisions.service.js';
import { newLeadState } from '../lifecycle/tenures.js';
import { KnownSinceReader } from '../lifecycle/touches/known-since.service.js';
import { readTouch } from '../lifecycle/touches/reading-touches.js';
import { type Fault, under } from '../platform/input/fault.js';
import { instantOf, LATEST } from '../platform/input/formats.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/values/duration.js';
import type { PolicyShape } from '../sla/policy.dto.js';
import type { SlaPolicy } from '../sla/policy.js';
import { LeadFuture } from './playing/foreseeing.js';
import { ForeseenRoster } from './playing/foreseen.js';
import {
  AHEAD_MAX_DAYS,
  beginningOf,
  type Cut,
  caveatsOf,
  cutInWords,
  draftOf,
  faultsOfGiven,
  faultsOfSpan,
  faultsOfTouches,
  INSTANTS_MAX,
  LOOKS_MAX,
  type Span,
  UNNAMED,
} from './policy-preview.js';
import type { AssumedTouch, PolicyPreviewBody } from './policy-preview.schema.js';

/** The id of an imaginary lead; it is not stored. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

const NO_POLICY = 'The lead has no policy, and the draft does not match it: the draft has no effect on it.';
const CLOSED = 'The lead is closed: a change of its policy counts for it when it comes back.';

interface Begun {
  readonly foreseeing: LeadFuture;
  readonly directory: Directory;
  readonly match: { readonly matched: boolean; readonly failed?: unknown };
  /** The policy that a real lead is to adopt; null for none. */
  readonly draft: SlaPolicy | null;
}

/** Simulates a lead under a policy. It writes nothing. */
@Injectable()
export class PolicyPreviewService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationStore,
    private readonly directories: DirectoryService,
    private readonly routing: RoutingDecisions,
    private readonly cases: LeadCases,
    private readonly activity: ActivityStore,
    private readonly dispositions: DispositionStore,
    private readonly accounts: LeadAccounts,
    private readonly knownSince: KnownSinceReader,
    private readonly openDeals: OpenDeals,
    private readonly persons: SamePersonStore,
    private readonly time: TimeSource,
  ) {}

  async preview(body: PolicyPreviewBody, caller: Caller) {
    const now = this.time.now();
    const from = body.at === undefined ? now : instantOf(body.at);
    const until =
      body.until === undefined ? Math.min(from + AHEAD_MAX_DAYS * MS_PER_DAY, LATEST) : instantOf(body.until);
    const span = { now, from, until };
    // Before the transaction, which others would wait for.
    const faults = await this.faultsOfPolicy(body);
    const begun = await this.database.transaction(async (tx) => {
      // As in real routing, the lock keeps configuration unchanged between reading it and reading its reps.
      await this.configuration.lockShared(tx);
      return this.begin(tx, body, span, faults);
    });
    return this.play(begun, body.touches, span, caller);
  }

  private async begin(tx: Tx, body: PolicyPreviewBody, span: Span, faults: readonly Fault[]): Promise<Begun> {
    const { lead, leadId } = body;
    // What happens to a real lead begins now, and a new one comes in at the start.
    const directory = await this.directories.foreseen(tx, leadId === undefined ? span.from : span.now);
    const leadCase = leadId === undefined ? null : await this.look(tx, leadId.toLowerCase());
    refuse(
      faults,
      faultsOfGiven(body, leadCase !== null),
      lead !== undefined && under('/lead', faultsOfLead(lead, directory, span.from)),
      faultsOfSpan(body, span),
      faultsOfTouches(body.touches, directory, span),
    );
    const shape = body.policy && normalisedPolicy(body.policy);
    return leadCase === null
      ? this.imagine(tx, directory, { lead: lead!, shape: shape!, span })
      : this.goOn(tx, directory, { leadCase, shape, now: span.now });
  }

  private async imagine(
    tx: Tx,
    directory: Directory,
    { lead, shape, span }: { lead: LeadBody; shape: PolicyShape; span: Span },
  ): Promise<Begun> {
    const { now, from } = span;
    const { sources, settings } = directory.content;
    const received = { at: from, by: null, channel: sources.of(lead.source)?.channel };
    const asking = { lead: { id: NOBODY }, document: asReachable(readLead(lead, received, settings)) };
    await this.know(tx, directory, asking);
    const { document } = asking;
    const { policy, match, when } = draftOf(
      shape,
      { id: NOBODY, name: UNNAMED, version: 1 },
      factsOf(document),
      directory,
    );
    const pinned = match.matched ? policy : null;
    const state = {
      ...newLeadState(NOBODY, from),
      policyId: pinned?.id ?? null,
      policyVersion: pinned?.version ?? null,
    };
    const leadCase = new LeadCase({ lead: state, before: null, document, policy: pinned, archive: () => pinned });
    const tried = directory.withPolicies(pinned === null ? [] : [{ policy, when }]);
    // Past loads are not known; a later day starts at zero.
    const foreseeing = await this.foreseeing(tx, tried, leadCase, Math.max(from, now));
    foreseeing.arrive(from, ownerGiven(lead, directory));
    foreseeing.listen();
    return { foreseeing, directory: tried, match, draft: null };
  }

  private async goOn(
    tx: Tx,
    directory: Directory,
    { leadCase, shape, now }: { leadCase: LeadCase; shape: PolicyShape | undefined; now: Instant },
  ): Promise<Begun> {
    await this.know(tx, directory, leadCase);
    const { lead, document } = leadCase;
    const saved = directory.content.policies;
    const former = saved.find(({ policy }) => policy.id === lead.policyId)?.policy;
    const version = Math.max(lead.policyVersion ?? 0, former?.version ?? 0) + 1;
    const named = { id: lead.policyId ?? NOBODY, name: former?.name ?? UNNAMED, version };
    const draft = shape && draftOf(shape, named, factsOf(document!), directory);
    const tried =
      draft === undefined
        ? directory
        : directory.withPolicies(saved.map((each) => (each.policy.id === draft.policy.id ? draft : each)));
    const foreseeing = await this.foreseeing(tx, tried, leadCase, now);
    foreseeing.player.at(now, (work) => replanOutdated(work, leadCase));
    const match = draft?.match ?? { matched: lead.policyId !== null };
    return { foreseeing, directory: tried, match, draft: draft?.policy ?? null };
  }

  private async foreseeing(tx: Tx, directory: Directory, leadCase: LeadCase, countedAt: Instant): Promise<LeadFuture> {
    const { lead } = leadCase;
    const facts = await this.routing.readFacts(tx, directory, { loadsAt: countedAt });
    const isNew = leadCase.before === null;
    const touches = isNew ? [] : await this.activity.readOfCycles(tx, [lead]);
    const closings = await this.dispositions.readMany(tx, lead.dispositionId === null ? [] : [lead.dispositionId]);
    const since = await this.knownSince.readMany(tx, isNew ? [] : [lead.id]);
    const deals = await this.openDeals.find(tx, isNew ? [] : [lead.id]);
    const others = await this.persons.readNow(tx, lead.duplicateOf === null ? [] : [lead.duplicateOf]);
    return new LeadFuture(leadCase, {
      directory,
      roster: new ForeseenRoster(directory, facts, leadCase, countedAt),
      touches,
      since: since.get(lead.id),
      closing: closings.get(lead.dispositionId ?? ''),
      deal: deals.get(lead.id),
      other: others.get(lead.duplicateOf ?? ''),
    });
  }

  /** Looks up its present account, even if no rule asks for it: the draft may. */
  private async know(
    tx: Tx,
    { rulesAsk }: Directory,
    lead: Parameters<LeadAccounts['know']>[1][number],
  ): Promise<void> {
    await this.accounts.know(tx, [lead], { accounts: true, companies: rulesAsk.companies });
  }

  private async look(tx: Tx, id: string): Promise<LeadCase | null> {
    const [leadCase] = await this.cases.look(tx, [id]);
    if (leadCase !== undefined) await this.cases.readDocuments(tx, [leadCase]);
    return leadCase ?? null;
  }

  private async faultsOfPolicy({ policy, leadId }: PolicyPreviewBody): Promise<Fault[]> {
    if (policy === undefined) return [];
    const { reads } = this.database;
    const [real] = leadId === undefined ? [] : await this.cases.lookWithout(reads, [leadId.toLowerCase()]);
    return under('/policy', await checkPolicy(reads, normalisedPolicy(policy), real?.lead.policyId ?? null));
  }

  private async play(
    { foreseeing, directory, match, draft }: Begun,
    touches: readonly AssumedTouch[],
    span: Span,
    caller: Caller,
  ) {
    const { leadCase } = foreseeing.player;
    const isReal = leadCase.before !== null;
    const looked = isReal ? await leadUp(foreseeing, span) : 0;
    const caveats = draft === null ? [] : adopt(foreseeing, draft, match.matched, span.from);
    const beginning = beginningOf(leadCase);
    const cut = isReal || match.matched ? await run(foreseeing, { touches, span, caller, looked }) : null;
    return {
      ...match,
      ...beginning,
      instants: foreseeing.instants.slice(0, INSTANTS_MAX).map((instant) => ({ ...instant, at: toIso(instant.at) })),
      until: toIso(span.until),
      cut: cutInWords(cut, span.until),
      caveats: [...caveats, ...caveatsOf(foreseeing, directory, span)],
    };
  }
}

/** Runs a real lead up to the start of the simulation. @returns the number of instants run */
async function leadUp(foreseeing: LeadFuture, { from }: Span): Promise<number> {
  const turns = new Turns();
  let looks = 0;
  for (let next = foreseeing.next(from); next !== null && looks < LOOKS_MAX; next = foreseeing.next(from)) {
    foreseeing.go(next);
    looks += 1;
    await turns.next();
  }
  foreseeing.listen();
  return looks;
}

/** Adopts the draft as a policy change does for open leads. @returns why it has no effect, if so */
function adopt(foreseeing: LeadFuture, draft: SlaPolicy, isMatched: boolean, from: Instant): string[] {
  const { player } = foreseeing;
  const { leadCase } = player;
  const { status, policyId } = leadCase.lead;
  if (status !== 'open') return [CLOSED];
  if (policyId === null && !isMatched) return [NO_POLICY];
  player.at(from, (work) => (policyId === null ? givePolicy : adoptPolicy)(work, leadCase, draft));
  return [];
}

interface Assumed {
  readonly touches: readonly AssumedTouch[];
  readonly span: Span;
  readonly caller: Caller;
  readonly looked: number;
}

/** Yields between instants: a waiting lead is tried again and again. */
async function run(foreseeing: LeadFuture, { touches, span: { until }, caller, looked }: Assumed): Promise<Cut> {
  const left = [...touches].sort((a, b) => instantOf(a.occurredAt) - instantOf(b.occurredAt));
  const turns = new Turns();
  for (let looks = looked; ; looks += 1) {
    const [body] = left;
    const touchAt = body === undefined ? Number.POSITIVE_INFINITY : instantOf(body.occurredAt);
    const next = foreseeing.next(touchAt) ?? touchAt;
    if (next === Number.POSITIVE_INFINITY) return null;
    if (next > until) return { by: 'until', at: next };
    if (foreseeing.instants.length >= INSTANTS_MAX) return { by: 'instants', at: next };
    if (looks >= LOOKS_MAX) return { by: 'looks', at: next };
    if (foreseeing.next(touchAt) !== null) foreseeing.go(next);
    else {
      left.shift();
      foreseeing.touch((leadCase) =>
        readTouch({ id: `touch ${looks}`, body: body!, caller }, leadCase, { at: touchAt, now: touchAt }),
      );
    }
    await turns.next();
  }
}
