import { Injectable } from '@nestjs/common';
import type { Deal } from '../../deals/deal.js';
import { ActivityStore } from '../../leads/activity.store.js';
import type { LeadDocument } from '../../leads/lead.js';
import { LeadStore } from '../../leads/lead.store.js';
import type { Tx } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { KIND_WORDS, type TouchKind } from '../../vocabulary/touch-kinds.js';
import { type EarlierHandoff, HandoffStore } from '../handoff.store.js';
import type { KindVersion } from '../kinds/handoff-kind.js';
import { KindArchive } from '../kinds/handoff-kind.store.js';
import {
  type EarlierForm,
  NOTHING_PREFILLED,
  type PrefilledForm,
  type PrefillFacts,
  prefilled,
  sourcesIn,
} from './prefill.js';

/** The ids by which the known facts about a deal are found. */
interface PrefillKeys {
  readonly dealId: string | null;
  readonly leadId: string | null;
  readonly accountId: string | null;
}

export function prefillKeysOf({ id, leadId, accountId }: Pick<Deal, 'id' | 'leadId' | 'accountId'>): PrefillKeys {
  return { dealId: id, leadId, accountId };
}

type EarlierRow = Omit<EarlierHandoff, 'accountId'>;

/** The number of handoffs of an account that are read; older ones are out of date. */
const EARLIER_MAX = 5;
/** The number of notes of a lead that are read, the newest ones. */
const NOTES_MAX = 20;

/** Reads what is known of deals, to prefill the forms of their handoffs. */
@Injectable()
export class Prefilling {
  constructor(
    private readonly leads: LeadStore,
    private readonly activity: ActivityStore,
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
  ) {}

  /**
   * Runs under the lock of all deals, which an erasure takes too, so that nothing is filled in from data that is being
   * erased.
   * @returns what each form is filled in with, in the same order
   */
  async fill(tx: Tx, { form }: KindVersion, all: readonly PrefillKeys[]): Promise<PrefilledForm[]> {
    const sources = [...sourcesIn(form)];
    if (sources.length === 0 || all.length === 0) return all.map(() => NOTHING_PREFILLED);
    const wants = (isWanted: (source: string) => boolean, ids: readonly (string | null)[]) =>
      sources.some(isWanted) ? [...new Set(ids.filter((id) => id !== null))] : [];
    const leadIds = all.map(({ leadId }) => leadId);
    const ofLeads = wants((source) => source.startsWith('lead.'), leadIds);
    const documents = await (ofLeads.length === 0
      ? new Map<string, LeadDocument>()
      : this.leads.readDocuments(tx, ofLeads));
    const ofTouches = wants((source) => source === 'touches.notes', leadIds);
    const notes = groupBy(await this.activity.readLatestNotes(tx, ofTouches, NOTES_MAX), ({ leadId }) => leadId);
    const ofAccounts = wants((source) => source === 'earlier', pluck(all, 'accountId'));
    const earlier = await this.readEarlier(tx, ofAccounts);
    const ofWins = wants((source) => source === 'win', pluck(all, 'dealId'));
    const wins = await this.readWins(tx, ofWins);
    return all.map(({ dealId, leadId, accountId }) =>
      prefilled(form, {
        leadId,
        texts: textsOf(documents.get(leadId ?? '')),
        notes: (notes.get(leadId ?? '') ?? []).map(
          ({ occurredAt, kind, note }) =>
            `${toIso(occurredAt).slice(0, 10)}, ${KIND_WORDS[kind as TouchKind] ?? kind}: ${note}`,
        ),
        win: wins.get(dealId ?? '') ?? null,
        earlier: earlier.get(accountId ?? '') ?? [],
      }),
    );
  }

  private async readEarlier(
    tx: Tx,
    accountIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly EarlierForm[]>> {
    const forms = await this.readForms(tx, await this.handoffs.readEarlier(tx, accountIds, EARLIER_MAX));
    return groupBy(forms, ({ accountId }) => accountId);
  }

  private async readWins(tx: Tx, dealIds: readonly string[]): Promise<ReadonlyMap<string, EarlierForm>> {
    const forms = await this.readForms(tx, await this.handoffs.readHandedOver(tx, dealIds));
    return new Map(forms.map((each) => [each.dealId, each]));
  }

  private async readForms<Row extends EarlierRow>(tx: Tx, rows: readonly Row[]) {
    const kindOf = await this.kinds.load(tx, rows);
    return rows.map((row) => ({ ...row, handoffId: row.id, form: kindOf(row).form, values: row.form }));
  }
}

function textsOf(document: LeadDocument | undefined): PrefillFacts['texts'] {
  if (document === undefined) return {};
  const { contact, company, source, channel, campaign, message } = document;
  const whole = [contact?.firstName, contact?.lastName].filter((part) => part !== undefined && part !== '').join(' ');
  const texts = {
    'lead.contact.name': contact?.name ?? whole,
    'lead.contact.title': contact?.title,
    'lead.contact.email': contact?.email,
    'lead.contact.phone': contact?.phone,
    'lead.company.name': company?.name,
    'lead.company.domain': company?.domain,
    'lead.source': source,
    'lead.channel': channel,
    'lead.campaign': campaign,
    'lead.message': message,
  };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string' && text !== ''));
}
