import type { SteppedTime } from '../../platform/running/time-source.js';
import { type Day, dayIn } from '../../platform/values/day.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR } from '../../platform/values/duration.js';
import type { ApiClient } from '../api-client.js';
import { Agenda } from '../arrivals.js';
import type { Organisation } from '../founding.js';
import { type DemoDeal, formOf } from '../month/deals.js';
import { restLeads } from '../month/parties.js';
import type { Chance } from '../random.js';
import { HEADQUARTERS } from '../staff.js';
import { type Customer, churnReasonOf, type Fate, fateOf, moreSeatsOf } from './customers.js';

/** The end of the first term of the contracts. */
const TERM_ENDS: Day = '2027-06-30';
const NEXT_TERM_ENDS: Day = '2028-06-30';
const GROWS_FROM: Day = '2027-01-01';
/** The engine, renewals and contracts run once a week; the year is not played hour by hour. */
const STEP_MS = 7 * MS_PER_DAY;
/** Below the limit of a year for a hold. */
const HELD_MS = 180 * MS_PER_DAY;

interface YearParts {
  readonly admin: ApiClient;
  readonly organisation: Organisation;
  readonly customers: readonly Customer[];
  readonly time: SteppedTime;
  readonly settle: () => Promise<Instant | null>;
  readonly contracts: () => Promise<void>;
  readonly chance: Chance;
  readonly endsAt: Instant;
}

interface Contract {
  readonly endsOn: Day;
  readonly lines: readonly {
    readonly product: string;
    readonly kind: string;
    readonly segments: readonly { readonly from: Day; readonly amount: string; readonly arr: string | null }[];
  }[];
}

/** Plays the first year of the contracts: the actions of customers, and a weekly run of the engine. */
export class Year {
  private readonly agenda = new Agenda<() => Promise<void>>();
  readonly fates = new Map<string, Fate>();

  constructor(private readonly parts: YearParts) {
    const { chance, time, endsAt } = parts;
    const begins = time.now();
    for (const customer of parts.customers) {
      const { number } = customer.deal;
      const fate = fateOf(customer, chance);
      this.fates.set(customer.contractId, fate);
      if (fate === 'renewsByItself') this.on('2026-07-02', () => this.agreeToRenew(customer));
      if (fate === 'renewsBySignature')
        this.on('2027-02-01', () => this.renew(customer), chance.between(0, 45, 'signs again', number));
      if (fate === 'leaves')
        this.on('2026-10-01', () => this.giveNotice(customer), chance.between(0, 170, 'leaves on', number));
      const seats = fate === 'leaves' ? null : moreSeatsOf(customer.deal, chance);
      if (seats !== null)
        this.on('2026-12-01', () => this.grow(customer, seats), chance.between(0, 20, 'grows on', number));
    }
    for (let at = begins; at < endsAt; at += HELD_MS / 2) this.agenda.plan(at, () => this.rest(at));
    for (let at = begins + STEP_MS; at < endsAt; at += STEP_MS) this.agenda.plan(at, async () => undefined);
  }

  async run(): Promise<void> {
    const { time, endsAt } = this.parts;
    for (let next = this.agenda.nextAt; next !== null && next < endsAt; next = this.agenda.nextAt) {
      time.moveTo(Math.max(next, time.now()));
      // Acts one at a time, so that every run is the same.
      for (const act of this.agenda.take(time.now())) await act();
      await this.lookAfter();
    }
    time.moveTo(endsAt);
    await this.lookAfter();
  }

  private async lookAfter(): Promise<void> {
    await this.parts.contracts();
    await this.parts.settle();
  }

  private on(day: Day, act: () => Promise<void>, daysLater = 0): void {
    const at = Date.parse(`${day}T00:00:00Z`) + daysLater * MS_PER_DAY + 9 * MS_PER_HOUR;
    this.agenda.plan(at, act);
  }

  private rest(at: Instant): Promise<void> {
    return restLeads(this.parts.admin, this.parts.organisation, at + HELD_MS);
  }

  /** Reports, as the billing system, that the contract renews by itself. */
  private async agreeToRenew(customer: Customer): Promise<void> {
    const { lines } = await this.contractOf(customer);
    await this.parts.organisation.crm.put(`/v1/contracts/by-ref/billing/${customer.deal.number + 1}`, {
      accountId: customer.accountId,
      dealId: customer.dealId,
      currency: 'EUR',
      startsOn: '2026-07-01',
      endsOn: TERM_ENDS,
      noticeDays: 90,
      autoRenewMonths: 12,
      lines: lines.map(({ product, kind, segments }) => ({
        product,
        kind,
        segments: segments.map(({ from, amount }) => ({ from, amount })),
      })),
    });
  }

  private async renew(customer: Customer): Promise<void> {
    const { lines } = await this.contractOf(customer);
    await this.parts.organisation.crm.post(`/v1/contracts/${customer.contractId}/renew`, {
      endsOn: NEXT_TERM_ENDS,
      lines: lines.flatMap(({ product, kind, segments }) => {
        const { arr } = segments.at(-1)!;
        return arr === null ? [] : [{ product, kind, segments: [{ from: '2027-07-01', amount: arr, arr }] }];
      }),
    });
  }

  private async giveNotice({ deal, contractId }: Customer): Promise<void> {
    const { chance, organisation, time } = this.parts;
    await organisation.crm.post(`/v1/contracts/${contractId}/notice`, {
      givenOn: dayIn(time.now(), HEADQUARTERS.timeZone),
      reason: churnReasonOf(deal, chance),
    });
  }

  /** Wins a further deal for more seats, with a form of its own; its lines are added to the contract. */
  private async grow(customer: Customer, seats: number): Promise<void> {
    const { chance, organisation } = this.parts;
    const { deal, contractId, accountId } = customer;
    const more: DemoDeal = { ...deal, seats };
    const owner = organisation.players.get(deal.ownerId)!;
    const { id, handoff } = await organisation.crm.put<{ id: string; handoff: { id: string } | null }>(
      `/v1/deals/by-ref/crm/${deal.number + 1}-more`,
      {
        name: `${deal.name}, more seats`,
        type: 'expansion',
        product: deal.product,
        contractId,
        account: { id: accountId },
        ownerRepId: deal.ownerId,
        amount: `${deal.amount}.00`,
        currency: 'EUR',
        term: { startsOn: GROWS_FROM, endsOn: TERM_ENDS, noticeDays: 90 },
      },
    );
    if (handoff !== null) await owner.api.patch(`/v1/handoffs/${handoff.id}/form`, formOf(more, chance));
    await owner.api.post(`/v1/deals/${id}/win`, {});
  }

  private contractOf({ contractId }: Customer): Promise<Contract> {
    return this.parts.organisation.reader.get(`/v1/contracts/${contractId}`);
  }
}
