import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LEFT, type Undoing } from '../../lifecycle/undoing.js';
import { UndoingService } from '../../lifecycle/undoing.service.js';
import type { Actor } from '../../platform/actor.js';
import { Database } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';
import { instantOf } from '../../platform/formats.js';
import type { Interval } from '../../platform/instant.js';
import { refuse } from '../../platform/refusal.js';
import { caseless } from '../../platform/text.js';
import { AssignmentStore } from '../../routing/assignment.store.js';
import type { UndoBody } from '../../sla/hold.dto.js';
import type { HoldScope } from '../../sla/hold.js';
import { ScopeService, scopeOf } from './scope.service.js';
import type { UndoView } from './undo.schema.js';

/** What a request gets done while its sender waits for the answer. */
const LEADS_MAX = 100_000;
const LISTED_MAX = 10_000;

/** Finds the moves that a request asks to undo, and says what became of them. */
@Injectable()
export class UndoService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly scopes: ScopeService,
    private readonly assignments: AssignmentStore,
    private readonly undoing: UndoingService,
  ) {}

  async undo({ from, to, scope }: UndoBody, isDryRun: boolean, actor: Actor): Promise<UndoView> {
    const directory = await this.directories.now();
    const span = { from: instantOf(from), to: instantOf(to) };
    refuse([...faultsOfSpan(span), ...(await this.scopes.faultsOf(this.database, scope, directory))]);
    const ids = await this.find(span, scopeOf(scope));
    return view(await this.carryOut(ids, span, isDryRun, { directory, actor }));
  }

  private async find(span: Interval, scope: HoldScope): Promise<string[]> {
    const named: { source?: string; poolId?: string; policyId?: string } = scope === 'all' ? {} : scope;
    const { source, poolId, policyId } = named;
    const sourceKey = source === undefined ? null : caseless(source);
    const ids = await this.assignments.readBreachMoved(
      this.database,
      span,
      { sourceKey, poolId: poolId ?? null, policyId: policyId ?? null },
      LEADS_MAX + 1,
    );
    refuse(faultsOfNumber(ids.length));
    return ids;
  }

  private carryOut(
    ids: readonly string[],
    span: Interval,
    isDryRun: boolean,
    { directory, actor }: { directory: Directory; actor: Actor },
  ): Promise<Undoing[]> {
    return isDryRun ? this.undoing.foresee(ids, span, directory) : this.undoing.undo(ids, span, actor);
  }
}

function faultsOfSpan({ from, to }: Interval): Fault[] {
  return to > from ? [] : [{ pointer: '/to', code: 'inverted', message: 'Expected an instant after "from".' }];
}

function faultsOfNumber(leads: number): Fault[] {
  if (leads <= LEADS_MAX) return [];
  const message = `Expected a span in which at most ${LEADS_MAX} leads moved; in this one more did.`;
  return [{ pointer: '', code: 'tooMany', message }];
}

function view(undoings: readonly Undoing[]): UndoView {
  const undone = undoings.filter(({ left }) => left === null).length;
  const listed = undoings.slice(0, LISTED_MAX).map(({ leadId, fromRepId, toRepId, left }) => ({
    leadId,
    fromRepId,
    toRepId,
    undone: left === null,
    ...(left !== null && { why: LEFT[left] }),
  }));
  return { undone, left: undoings.length - undone, leads: listed };
}
