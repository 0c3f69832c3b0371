import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { AccountStore } from '../deals/accounts/account.store.js';
import { DealStore } from '../deals/deal.store.js';
import { readArrOfDeals, UNKNOWN_ARR } from '../deals/deal-contracts.store.js';
import { OutboxSender, type OutgoingRow } from '../deliveries/outbox.sender.js';
import { HandoffStore } from '../handoffs/handoff.store.js';
import { HandoffCases } from '../handoffs/handoff-cases.service.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { chance } from '../platform/values/chance.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { Tools } from '../records/connectors/tools.service.js';
import { failureOf, judge } from '../records/record.js';
import type { TemplateFacts } from '../records/templates/rendering.js';
import { type RenderedRequest, renderRequest } from '../records/templates/request-template.js';
import { CRM_CONNECTIONS, type CrmConnectionRow } from './connections/crm-connection.table.js';
import type { CRM_READINESS } from './crm.table.js';
import { CrmReadinessStore, READINESS, type TakenCrmDelivery, UNWRITTEN_READINESS } from './crm-readiness.store.js';
import { afterSending, type CrmOutcome, type Readiness, readinessOf, readReadiness } from './readiness.js';

interface DealReadiness {
  readonly facts: TemplateFacts;
  readonly readiness: Readiness;
}

const BROKEN: CrmOutcome = {
  is: 'later',
  status: null,
  why: 'It could not be sent: the fault is in Touchline.',
  askedForMs: 0,
  isAsked: true,
};

/** Writes the readiness of deals into CRMs. */
@Injectable()
export class CrmSender extends OutboxSender<typeof CRM_READINESS, CrmOutcome> {
  readonly channel = 'crm';
  readonly unwritten = { what: 'crm', sql: UNWRITTEN_READINESS };
  /** Few, because CRMs limit request rates. */
  protected readonly atOnce = 4;
  protected readonly takenForMs = MS_PER_MINUTE;
  /** Fetching a token and the request take at most twenty seconds each. */
  protected override readonly withinMs = 40 * MS_PER_SECOND;

  constructor(
    database: Database,
    time: TimeSource,
    private readonly deliveries: CrmReadinessStore,
    private readonly tools: Tools,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly handoffs: HandoffStore,
    private readonly cases: HandoffCases,
  ) {
    super(database, READINESS, time);
  }

  protected async read(
    taken: readonly TakenCrmDelivery[],
  ): Promise<(delivery: TakenCrmDelivery) => OutgoingRow<CrmOutcome>> {
    const ids = [...new Set(taken.map(({ connectionId }) => connectionId))];
    const rows = await this.database.repository(CRM_CONNECTIONS).findBy({ id: In(ids) });
    const connections = new Map(rows.map((row) => [row.id, row]));
    const knownOf = await this.readKnown(taken);
    return (delivery) => ({
      send: async () => {
        const connection = connections.get(delivery.connectionId);
        const known = connection?.readiness == null ? null : knownOf(delivery.dealId, connection.system);
        if (connection !== undefined && known !== null) return this.sendReadiness(delivery, connection, known);
        await this.deliveries.forget(delivery);
        return null;
      },
      settle: (outcome) => this.settle(delivery, outcome),
    });
  }

  protected fail(delivery: TakenCrmDelivery): Promise<void> {
    return this.settle(delivery, BROKEN);
  }

  protected nameOf({ dealId }: TakenCrmDelivery): string {
    return `the readiness of the deal ${dealId}`;
  }

  private async settle(delivery: TakenCrmDelivery, outcome: CrmOutcome): Promise<void> {
    const now = this.time.now();
    await this.deliveries.settle(delivery, afterSending(delivery, outcome, now, chance()), now);
  }

  /** @returns null if another node has taken it meanwhile, and may have sent something newer */
  private async sendReadiness(
    delivery: TakenCrmDelivery,
    { id, readiness: written }: CrmConnectionRow,
    { facts, readiness }: DealReadiness,
  ): Promise<CrmOutcome | null> {
    const { toldHash: before, takenUntil } = delivery;
    const read = readReadiness(written!);
    if ('faults' in read) return refused('The stored request cannot be read: save the connection again.');
    const rendered = renderRequest(read.request, facts);
    if ('gaps' in rendered)
      return refused(`It waits for ${rendered.gaps.map(({ name, pointer }) => name || pointer).join(', ')}.`);
    const hash = hashOf(rendered.request);
    if (before?.equals(hash) === true) return { is: 'reported', status: null, hash, readiness };
    const admitted = await this.tools.admit('crmConnection', id, takenUntil);
    if (admitted.is !== 'in') {
      const askedForMs = admitted.is === 'busy' ? admitted.askedForMs : 0;
      return {
        is: 'later',
        status: null,
        why: `Nothing was sent to the CRM: ${admitted.why}.`,
        askedForMs,
        isAsked: false,
      };
    }
    if (!(await this.deliveries.isStillTaken(delivery))) return null;
    const reply = await this.tools.ask(rendered.request, admitted);
    const { status } = reply;
    if (judge(status).is === 'done') return { is: 'reported', status, hash, readiness };
    return { ...failureOf(reply, 'The CRM'), status, isAsked: true };
  }

  /** Reads the state at the time of sending. */
  private async readKnown(taken: readonly TakenCrmDelivery[]) {
    const dealIds = [...new Set(taken.map(({ dealId }) => dealId))];
    const deals = await this.deals.readMany(this.database, dealIds);
    const accountIds = deals.flatMap(({ accountId }) => accountId ?? []);
    const accounts = new Map((await this.accounts.readMany(this.database, accountIds)).map((each) => [each.id, each]));
    const subjects = await this.cases.gather(this.database, await this.handoffs.readOfWins(this.database, dealIds));
    const missing = await this.deals.findMissing(this.database, dealIds);
    const arr = await readArrOfDeals(this.database, deals);
    const deal = new Map(deals.map((each) => [each.id, each]));
    const subject = new Map(subjects.map((each) => [each.handoff.dealId, each]));
    return (dealId: string, system: string): DealReadiness | null => {
      const about = deal.get(dealId);
      const ref = about !== undefined && Object.hasOwn(about.refs, system) ? about.refs[system]! : null;
      if (about === undefined || ref === null) return null;
      const handoff = subject.get(dealId);
      const readiness = readinessOf({
        missing: handoff === undefined ? null : handoff.missing().map(({ text }) => text),
        state: handoff?.handoff.state ?? null,
        isMissing: missing.has(dealId),
      });
      const { id, name, stage, externalId, refs, amount, currency } = about;
      const account = accounts.get(about.accountId ?? '');
      return {
        readiness,
        facts: {
          deal: { id, ref, name, stage, externalId, refs, amount, ...(arr.get(dealId) ?? UNKNOWN_ARR), currency },
          ...(account !== undefined && {
            account: { id: account.id, name: account.name, domain: account.domains[0] ?? null, refs: account.refs },
          }),
          ...(handoff !== undefined && {
            handoff: { id: handoff.subjectId, kind: handoff.kind.body.name, state: handoff.handoff.state },
          }),
          readiness,
        },
      };
    };
  }
}

function refused(why: string): CrmOutcome {
  return { is: 'refused', status: null, why, isAsked: false };
}

/** Identifies the request that was sent, whose contents are not stored. */
function hashOf(request: RenderedRequest): Buffer {
  return createHash('sha256').update(JSON.stringify(request)).digest();
}
