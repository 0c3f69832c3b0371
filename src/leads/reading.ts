import type { Directory } from '../directory/directory.js';
import type { SettingsEntity } from '../directory/settings.entity.js';
import { elapsedMs, parseDuration } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import { instantOf, isEmail, isTimeZone } from '../platform/formats.js';
import { type Instant, MS_PER_MINUTE, toIso } from '../platform/instant.js';
import { caseless } from '../platform/text.js';
import type { LeadBody } from './lead.dto.js';
import type { Contact, LeadDocument } from './lead.js';
import { toE164 } from './phone.js';

/** Clocks of senders differ; more than this ahead is a mistake. */
const AHEAD_MAX_MS = 5 * MS_PER_MINUTE;

/** Why an instant reported by somebody is not believed; empty when it is. */
export function faultsOfReportedInstant(
  at: Instant,
  pointer: string,
  bounds: { now: Instant; backdating: string; notBefore?: Instant | null },
): Fault[] {
  if (at > bounds.now + AHEAD_MAX_MS)
    return [{ pointer, code: 'future', message: 'Expected an instant at most 5 minutes ahead.' }];
  if (bounds.notBefore !== undefined && bounds.notBefore !== null && at < bounds.notBefore) {
    return [{ pointer, code: 'beforeLead', message: 'Expected an instant after the lead was submitted.' }];
  }
  const allowed = parseDuration(bounds.backdating, { allowZero: true });
  const allowedMs = 'code' in allowed ? 0 : elapsedMs(allowed);
  if (at < bounds.now - allowedMs) {
    return [
      {
        pointer,
        code: 'backdated',
        message: `Expected an instant at most ${bounds.backdating} ago (settings, backdating).`,
      },
    ];
  }
  return [];
}

/** Everything wrong with a lead beyond its schema. */
export function faultsOfLead(
  { submittedAt, owner }: Pick<LeadBody, 'submittedAt' | 'owner'>,
  directory: Pick<Directory, 'content' | 'rep'>,
  now: Instant,
): Fault[] {
  const faults: Fault[] = [];
  if (submittedAt !== undefined) {
    const backdating = directory.content.settings.backdating.integration;
    faults.push(...faultsOfReportedInstant(instantOf(submittedAt), '/submittedAt', { now, backdating }));
  }
  if (owner !== undefined && directory.rep(owner.repId.toLowerCase()) === undefined)
    faults.push({ pointer: '/owner/repId', code: 'unknownId', message: `There is no rep ${owner.repId}.` });
  return faults;
}

/** A checked request as a lead that came in at an instant. */
export function readLead(
  body: Omit<LeadBody, 'owner'>,
  received: { at: Instant; by: string | null },
  settings: Pick<SettingsEntity, 'defaultCountry'>,
): LeadDocument {
  const contact: Contact = body.contact ?? {};
  const emailKey = contact.email === undefined ? null : caseless(contact.email);
  const phoneKey = contact.phone === undefined ? null : toE164(contact.phone, contact.country, settings.defaultCountry);
  return {
    externalId: body.externalId ?? null,
    source: body.source,
    channel: body.channel ?? null,
    campaign: body.campaign ?? null,
    form: body.form ?? null,
    landingPage: body.landingPage ?? null,
    message: body.message ?? null,
    refs: body.refs ?? null,
    contact,
    company: (body.company as LeadDocument['company']) ?? null,
    attributes: body.attributes ?? null,
    clickIds: body.clickIds === undefined ? null : readClickIds(body.clickIds),
    consent: (body.consent as LeadDocument['consent']) ?? null,
    test: body.test,
    submittedAt: body.submittedAt === undefined ? null : instantOf(body.submittedAt),
    receivedAt: received.at,
    createdBy: received.by,
    emailKey,
    phoneKey,
    issues: issuesOf(contact, phoneKey),
  };
}

/** Kept as they were given but for the instant, which is written like every other. */
function readClickIds(given: NonNullable<LeadBody['clickIds']>): NonNullable<LeadDocument['clickIds']> {
  const { clickedAt, ...ids } = given;
  return { ...ids, ...(clickedAt !== undefined && { clickedAt: toIso(instantOf(clickedAt)) }) } as NonNullable<
    LeadDocument['clickIds']
  >;
}

/** What is odd about a lead. It is taken all the same: a lead lost to a typing error is a lead lost. */
function issuesOf(contact: Contact, phoneKey: string | null): string[] {
  const issues: string[] = [];
  if (contact.email === undefined && contact.phone === undefined) issues.push('noContact');
  if (contact.email !== undefined && !isEmail(contact.email)) issues.push('unreadableEmail');
  if (contact.phone !== undefined && phoneKey === null) issues.push('unreadablePhone');
  if (contact.timeZone !== undefined && !isTimeZone(contact.timeZone)) issues.push('unknownTimeZone');
  return issues;
}
