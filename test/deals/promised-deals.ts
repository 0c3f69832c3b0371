import { DealPromises } from '../../src/deals/promises/deal-promises.service.js';
import { ContractsSweep } from '../../src/revenue/contracts/contracts.sweep.js';
import { aLine, anAccount } from '../revenue/contracts.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aRep, changeSettings, timelineOf } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

export const RENEWAL = {
  firstTalkBefore: 'P90D',
  deciderNamedBefore: 'P60D',
  committedBefore: 'P30D',
  dealDate: 'P3D',
  onMiss: [
    { after: 'PT0S', do: 'remind' },
    { after: 'P1D', do: 'escalate', to: 'manager' },
    { after: 'P3D', do: 'reassign' },
  ],
};
export const DATED = { dealDate: 'P3D', onMiss: [{ after: 'PT0S', do: 'escalate', to: 'manager' }] };

/** A company in Berlin where Ann sells and Mia is her manager, with policies for deals in elapsed time. */
export class PromisedDesk {
  private told = 0;

  private constructor(
    readonly app: TestApplication,
    readonly ann: Json,
    readonly mia: Json,
    readonly policy: Json,
  ) {}

  /** @param fields of the policy @param at before 4 June 2026, when the renewals begin */
  static async open(fields: object = {}, at = '2026-06-01T10:00:00Z'): Promise<PromisedDesk> {
    const app = await TestApplication.start(at);
    await changeSettings(app, { timeZone: 'Europe/Berlin' });
    const mia = await aRep(app, 'Mia');
    const ann = await aRep(app, 'Ann', { managerId: mia.id });
    const policy = await aPolicy(
      app,
      {},
      { name: 'Deals', time: 'elapsed', renewal: RENEWAL, deals: DATED, ...fields },
    );
    return new PromisedDesk(app, ann, mia, policy);
  }

  close(): Promise<void> {
    return this.app.stop();
  }

  /** Checks the promises as two nodes would at the same time. */
  async look(): Promise<void> {
    const promises = this.app.application.app.get(DealPromises);
    await Promise.all([promises.look(), promises.look()]);
  }

  /** Advances the time as running nodes would see it: deals are checked before anything falls due, and again after. */
  async goTo(at: string): Promise<void> {
    await this.look();
    await this.app.moveTo(at);
    await this.app.application.app.get(ContractsSweep).look();
    await this.look();
    await this.app.settle();
    await this.look();
  }

  /** Creates a contract that renews automatically; the last day for notice is 2 October 2026 by default. */
  aContract(fields: Json = {}): Promise<Json> {
    this.told += 1;
    return this.put(String(this.told), fields);
  }

  private async put(ref: string, fields: Json): Promise<Json> {
    const { accountId = (await anAccount(this.app, { name: `Customer ${ref}`, ownerRepId: this.ann.id })).id } = fields;
    return this.app.must('PUT', `/v1/contracts/by-ref/erp/${ref}`, {
      currency: 'EUR',
      startsOn: '2026-01-01',
      endsOn: '2026-12-31',
      noticeDays: 90,
      autoRenewMonths: 12,
      lines: [aLine('12000')],
      ...fields,
      accountId,
    });
  }

  amend(contract: Json, fields: Json): Promise<Json> {
    return this.put(contract.refs.erp, { accountId: contract.accountId, ...fields });
  }

  async aRenewal(): Promise<{ contract: Json; deal: Json }> {
    const contract = await this.aContract();
    await this.goTo('2026-06-04T10:00:00Z');
    const { data } = await this.app.must('GET', `/v1/deals?contractId=${contract.id}`);
    return { contract, deal: data[0] };
  }

  async aDeal(fields: object = {}): Promise<Json> {
    const account = await anAccount(this.app);
    const deal = await this.app.must('POST', '/v1/deals', {
      name: 'Website',
      account: { id: account.id },
      amount: '9000.00',
      currency: 'EUR',
      ownerRepId: this.ann.id,
      ...fields,
    });
    await this.look();
    return deal;
  }

  async patch({ id }: Json, fields: object): Promise<void> {
    await this.app.must('PATCH', `/v1/deals/${id}`, fields);
    await this.look();
  }

  touch({ id }: Json, fields: object = {}): Promise<Json> {
    return this.app.must('POST', `/v1/deals/${id}/touches`, { kind: 'call', outcome: 'connected', ...fields });
  }

  get({ id }: Json): Promise<Json> {
    return this.app.must('GET', `/v1/deals/${id}`);
  }

  /** Lists the clocks as `renewalFirstTalk running 2026-07-04T21:59:59.000Z`, oldest first. */
  async clocksOf(deal: Json): Promise<string[]> {
    const { clocks } = await this.get(deal);
    return clocks.map(({ kind, state, dueAt, metAt }: Json) =>
      [kind, state === 'breached' && metAt !== undefined ? 'late' : state, dueAt].join(' '),
    );
  }

  async stateOf(deal: Json, kind: string): Promise<string[]> {
    return (await this.clocksOf(deal)).filter((each) => each.startsWith(kind)).map((each) => each.split(' ')[1]!);
  }

  async timelineOf({ id }: Json): Promise<string[]> {
    return timelineOf(this.app, { id }, 'deals');
  }

  async notificationsOf(rep: Json): Promise<string[]> {
    return (await toldTo(this.app, rep)).reverse();
  }
}
