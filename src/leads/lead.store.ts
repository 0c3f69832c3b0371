import { Injectable } from '@nestjs/common';
import { columnsOf, instant, json, plain, text } from '../platform/columns.js';
import type { Sql } from '../platform/database.js';
import { toIso } from '../platform/instant.js';
import type { LeadDocument, LeadState } from './lead.js';

export type LeadRow = LeadDocument & LeadState;

export const STATE_COLUMNS = `lead.id, lead.status, lead.work_state as "workState", lead.cycle,
  lead.cycle_started_at as "cycleStartedAt", lead.owner_id as "ownerId", lead.pool_id as "poolId", lead.rule,
  lead.policy_id as "policyId", lead.policy_version as "policyVersion", lead.reassignments,
  lead.breach_moves as "breachMoves", lead.waiting, lead.waiting_since as "waitingSince",
  lead.disposition_id as "dispositionId", lead.event_seq as "eventSeq", lead.updated_at as "updatedAt"`;

export const DOCUMENT_COLUMNS = `lead.external_id as "externalId", lead.source, lead.channel, lead.campaign, lead.form,
  lead.landing_page as "landingPage", lead.message, lead.refs, lead.contact, lead.company, lead.attributes,
  lead.click_ids as "clickIds", lead.consent, lead.test, lead.submitted_at as "submittedAt",
  lead.received_at as "receivedAt", lead.created_by as "createdBy", lead.email_key as "emailKey",
  lead.phone_key as "phoneKey", lead.issues`;

/** What identifies a lead in the system it came from. */
export interface ExternalKey {
  readonly source: string;
  readonly externalId: string;
}

@Injectable()
export class LeadStore {
  /** @returns the ids of those that exist, by `keyOf(source, externalId)` */
  async findExisting(tx: Sql, keys: readonly ExternalKey[]): Promise<Map<string, string>> {
    if (keys.length === 0) return new Map();
    const { rows } = await tx.query<ExternalKey & { id: string }>(
      `select lead.id, lower(lead.source) as source, lead.external_id as "externalId"
         from unnest($1::text[], $2::text[]) as asked (source, external_id)
         join lead on lower(lead.source) = lower(asked.source) and lead.external_id = asked.external_id`,
      columnsOf(keys, [text((key) => key.source), text((key) => key.externalId)]),
      'lead-find-existing',
    );
    return new Map(rows.map((row) => [externalKey(row), row.id]));
  }

  async insertMany(tx: Sql, leads: readonly { lead: LeadState; document: LeadDocument }[]): Promise<void> {
    if (leads.length === 0) return;
    // Two nodes that insert the same keys in another order would deadlock: always in the order of the unique key.
    const sorted = [...leads].sort((a, b) => compare(externalKey(a.document), externalKey(b.document)));
    await tx.query(
      `insert into lead (id, external_id, source, channel, campaign, form, landing_page, message, refs, contact, company,
         attributes, click_ids, consent, email_key, phone_key, issues, test, submitted_at, received_at, created_by,
         status, work_state, cycle, cycle_started_at, owner_id, pool_id, rule, policy_id, policy_version,
         waiting, waiting_since, event_seq, updated_at)
       select id, external_id, source, channel, campaign, form, landing_page, message, refs, contact, company,
         attributes, click_ids, consent, email_key, phone_key, coalesce(string_to_array(nullif(issues, ''), ','), '{}'), test,
         submitted_at, received_at, created_by, 'open', work_state, 1, received_at, owner_id, pool_id, rule, policy_id,
         policy_version, waiting, waiting_since, event_seq, received_at
         from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
           $9::jsonb[], $10::json[], $11::json[], $12::json[], $13::json[], $14::json[], $15::text[], $16::text[],
           $17::text[], $18::boolean[], $19::timestamptz[], $20::timestamptz[], $21::uuid[], $22::text[], $23::uuid[],
           $24::uuid[], $25::text[], $26::uuid[], $27::int[], $28::text[], $29::timestamptz[], $30::int[])
           as new (id, external_id, source, channel, campaign, form, landing_page, message, refs, contact, company,
             attributes, click_ids, consent, email_key, phone_key, issues, test, submitted_at, received_at, created_by,
             work_state, owner_id, pool_id, rule, policy_id, policy_version, waiting, waiting_since, event_seq)`,
      columnsOf(sorted, [
        plain(({ lead }) => lead.id),
        text(({ document }) => document.externalId),
        text(({ document }) => document.source),
        text(({ document }) => document.channel),
        text(({ document }) => document.campaign),
        text(({ document }) => document.form),
        text(({ document }) => document.landingPage),
        text(({ document }) => document.message),
        json(({ document }) => document.refs),
        json(({ document }) => document.contact),
        json(({ document }) => document.company),
        json(({ document }) => document.attributes),
        json(({ document }) => document.clickIds),
        json(({ document }) => document.consent),
        text(({ document }) => document.emailKey),
        text(({ document }) => document.phoneKey),
        text(({ document }) => document.issues.join(',')),
        plain(({ document }) => document.test),
        instant(({ document }) => document.submittedAt),
        instant(({ document }) => document.receivedAt),
        plain(({ document }) => document.createdBy),
        plain(({ lead }) => lead.workState),
        plain(({ lead }) => lead.ownerId),
        plain(({ lead }) => lead.poolId),
        text(({ lead }) => lead.rule),
        plain(({ lead }) => lead.policyId),
        plain(({ lead }) => lead.policyVersion),
        plain(({ lead }) => lead.waiting),
        instant(({ lead }) => lead.waitingSince),
        plain(({ lead }) => lead.eventSeq),
      ]),
      'lead-insert',
    );
  }

  /** Writes the states of leads that this transaction has locked. */
  async updateStates(tx: Sql, leads: readonly LeadState[]): Promise<void> {
    if (leads.length === 0) return;
    await tx.query(
      `update lead
          set status = new.status, work_state = new.work_state, cycle = new.cycle, cycle_started_at = new.cycle_started_at,
              owner_id = new.owner_id, pool_id = new.pool_id, rule = new.rule, policy_id = new.policy_id,
              policy_version = new.policy_version, reassignments = new.reassignments, breach_moves = new.breach_moves,
              waiting = new.waiting, waiting_since = new.waiting_since, disposition_id = new.disposition_id,
              event_seq = new.event_seq, updated_at = new.updated_at
         from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::timestamptz[], $6::uuid[], $7::uuid[], $8::text[],
                $9::uuid[], $10::int[], $11::int[], $12::int[], $13::text[], $14::timestamptz[], $15::uuid[], $16::int[],
                $17::timestamptz[])
              as new (id, status, work_state, cycle, cycle_started_at, owner_id, pool_id, rule, policy_id, policy_version,
                reassignments, breach_moves, waiting, waiting_since, disposition_id, event_seq, updated_at)
        where lead.id = new.id`,
      columnsOf(leads, [
        plain((lead) => lead.id),
        plain((lead) => lead.status),
        plain((lead) => lead.workState),
        plain((lead) => lead.cycle),
        instant((lead) => lead.cycleStartedAt),
        plain((lead) => lead.ownerId),
        plain((lead) => lead.poolId),
        text((lead) => lead.rule),
        plain((lead) => lead.policyId),
        plain((lead) => lead.policyVersion),
        plain((lead) => lead.reassignments),
        plain((lead) => lead.breachMoves),
        plain((lead) => lead.waiting),
        instant((lead) => lead.waitingSince),
        plain((lead) => lead.dispositionId),
        plain((lead) => lead.eventSeq),
        instant((lead) => lead.updatedAt),
      ]),
      'lead-update-states',
    );
  }

  /** Writes what was told of leads that this transaction has locked. */
  async updateDocuments(
    tx: Sql,
    amended: readonly { readonly id: string; readonly document: LeadDocument }[],
  ): Promise<void> {
    if (amended.length === 0) return;
    await tx.query(
      `update lead
          set external_id = new.external_id, source = new.source, channel = new.channel, campaign = new.campaign,
              form = new.form, landing_page = new.landing_page, message = new.message, refs = new.refs,
              contact = new.contact, company = new.company, attributes = new.attributes, click_ids = new.click_ids,
              consent = new.consent, email_key = new.email_key, phone_key = new.phone_key,
              issues = coalesce(string_to_array(nullif(new.issues, ''), ','), '{}'), test = new.test,
              submitted_at = new.submitted_at
         from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::jsonb[], $10::json[], $11::json[], $12::json[], $13::json[], $14::json[], $15::text[], $16::text[],
                $17::text[], $18::boolean[], $19::timestamptz[])
              as new (id, external_id, source, channel, campaign, form, landing_page, message, refs, contact, company,
                attributes, click_ids, consent, email_key, phone_key, issues, test, submitted_at)
        where lead.id = new.id`,
      columnsOf(amended, [
        plain(({ id }) => id),
        text(({ document }) => document.externalId),
        text(({ document }) => document.source),
        text(({ document }) => document.channel),
        text(({ document }) => document.campaign),
        text(({ document }) => document.form),
        text(({ document }) => document.landingPage),
        text(({ document }) => document.message),
        json(({ document }) => document.refs),
        json(({ document }) => document.contact),
        json(({ document }) => document.company),
        json(({ document }) => document.attributes),
        json(({ document }) => document.clickIds),
        json(({ document }) => document.consent),
        text(({ document }) => document.emailKey),
        text(({ document }) => document.phoneKey),
        text(({ document }) => document.issues.join(',')),
        plain(({ document }) => document.test),
        instant(({ document }) => document.submittedAt),
      ]),
      'lead-update-documents',
    );
  }

  /** Locks leads, in the order of their ids. Ids that no lead has are left out. */
  async lockMany(
    tx: Sql,
    ids: readonly string[],
    withDocument: boolean,
  ): Promise<(LeadState & Partial<LeadDocument>)[]> {
    const { rows } = await tx.query<LeadState & Partial<LeadDocument>>(
      `select ${STATE_COLUMNS}${withDocument ? `, ${DOCUMENT_COLUMNS}` : ''}
         from lead where id = any ($1::uuid[]) order by id for no key update`,
      [ids],
      withDocument ? 'lead-lock-documents' : 'lead-lock',
    );
    return rows;
  }

  /** What was told of leads that this transaction has locked. */
  async readDocuments(tx: Sql, ids: readonly string[]): Promise<Map<string, LeadDocument>> {
    const { rows } = await tx.query<LeadDocument & { id: string }>(
      `select id, ${DOCUMENT_COLUMNS} from lead where id = any ($1::uuid[])`,
      [ids],
      'lead-documents',
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * Leads that wait for somebody, oldest first, after a position; those that somebody works on are left for later.
   * @param pools for whom they wait, null in it for no pool; null for all leads
   */
  async lockWaitingMany(
    tx: Sql,
    after: { since: number; id: string } | null,
    pools: readonly (string | null)[] | null,
    limit: number,
  ): Promise<LeadRow[]> {
    const { rows } = await tx.query<LeadRow>(
      `select ${STATE_COLUMNS}, ${DOCUMENT_COLUMNS}
         from lead
        where waiting is not null and ($1::timestamptz is null or (waiting_since, id) > ($1, $2::uuid))
          and ($3 or pool_id = any ($4::uuid[]) or ($5 and pool_id is null))
        order by waiting_since, id
        limit $6
          for no key update skip locked`,
      [
        after && toIso(after.since),
        after?.id ?? null,
        pools === null,
        (pools ?? []).filter((id) => id !== null),
        pools?.includes(null) ?? false,
        limit,
      ],
      'lead-lock-waiting',
    );
    return rows;
  }
}

/** One text for what the unique index compares. */
export function externalKey(lead: { readonly source: string; readonly externalId: string | null }): string {
  return `${lead.source.toLowerCase()}\n${lead.externalId ?? ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
