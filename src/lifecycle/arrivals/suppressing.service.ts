import { Injectable } from '@nestjs/common';
import { type DispositionRow, DispositionStore } from '../../disposition/disposition.store.js';
import {
  type Block,
  blockedBy,
  type ContactKeys,
  effectOf,
  hashesOf,
  hashOf,
  type Identifier,
  identifiersOf,
  type KnownBy,
  type SuppressedKind,
} from '../../disposition/suppression.js';
import { type NewSuppression, type SuppressionRow, SuppressionStore } from '../../disposition/suppression.store.js';
import { InquiryStore } from '../../leads/inquiry.store.js';
import type { LeadState } from '../../leads/lead.js';
import { areMany } from '../../leads/same-person.js';
import { SamePersonStore } from '../../leads/same-person.store.js';
import { Turns } from '../../platform/running/turns.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { type Instant, isoOrNull } from '../../platform/values/duration.js';
import { groupBy, partition, pluck } from '../../platform/values/group.js';
import { writtenBy } from '../closing/disposing.js';
import type { LeadCase } from '../lead-case.js';
import { OpenDeals } from '../open-deals.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { keepOut, reasonOf } from './closing-by-rule.js';

/** A closing, with the row of its disposition. */
export interface ClosedLead {
  readonly leadCase: LeadCase;
  readonly row: DispositionRow;
}

/** A block that is added on request. */
export interface EnteredBlock {
  readonly id: string;
  readonly block: Block;
  readonly reason: string;
}

interface Admission {
  /** What a person is known by who asks again: it is checked, and not what was known before. */
  readonly came?: ReadonlyMap<LeadCase, KnownBy> | undefined;
  /** A closing of many leads that is being undone, part by part: what it has suppressed keeps nobody out. */
  readonly undoneBulkId?: string | null;
}

/** Adds and lifts suppressions, and closes incoming leads that they cover. */
@Injectable()
export class Suppressing {
  constructor(
    private readonly suppressions: SuppressionStore,
    private readonly dispositions: DispositionStore,
    private readonly inquiries: InquiryStore,
    private readonly persons: SamePersonStore,
    private readonly openDeals: OpenDeals,
  ) {}

  /** Returns the suppressions that cover incoming leads, by the ids of the leads. */
  blocking(
    sql: Sql,
    cases: readonly { readonly lead: { readonly id: string }; readonly document: KnownBy | null }[],
    now: Instant,
    exceptBulkId: string | null = null,
  ): Promise<Map<string, SuppressionRow>> {
    const hashes = cases.flatMap(({ lead, document }) =>
      identifiersOf(document!)
        .flatMap(hashesOf)
        .map((hash) => ({ leadId: lead.id, hash })),
    );
    return this.suppressions.findBlocking(sql, hashes, now, exceptBulkId);
  }

  /** Returns the suppressions that cover leads, open or closed; test leads are exempt. By the ids of the leads. */
  covering(
    sql: Sql,
    cases: readonly { readonly lead: Pick<LeadState, 'id' | 'test'>; readonly document: KnownBy | null }[],
    now: Instant,
  ): Promise<Map<string, SuppressionRow>> {
    const inEarnest = cases.filter(({ lead }) => !lead.test);
    return this.blocking(sql, inEarnest, now);
  }

  /** Returns the suppressions that cover open leads, which stay open; test leads are exempt. By the ids of the leads. */
  ofOpen(
    sql: Sql,
    cases: readonly { readonly lead: LeadState; readonly document: KnownBy | null }[],
    now: Instant,
  ): Promise<Map<string, SuppressionRow>> {
    const open = cases.filter(({ lead }) => lead.status === 'open');
    return this.covering(sql, open, now);
  }

  /** Returns the people whom suppressions name, also those that are lifted. */
  async namedBy<Known extends KnownBy>(sql: Sql, suppressionIds: readonly string[], people: readonly Known[]) {
    const hashes = new Set(await this.suppressions.readHashes(sql, suppressionIds));
    const named: Known[] = [];
    const turns = new Turns();
    for (const known of people) {
      if (
        identifiersOf(known)
          .flatMap(hashesOf)
          .some((hash) => hashes.has(hash))
      )
        named.push(known);
      // All open leads of a company may be asked about, so other work gets a turn.
      await turns.next();
    }
    return named;
  }

  /**
   * Reopens leads as new cycles. A lead whose person was suppressed meanwhile is closed again at once, as a new lead
   * would be; test leads are exempt, and so are leads with an open deal.
   * @param cases with their documents
   * @returns those that may be routed
   */
  async admit(
    tx: Tx,
    work: UnitOfWork,
    cases: readonly LeadCase[],
    { came = new Map(), undoneBulkId = null }: Admission = {},
  ): Promise<LeadCase[]> {
    const inEarnest = cases.filter(({ lead }) => !lead.test);
    const asking = inEarnest.map((each) => ({ lead: each.lead, document: came.get(each) ?? each.document }));
    const blocked = asking.length === 0 ? new Map() : await this.blocking(tx, asking, work.now, undoneBulkId);
    const deals = await this.openDeals.find(tx, [...blocked.keys()]);
    const kept = cases.filter((each) => {
      const suppression = blocked.get(each.lead.id);
      if (suppression === undefined || deals.has(each.lead.id)) return false;
      return came.has(each) || effectOf(suppression, each.document!) === 'closes';
    });
    const rows = kept.map((leadCase) => keepOut(work, leadCase, blocked.get(leadCase.lead.id)!));
    await this.dispositions.insertMany(tx, rows);
    return cases.filter((leadCase) => !kept.includes(leadCase));
  }

  /** Adds the suppressions that the reasons of closings require. The rows of the dispositions must have been stored. */
  async block(tx: Tx, work: UnitOfWork, closings: readonly ClosedLead[]): Promise<void> {
    const { reasons, settings } = work.directory.content;
    const blocking = closings.flatMap(({ leadCase, row }) => {
      const reason = reasonOf(reasons, row.reason);
      // A test lead has no real person.
      return reason === undefined || reason.blocks === 'none' || leadCase.lead.test ? [] : [{ leadCase, row, reason }];
    });
    if (blocking.length === 0) return;
    const leadIds = blocking.map(({ row }) => row.leadId);
    const further = groupBy(await this.inquiries.readContacts(tx, leadIds), ({ leadId }) => leadId);
    const when = { actor: work.actor, at: work.now, repBlocksFor: settings.repBlocksFor };
    const wanted = blocking.flatMap(({ leadCase, row, reason }) => {
      const contacts = further.get(row.leadId) ?? [];
      const blocks = blockedBy(reason, row.fields, leadCase.document!, contacts, when);
      return blocks.map((block) => ({ block, row, leadCase, reason }));
    });
    const isShared = await this.sharedAmong(tx, pluck(wanted, 'block'), work.now);
    const [shared, own] = partition(wanted, ({ block }) => isShared(block));
    const rows = own.map(({ row, block }) =>
      suppression(work, block, row.reason, { leadId: row.leadId, dispositionId: row.id }),
    );
    await this.add(tx, work, rows);
    // What a person asked for is left undone for the sake of others, so somebody has to look at it.
    for (const { block, leadCase, reason } of shared)
      if (reason.review)
        work.notify(work.directory.queueOwnerId, 'lead.suppressed', leadCase, {
          reason: reason.code,
          shared: block.kind,
        });
  }

  /** Tells numbers and addresses of many people, by which nobody is suppressed. */
  private async sharedAmong(
    tx: Tx,
    identifiers: readonly Identifier[],
    now: Instant,
  ): Promise<(identifier: Identifier) => boolean> {
    const keyOf = (wanted: SuppressedKind, { kind, key }: Identifier) => (kind === wanted ? key : null);
    const persons = identifiers.map((each) => ({ emailKey: keyOf('email', each), phoneKey: keyOf('phone', each) }));
    const { addresses, names } = await this.persons.readShared(tx, persons, now);
    return ({ kind, key }) => kind !== 'domain' && areMany((kind === 'phone' ? addresses : names).get(key));
  }

  /** Adds a suppression on request. @param id of the suppression; a new one by default */
  async enter(
    tx: Tx,
    work: UnitOfWork,
    block: Block,
    reason: string,
    id: string = work.newId(),
  ): Promise<Omit<SuppressionRow, 'eventXid'>> {
    const row = { ...suppression(work, block, reason, { leadId: null, dispositionId: null }), id };
    await this.add(tx, work, [row]);
    return { ...row, liftedAt: null, liftReason: null };
  }

  /** Does the same for many, in one statement. */
  async enterMany(tx: Tx, work: UnitOfWork, entered: readonly EnteredBlock[]): Promise<void> {
    const onRequest = { leadId: null, dispositionId: null };
    const rows = entered.map(({ id, block, reason }) => ({ ...suppression(work, block, reason, onRequest), id }));
    await this.add(tx, work, rows);
  }

  /** Lifts the suppressions of closings that were taken back. */
  async liftOf(
    tx: Tx,
    work: UnitOfWork,
    dispositionIds: readonly string[],
    why: 'corrected' | 'reopened',
  ): Promise<void> {
    const rows = await this.suppressions.lockOfDispositions(tx, dispositionIds);
    await this.lift(tx, work, rows, null, why);
  }

  /** Lifts what the closing of a lead blocked only because another was merged into it, which is taken back. */
  async liftOfMerged(tx: Tx, work: UnitOfWork, into: LeadCase, merged: ContactKeys): Promise<void> {
    const { dispositionId, id } = into.lead;
    if (dispositionId === null) return;
    const hashes = (contacts: readonly ContactKeys[]) =>
      contacts.flatMap((contact) => identifiersOf({ ...contact, company: null }).flatMap(hashesOf));
    const kept = new Set(hashes([into.document!, ...(await this.inquiries.readContacts(tx, [id]))]));
    const left = new Set(hashes([merged]).filter((each) => !kept.has(each)));
    const rows = await this.suppressions.lockOfDispositions(tx, [dispositionId]);
    const lifted = rows.filter((row) => left.has(row.hash));
    await this.lift(tx, work, lifted, null, 'corrected');
  }

  /** @param reason in the person's words */
  async lift(
    tx: Tx,
    work: UnitOfWork,
    rows: readonly SuppressionRow[],
    reason: string | null,
    why: 'corrected' | 'reopened' | 'person',
  ): Promise<void> {
    await this.suppressions.liftMany(tx, pluck(rows, 'id'), reason, work.now);
    for (const { id, eventXid } of rows) work.record(subject(id, LIFTED, eventXid), 'suppression.lifted', { why });
  }

  private async add(tx: Tx, work: UnitOfWork, rows: readonly NewSuppression[]): Promise<void> {
    await this.suppressions.insertMany(tx, rows);
    for (const { id, kind, reason, leadId, untilAt } of rows) {
      const data = { kind, reason, until: isoOrNull(untilAt), ...(leadId !== null && { leadId }) };
      work.record(subject(id, ADDED, null), 'suppression.added', data);
    }
  }
}

function suppression(
  work: UnitOfWork,
  { kind, key, untilAt }: Block,
  reason: string,
  closing: Pick<NewSuppression, 'leadId' | 'dispositionId'>,
): NewSuppression {
  const made = { id: work.newId(), createdAt: work.now, ...writtenBy(work.actor) };
  return { ...made, ...closing, kind, hash: hashOf({ kind, key }), reason, untilAt };
}

/** The numbers of its events, of which it has at most two. */
const ADDED = 1;
const LIFTED = 2;

function subject(subjectId: string, seq: number, latestXid: string | null) {
  return { subjectType: 'suppression', subjectId, latestAt: null, latestXid, numberEvent: () => seq } as const;
}
