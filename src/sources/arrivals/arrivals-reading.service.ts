import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import { type Caller, may } from '../../auth/scope.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { mapPage, readPageById } from '../../platform/http/page.js';
import { fault, under } from '../../platform/input/fault.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import { INBOUND_KIND } from '../connections/inbound.kind.js';
import { InboundStore } from '../connections/inbound.store.js';
import { faultsOfExpressions } from '../maps/expressions.js';
import { Expressions } from '../maps/expressions.service.js';
import { faultsOfMap } from '../maps/payload-map.js';
import { readSubmission } from '../products/reading.js';
import { isReachable, WHY_NOT_TAKEN } from './arrival.js';
import { ArrivalStore, type ListedArrival } from './arrival.store.js';
import type { ArrivalQuery, TryBody } from './arrivals.schema.js';
import { SealedRequests } from './sealed-requests.service.js';

@Injectable()
export class ArrivalsReading {
  constructor(
    private readonly store: ArrivalStore,
    private readonly connections: InboundStore,
    private readonly resources: ResourceService,
    private readonly requests: SealedRequests,
    private readonly directories: DirectoryService,
    private readonly expressions: Expressions,
    private readonly database: Database,
  ) {}

  async list({ state, inboundId, ...page }: ArrivalQuery) {
    const filter = { state: state ?? null, inboundId: inboundId ?? null };
    const read = await readPageById(page, (before, limit) =>
      this.store.readPage(this.database.reads, filter, before, limit),
    );
    return mapPage(read, arrivalView);
  }

  async get(id: string) {
    const row = await this.store.find(this.database.reads, id);
    if (row === undefined) throw new NotFoundError('arrival', id);
    const kept = this.requests.open(id, row.sealed);
    if (kept === null) return { ...arrivalView(row), request: null };
    const { method, headers, body, encoding } = kept;
    return { ...arrivalView(row), request: { method, headers, body, encoding } };
  }

  /**
   * Returns the lead that a payload would be. Nothing is stored.
   * @throws ForbiddenError if the caller gives a map, and may not change connections
   */
  async try(id: string, { payload, map }: TryBody, caller: Caller) {
    if (map !== undefined && !may(caller, 'admin'))
      throw new ForbiddenError('Only an admin tries another map, as only an admin changes the saved one.');
    const { kind } = await this.resources.get(INBOUND_KIND, id);
    refuse(
      kind === 'touches' &&
        fault('', 'contradiction', 'What arrives at this connection is no lead but a touch of one.'),
      under('/map', [...faultsOfMap(map ?? {}), ...(await faultsOfExpressions(map ?? {}))]),
    );
    const [connection] = await this.connections.readByIds([id]);
    const resolved = await this.expressions.resolve({ ...connection!, ...(map && { map }) }, payload, {
      isTried: true,
    });
    const { body: lead, issues, isTest } = readSubmission({ ...connection!, ...resolved }, payload);
    const { content } = await this.directories.now();
    const reason = isTest || isReachable(lead, content.settings) ? null : ('noContact' as const);
    return { lead, issues, failures: resolved.failures, reason, why: reason && WHY_NOT_TAKEN[reason] };
  }
}

export function arrivalView({
  id,
  inboundId,
  receivedAt,
  state,
  reason,
  issues,
  leadId,
  failure,
}: ListedArrival & { readonly failure?: string | null }) {
  const why = reason && [WHY_NOT_TAKEN[reason], failure].filter(Boolean).join(' ');
  return { id, inboundId, receivedAt: toIso(receivedAt), state, reason, why, issues, leadId };
}
