import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { DispositionBody, LeadTouchBody } from '../../leads/activity.dto.js';
import { NotClaimableError } from '../../leads/lead.errors.js';
import type { LeadRow } from '../../leads/lead.store.js';
import { LeadListStore } from '../../leads/lead-list.store.js';
import { DispositionRecorder } from '../../lifecycle/closing/disposition-recorder.service.js';
import type { LeadCase } from '../../lifecycle/lead-case.js';
import { LeadCases } from '../../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { ClaimingService } from '../../lifecycle/moves/claiming.service.js';
import type { ReportKind } from '../../lifecycle/touches/reporting.service.js';
import { TouchesService } from '../../lifecycle/touches/touches.service.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import { type LinkState, type ReadLink, stateOf } from './action-link.js';
import { UsedLinkStore } from './used-link.store.js';

/** An action that a link requests. `what` is stored with its use. */
export type ActionByLink =
  | { readonly kind: 'touch'; readonly body: LeadTouchBody; readonly what: string }
  | { readonly kind: 'disposition'; readonly body: DispositionBody; readonly what: string }
  | { readonly kind: 'claim'; readonly what: string };

type LinkOutcome =
  | LinkState
  | { readonly state: 'done' }
  | { readonly state: 'faulty'; readonly faults: readonly Fault[] };

/** Uses the same functions as the API, once per link, and only while the rep owns the open lead or may claim it. */
@Injectable()
export class ActingByLink {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: LeadCases,
    private readonly touches: TouchesService,
    private readonly dispositions: DispositionRecorder,
    private readonly claiming: ClaimingService,
    private readonly used: UsedLinkStore,
    private readonly leads: LeadListStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
  ) {}

  /** Changes nothing. @returns the state of the link, and the lead if the link can be used */
  async look({ link, isOver }: ReadLink): Promise<{ state: LinkState; lead: LeadRow | null }> {
    const used = await this.used.find(this.database, link);
    const [lead] = await this.leads.readMany(this.database, [link.leadId]);
    const rep = (await this.directories.now()).rep(link.repId);
    const state = stateOf(link, { isOver, used, rep, lead });
    return { state, lead: state.state === 'usable' ? lead! : null };
  }

  act({ link, isOver }: ReadLink, request: ActionByLink): Promise<LinkOutcome> {
    return this.lifecycle.perform(async (context) => {
      const { tx, now, directory } = context;
      // Locks the lead first, so that of two concurrent uses of a link the second finds the first.
      const [leadCase] = await this.cases.open(tx, [link.leadId], { withDocuments: true });
      const used = await this.used.find(tx, link);
      const state = stateOf(link, { isOver, used, rep: directory.rep(link.repId), lead: leadCase?.lead });
      if (state.state !== 'usable') return state;
      const caller: Caller = { keyId: link.repId, name: '', scopes: ['rep'], repId: link.repId };
      const faults = await this.carryOut(request, context, leadCase!, caller);
      if (faults !== null) return { state: 'faulty', faults };
      await this.used.insert(tx, link, { usedAt: now, what: request.what });
      return { state: 'done' };
    });
  }

  /** @returns the errors; null if it was done */
  private carryOut(
    request: ActionByLink,
    context: TransactionContext,
    leadCase: LeadCase,
    caller: Caller,
  ): Promise<readonly Fault[] | null> {
    switch (request.kind) {
      case 'touch':
        return this.report(this.touches, context, leadCase, request.body, caller);
      case 'disposition':
        return this.report(this.dispositions, context, leadCase, request.body, caller);
      case 'claim':
        return this.claim(context, leadCase, caller);
      default:
        return request satisfies never;
    }
  }

  private async claim(
    context: TransactionContext,
    leadCase: LeadCase,
    caller: Caller,
  ): Promise<readonly Fault[] | null> {
    const work = this.lifecycle.workOn([leadCase], context, actorOf(caller));
    try {
      await this.claiming.give({ context, work, leadCase }, caller.repId!, caller);
    } catch (error) {
      if (!(error instanceof NotClaimableError)) throw error;
      return [fault('', error.facts.why, error.message)];
    }
    await this.lifecycle.save(context.tx, work);
    return null;
  }

  private async report<Body>(
    reported: ReportKind<Body>,
    context: TransactionContext,
    leadCase: LeadCase,
    body: Body,
    caller: Caller,
  ): Promise<readonly Fault[] | null> {
    const report = { index: 0, leadId: leadCase.lead.id, leadCase, body };
    const { taken, work } = await reported.take(context, [report], caller);
    const result = taken.get(0)!;
    if (result.status === 'refused') {
      if (result.refusal instanceof InvalidRequestError) return result.refusal.errors;
      throw result.refusal;
    }
    await this.lifecycle.save(context.tx, work!);
    return null;
  }
}
