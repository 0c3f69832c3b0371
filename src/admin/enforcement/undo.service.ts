import { Injectable } from '@nestjs/common';
import type { LeadClock } from '../../clocks/clock.js';
import type { LeadScope } from '../../clocks/missed-clocks.store.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { withWarnings } from '../../documents/version.schema.js';
import { LEFT, type LeadUndo, type PromiseOfLead, type UndoResult } from '../../lifecycle/corrections/undoing.js';
import { type Undo, UndoingService } from '../../lifecycle/corrections/undoing.service.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { refuse } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { type Interval, isoOrNull, toIso } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { caseless } from '../../platform/values/text.js';
import type { UndoBody } from '../../sla/hold.dto.js';
import type { HoldScope } from '../../sla/hold.js';
import { ScopeService, scopeOf } from './scope.service.js';
import type { UndoView } from './undo.schema.js';
import { warningsOfUndo } from './undo-warnings.js';

/** The most leads that one request can undo while its caller waits. */
const LEADS_MAX = 100_000;
const LISTED_MAX = 10_000;

/** Undoes the moves and misses of the leads that a request names, and reports the result for each. */
@Injectable()
export class UndoService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly scopes: ScopeService,
    private readonly undoing: UndoingService,
  ) {}

  async undo({ from, to, scope, strike }: UndoBody, isDryRun: boolean, actor: Actor): Promise<UndoView> {
    const directory = await this.directories.now();
    const span = { from: instantOf(from), to: instantOf(to) };
    refuse(faultsOfSpan(span), await this.scopes.faultsOf(this.database, scope, directory));
    const undo = await this.undoing.read(span, strike);
    const leads = leadsOf(scopeOf(scope));
    const ids = await this.find(undo, leads);
    const tooEarly = strike ? await this.undoing.findTooEarly(span, leads) : [];
    const struckBefore = strike ? await this.undoing.countStruck(span, leads) : 0;
    const undone = isDryRun
      ? await this.undoing.foresee(ids, undo, directory, actor)
      : await this.undoing.undo(ids, undo, actor);
    return withWarnings(view(undone, struckBefore), warningsOfUndo(undo, tooEarly, undone.struck, directory));
  }

  private async find(undo: Undo, scope: LeadScope): Promise<string[]> {
    const ids = await this.undoing.find(undo, scope, LEADS_MAX + 1);
    refuse(faultsOfNumber(ids.length));
    return ids;
  }
}

function leadsOf(scope: HoldScope): LeadScope {
  const named: { source?: string; poolId?: string; policyId?: string } = scope === 'all' ? {} : scope;
  const { source, poolId = null, policyId = null } = named;
  return { sourceKey: source === undefined ? null : caseless(source), poolId, policyId };
}

function faultsOfSpan({ from, to }: Interval): Fault[] {
  return to > from ? [] : [fault('/to', 'inverted', 'Expected an instant after "from".')];
}

function faultsOfNumber(leads: number): Fault[] {
  if (leads <= LEADS_MAX) return [];
  const message = `Expected a shorter span: in this one, more than ${LEADS_MAX} leads moved or were missed under a version saved in it.`;
  return [fault('', 'tooMany', message)];
}

function view({ undoings, struck, promised, failed }: UndoResult, struckBefore: number): UndoView {
  const undone = undoings.filter(({ left }) => left === null).length;
  return {
    undone,
    left: undoings.length - undone,
    struck: struck.length,
    struckBefore,
    promised: promised.length,
    leads: undoings.slice(0, LISTED_MAX).map(undoingView),
    tally: tallyOf(struck),
    misses: struck.slice(0, LISTED_MAX).map(({ leadId, clock }) => ({
      leadId,
      clockId: clock.id,
      ...promiseView(clock),
      policyId: clock.policyId!,
      policyVersion: clock.policyVersion!,
      breachedAt: toIso(clock.breachedAt!),
    })),
    promises: promised.slice(0, LISTED_MAX).map(({ leadId, clock }) => ({
      leadId,
      ...promiseView(clock),
      dueAt: isoOrNull(clock.dueAt),
    })),
    failed: [...failed],
  };
}

function undoingView({ leadId, fromRepId, toRepId, left }: LeadUndo): UndoView['leads'][number] {
  return { leadId, fromRepId, toRepId, undone: left === null, ...(left !== null && { why: LEFT[left] }) };
}

function promiseView({ kind, step, repId }: LeadClock) {
  return { kind, ...(step !== null && { step }), repId };
}

function tallyOf(struck: readonly PromiseOfLead[]): UndoView['tally'] {
  const groups = groupBy(struck, ({ clock }) => `${clock.policyId} ${clock.repId}`);
  return [...groups.values()].map((of) => {
    const { repId, policyId } = of[0]!.clock;
    return { repId, policyId: policyId!, struck: of.length };
  });
}
