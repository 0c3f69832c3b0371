import { Injectable } from '@nestjs/common';
import type { ClockHours, LeadClock } from '../../clocks/clock.js';
import { foresee, type PreviewedClock } from '../../clocks/foresight.js';
import { type Pause, pausesOf } from '../../clocks/pause.js';
import { startFirstTouch, startLeadResponse } from '../../clocks/start.js';
import { type Condition, compileCondition } from '../../conditions/condition.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { factsOf } from '../../leads/facts.js';
import type { LeadDocument } from '../../leads/lead.js';
import { faultsOfLead, readLead } from '../../leads/reading.js';
import { promisedFrom } from '../../lifecycle/cycle.js';
import { Database } from '../../platform/database.js';
import { under } from '../../platform/fault.js';
import { instantOf } from '../../platform/formats.js';
import { isoOrNull, toIso } from '../../platform/instant.js';
import { refuse } from '../../platform/refusal.js';
import { TimeSource } from '../../platform/time-source.js';
import { reachFor } from '../../sla/lead-reach.js';
import type { SlaPolicy } from '../../sla/policy.js';
import { readPolicy } from '../../sla/policy-reading.js';
import { PreviewService } from '../routing/preview.service.js';
import { checkPolicy, normalisedPolicy } from './policy.kind.js';
import type { PolicyPreviewBody } from './policy-preview.dto.js';

/** Nothing of a preview is kept, so nothing of it needs an id of its own. */
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** By the condition of the policy, as long as the lead is as it is. */
const PAUSED: Omit<Pause, 'fromAt'> = {
  id: NOBODY,
  subjectType: 'lead',
  subjectId: NOBODY,
  cycle: 1,
  kind: 'condition',
  untilAt: null,
  madeBy: null,
  reason: null,
};

interface Place {
  readonly ownerId: string | null;
  readonly poolId: string | null;
}

/** What a draft of a policy would mean for a lead. Nothing is written. */
@Injectable()
export class PolicyPreviewService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly routing: PreviewService,
    private readonly time: TimeSource,
  ) {}

  async preview({ lead, at: askedAt, policy: asked }: PolicyPreviewBody) {
    const directory = await this.directories.now();
    const at = askedAt === undefined ? this.time.now() : instantOf(askedAt);
    const draft = normalisedPolicy(asked);
    refuse([
      ...under('/policy', await checkPolicy(this.database, draft)),
      ...under('/lead', faultsOfLead(lead, directory, at)),
    ]);
    const document = readLead(lead, { at, by: null }, directory.content.settings);
    const { ownerId, poolId } = await this.routing.preview({ lead, at: toIso(at) });
    const place = { ownerId, poolId };
    const match = compileCondition(draft.when as Condition).evaluate(factsOf(document));
    if (!match.matched) return { ...match, paused: false, ...place, clocks: [], instants: [] };
    const policy = readPolicy(NOBODY, 1, { name: '', ...draft });
    const isPaused = policy.pauseWhile?.evaluate(factsOf(document)).matched ?? false;
    const clocks = clocksOf(policy, document, place, { directory, isPaused });
    return {
      matched: true,
      paused: isPaused,
      ...place,
      clocks: clocks.map(({ clock: { kind, startedAt, dueAt, target } }) => ({
        kind,
        startedAt: toIso(startedAt),
        dueAt: isoOrNull(dueAt),
        target,
      })),
      instants: foresee(clocks, policy, { ownerId, staff: directory }).map((instant) => ({
        ...instant,
        at: toIso(instant.at),
      })),
    };
  }
}

/** The owner's clock where there is an owner, and the lead's. */
function clocksOf(
  policy: SlaPolicy,
  document: LeadDocument,
  place: Place,
  { directory, isPaused }: { readonly directory: Directory; readonly isPaused: boolean },
): PreviewedClock[] {
  const { ownerId, poolId } = place;
  const pauses = isPaused ? [{ ...PAUSED, fromAt: promisedFrom({ document, policy }) }] : [];
  const start = { id: NOBODY, subjectId: NOBODY, cycle: 1, policy, revision: directory.revision, pauses };
  const inHours = (clock: LeadClock, hours: ClockHours): PreviewedClock => ({
    clock,
    hours,
    chainHours: directory.hoursOfChain(clock).working,
    pauses: pausesOf(clock, pauses),
  });
  const clocks: PreviewedClock[] = [];
  if (ownerId !== null) {
    const reach = reachFor(policy, null, () => document);
    const { working: hours, calendar } = directory.hoursOfOwnersClock(policy, ownerId, poolId, reach);
    const owner = { repId: ownerId, assignmentId: NOBODY };
    clocks.push(inHours(startFirstTouch({ ...start, at: document.receivedAt, hours, calendar }, owner), hours));
  }
  const { working: hours, calendar } = directory.hoursOfLeadsClock(policy, poolId);
  const at = promisedFrom({ document, policy });
  clocks.push(inHours(startLeadResponse({ ...start, at, hours, calendar }), hours));
  return clocks;
}
