import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { noKey, placeOf } from '../../configuration/sealed-field.service.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { mapPage, type PageRequest, readPage, readPageById } from '../../platform/http/page.js';
import { type Fault, fault, under } from '../../platform/input/fault.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { isoOrNull, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { type ReadObject, readObject } from '../crm-deal.js';
import { CrmDeals } from '../crm-deals.service.js';
import { CrmReadinessStore } from '../crm-readiness.store.js';
import { CrmWarningStore } from '../crm-reported.store.js';
import { type DealMapping, mapPayload, readMapping } from '../mapping.js';
import { itemsOf } from '../objects.js';
import type { PlannedDeal } from '../planned-deal.js';
import type { CrmDelivery } from '../readiness.js';
import { ReportedDeals } from '../reported-deals.service.js';
import { REPORTED_KINDS, type RevenueKind } from '../reported-kinds.js';
import { CrmFacts } from '../revenue/crm-facts.service.js';
import { type RevenueMapping, readRevenueMapping } from '../revenue/revenue-mapping.js';
import { CRM_CONNECTION } from './crm-connection.kind.js';
import type { CrmDeliveryQuery, CrmPreviewBody } from './crm-connection.schema.js';
import type { CrmConnectionRow } from './crm-connection.table.js';
import { CrmSecretStore } from './crm-secret.store.js';
import { faultsOfSecret } from './proof.js';

/** How long the former secret is accepted after a rotation. */
const FORMER_HOLDS_MS = MS_PER_DAY;
const NOTHING = { changedAt: null, deal: null, stage: null, fact: null };

@Injectable()
export class CrmConnectionTools {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly resources: ResourceService,
    private readonly lifecycle: LifecycleService,
    private readonly deals: CrmDeals,
    private readonly reported: ReportedDeals,
    private readonly facts: CrmFacts,
    private readonly warnings: CrmWarningStore,
    private readonly readiness: CrmReadinessStore,
    private readonly sealed: CrmSecretStore,
    private readonly secrets: Secrets,
  ) {}

  /** @returns until when both secrets are accepted */
  async rotate(id: string, secret: string, caller: Caller): Promise<{ formerUntil: string }> {
    if (!this.secrets.isReady) refuse(noKey('/secret'));
    const { proof } = await this.resources.get(CRM_CONNECTION, id);
    refuse(faultsOfSecret(proof, secret, '/secret'));
    const { kind } = CRM_CONNECTION;
    const sealed = this.secrets.seal(JSON.stringify(secret), placeOf(kind, id));
    return this.configuration.change(async (tx, at) => {
      // A client that missed the answer repeats the request; that must not replace the former secret.
      const until = await this.sealed.rotatedTo(
        tx,
        id,
        (present) => this.secrets.open(present, placeOf(kind, id)) === JSON.stringify(secret),
      );
      if (until !== null) return { formerUntil: toIso(until) };
      if (!(await this.sealed.rotate(tx, id, sealed, at + FORMER_HOLDS_MS)))
        refuse(fault('/secret', 'required', 'It has none yet: give it one by PUT.'));
      await tx.repository(CRM_CONNECTION.table).update({ id }, { secretSetAt: at });
      const data = { kind, change: 'rotated' };
      await this.configuration.record(tx, { type: 'config.changed', kind, id, at, actor: actorOf(caller), data });
      return { formerUntil: toIso(at + FORMER_HOLDS_MS) };
    });
  }

  async listWarnings(id: string, page: PageRequest) {
    await this.resources.get(CRM_CONNECTION, id);
    const read = await readPageById(page, (before, limit) => this.warnings.readPage(id, before, limit));
    return mapPage(read, ({ connectionId: _, at, ...rest }) => ({ ...rest, at: toIso(at) }));
  }

  async listDeliveries(id: string, { state, ...page }: CrmDeliveryQuery) {
    await this.resources.get(CRM_CONNECTION, id);
    const read = (key: [string] | null, limit: number) =>
      this.readiness.readPage(id, state ?? null, key?.[0] ?? null, limit);
    return mapPage(await readPage(page, ['id'], read, ({ dealId }) => [dealId]), deliveryView);
  }

  /** Sends the readiness again, even if the CRM was already sent the same. */
  async sendAgain(id: string, dealId: string) {
    return this.lifecycle.perform(async ({ tx, now }) => {
      const again = await this.readiness.sendAgain(tx, id, dealId, now);
      if (again === undefined) throw new NotFoundError('delivery', dealId);
      return deliveryView(again);
    });
  }

  /** Returns what a payload would result in now. Nothing is changed or stored. */
  async preview(id: string, body: CrmPreviewBody) {
    const connection = (await this.resources.get(CRM_CONNECTION, id)) as unknown as CrmConnectionRow;
    const { kind, payload } = body;
    refuse(faultsOfTried(body));
    return kind === 'deals'
      ? this.previewDeals(connection, payload, body.mapping)
      : this.previewFacts(kind, connection, body);
  }

  private async previewFacts(kind: RevenueKind, connection: CrmConnectionRow, body: CrmPreviewBody) {
    const written = body[kind] ?? connection[kind];
    if (written == null) refuse(fault(`/${kind}`, 'required', `The connection has no \`${kind}\`: send one to try.`));
    const read = readRevenueMapping(kind, written!);
    if ('faults' in read) refuse(under(`/${kind}`, read.faults));
    const { mapping } = read as { readonly mapping: RevenueMapping };
    const found = itemsOf(mapping, body.payload);
    if ('fault' in found) refuse({ ...found.fault, pointer: '/payload' });
    const objects = await this.facts.read(kind, mapping, body.payload);
    return { data: await this.facts.preview(kind, connection, objects) };
  }

  private async previewDeals(connection: CrmConnectionRow, payload: unknown, tried: CrmPreviewBody['mapping']) {
    const read = readMapping(tried ?? connection.mapping);
    if ('faults' in read) refuse(under('/mapping', read.faults));
    const { mapping } = read as { readonly mapping: DealMapping };
    const mapped = mapPayload(mapping, payload);
    if ('fault' in mapped) refuse({ ...mapped.fault, pointer: '/payload' });
    const { objects } = mapped as Extract<typeof mapped, { objects: object }>;
    const all = objects.map((each) => readObject(each, mapping));
    return this.lifecycle.perform(async (context) => {
      const deals = all.flatMap((each) => (each.is === 'reported' ? [each.reported] : []));
      const { planned } = await this.deals.plan(context, connection, deals);
      const faults = await this.reported.faultsOf(context, pluck(planned, 'byRef'), connection.system);
      const byRef = new Map(planned.map((each) => [each.byRef.ref, { ...each, refused: faults.get(each.byRef.ref)! }]));
      return { data: all.map((each) => previewOf(each, byRef)) };
    });
  }
}

/** Only the mapping of the payload's kind may be tried. */
function faultsOfTried({ kind, ...body }: CrmPreviewBody): Fault[] {
  return REPORTED_KINDS.map((each) => ({ each, field: each === 'deals' ? ('mapping' as const) : each }))
    .filter(({ each, field }) => each !== kind && body[field] !== undefined)
    .map(({ field }) => {
      const message = `It is not the mapping of ${kind}: leave it out, or change \`kind\`.`;
      return fault(`/${field}`, 'contradiction', message);
    });
}

function deliveryView({ dealId, state, attempts, dueAt, failure, status, ...told }: CrmDelivery) {
  const { toldAt, toldReady: ready, toldMissing: missing, toldState } = told;
  return {
    dealId,
    state,
    attempts,
    nextTryAt: isoOrNull(dueAt),
    failure,
    status,
    told: toldAt === null ? null : { at: toIso(toldAt), ready, missing, state: toldState },
  };
}

function previewOf(
  object: ReadObject,
  planned: ReadonlyMap<string, PlannedDeal & { readonly refused: readonly Fault[] }>,
) {
  if (object.is === 'other') return { outcome: 'passedOver', ref: null, ...NOTHING, faults: [] };
  if (object.is === 'refused') return { outcome: 'refused', ref: object.ref, ...NOTHING, faults: object.faults };
  const { ref, changedAt } = object.reported;
  const plan = planned.get(ref);
  if (plan === undefined) return { outcome: 'outdated', ref, ...NOTHING, changedAt: isoOrNull(changedAt), faults: [] };
  const { patch, end } = plan.byRef;
  if (plan.refused.length > 0)
    return {
      outcome: 'refused',
      ref,
      ...NOTHING,
      changedAt: isoOrNull(changedAt),
      faults: [...plan.faults, ...plan.refused],
    };
  return {
    ...NOTHING,
    outcome: 'taken',
    ref,
    changedAt: isoOrNull(changedAt),
    deal: patch,
    stage: end?.stage ?? null,
    faults: plan.faults,
  };
}
