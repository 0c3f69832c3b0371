import { readDisposition } from '../../disposition/disposition.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { ReasonRow } from '../../disposition/reason.table.js';
import type { SuppressionRow } from '../../disposition/suppression.store.js';
import { type Actor, system } from '../../platform/values/actor.js';
import type { ClosingRule } from '../../routing/rules/rules.js';
import { dispose } from '../closing/disposing.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';

const BY_SUPPRESSION = system('suppression');

/**
 * Closes an arriving lead as its rule says: without an owner, clocks or notifications. A reason still applies if it was
 * retired, or requires something, since the rule was saved, because intake must go on.
 */
export function closeByRule(work: UnitOfWork, leadCase: LeadCase, { name, closes }: ClosingRule): DispositionRow {
  const reasons = work.directory.content.reasons.map((reason) => ({ ...reason, active: true, requires: [] }));
  const read = readDisposition(closes, reasons, work.now);
  if ('faults' in read) throw new Error(`The rule "${name}" closes leads with ${closes.reason}, which is refused`);
  leadCase.lead = { ...leadCase.lead, rule: name };
  return dispose(work, leadCase, read.disposition, {
    attempts: 0,
    restsOn: null,
    rule: name,
    actor: system('routing'),
  });
}

/**
 * Closes an incoming lead at once, without an owner or clocks. The owner of the queue is notified if the reason
 * requires a review; nobody else is.
 */
export function keepOut(
  work: UnitOfWork,
  leadCase: LeadCase,
  suppression: SuppressionRow,
  actor: Actor = BY_SUPPRESSION,
): DispositionRow {
  const { id, reason: code } = suppression;
  const { reasons } = work.directory.content;
  const { label = code, intent = 'notAProspect', review = false } = reasonOf(reasons, code) ?? {};
  const disposition = {
    category: 'suppress',
    reason: code,
    label,
    intent,
    note: null,
    fields: {},
    returnsAt: null,
  } as const;
  const grounds = { attempts: 0, restsOn: null, suppression, actor };
  const row = dispose(work, leadCase, disposition, grounds);
  if (review)
    work.notify(work.directory.queueOwnerId, 'lead.suppressed', leadCase, { reason: code, suppressionId: id });
  return row;
}

export function reasonOf(reasons: readonly ReasonRow[], code: string): ReasonRow | undefined {
  return reasons.find((reason) => reason.code === code);
}
