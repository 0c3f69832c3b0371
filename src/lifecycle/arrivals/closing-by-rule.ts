import { readDisposition } from '../../disposition/disposition.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import { system } from '../../platform/values/actor.js';
import type { ClosingRule } from '../../routing/rules/rules.js';
import { dispose } from '../closing/disposing.js';
import type { LeadCase } from '../lead-case.js';
import type { UnitOfWork } from '../unit-of-work.js';

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
