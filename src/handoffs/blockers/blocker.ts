import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Row } from '../../platform/sql/table.js';
import { MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import type { RecordRow } from '../../records/record.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, keepPromise } from '../handoff-clocks.js';
import type { HANDOFF_BLOCKER } from './blocker.table.js';

/** Per handoff, including resolved ones. */
export const BLOCKERS_MAX = 100;

/** Something that holds a handoff up, and that its owner resolves by a date. */
export type Blocker = Row<typeof HANDOFF_BLOCKER>;

const ofBlocker = ({ number }: Pick<Blocker, 'number'>) => ({ kind: 'handoffBlocker', step: number }) as const;

/** Raises a blocker, whose owner promises to resolve it by its date. */
export function block(
  work: UnitOfWork,
  subject: HandoffCase,
  { text, ownerRepId, dueAt, recordId }: Pick<Blocker, 'text' | 'ownerRepId' | 'dueAt' | 'recordId'>,
): Blocker {
  const blocker: Blocker = {
    id: work.newId(),
    handoffId: subject.subjectId,
    text,
    ownerRepId,
    dueAt,
    recordId,
    number: subject.blockers.length + 1,
    raisedAt: work.now,
    resolvedAt: null,
    lesson: null,
  };
  subject.blockers = [...subject.blockers, blocker];
  const { formVersion } = subject.handoff;
  work.record(subject, 'handoff.blocked', { blockerId: blocker.id, ownerRepId, dueAt: toIso(dueAt), formVersion });
  beginPromise(work, subject, ofBlocker(blocker), ownerRepId);
  return blocker;
}

/** Resolves a blocker. @param lesson what to do differently next time; null if none was given */
export function unblock(work: UnitOfWork, subject: HandoffCase, blocker: Blocker, lesson: string | null): void {
  subject.blockers = subject.blockers.map((each) =>
    each === blocker ? { ...blocker, resolvedAt: work.now, lesson } : each,
  );
  keepPromise(work, subject, ofBlocker(blocker));
  const { formVersion } = subject.handoff;
  work.record(subject, 'handoff.unblocked', { blockerId: blocker.id, ownerRepId: blocker.ownerRepId, formVersion });
}

/** Raises a blocker for a record that is no longer tried. The owner of its receiver has a day to resolve it. */
export function blockByRecord(
  work: UnitOfWork,
  subject: HandoffCase,
  { id, place }: RecordRow,
  why = 'could not be made',
): Blocker | undefined {
  if (subject.handoff.state !== 'running' || openBlockerOf(subject, id) !== undefined) return undefined;
  const { name, ownerRepId } = subject.receiver(place);
  const text = `The record of ${name} ${why}.`;
  return block(work, subject, { text, ownerRepId, dueAt: work.now + MS_PER_DAY, recordId: id });
}

/**
 * Raises a blocker for a record that has waited for a day, and notifies the owner of its receiver. What it waits for is
 * something that a person has to provide.
 * @param waitsSince of the record, or of its update
 */
export function blockByWaiting(
  work: UnitOfWork,
  subject: HandoffCase,
  record: RecordRow,
  waitsSince = record.waitsSince,
  why = 'waits for a value that is missing: its failure names the value',
): void {
  if (waitsSince === null || work.now - waitsSince < MS_PER_DAY) return;
  const blocker = blockByRecord(work, subject, record, why);
  if (blocker === undefined) return;
  const { id: blockerId, ownerRepId, dueAt } = blocker;
  work.notify(ownerRepId, 'handoff.blocked', subject, { blockerId, dueAt: toIso(dueAt) });
}

/** Resolves the blocker of a record that was made after all. */
export function unblockByRecord(work: UnitOfWork, subject: HandoffCase, { id }: RecordRow): void {
  const blocker = openBlockerOf(subject, id);
  if (blocker !== undefined) unblock(work, subject, blocker, null);
}

function openBlockerOf({ blockers }: HandoffCase, id: string): Blocker | undefined {
  return blockers.find(({ recordId, resolvedAt }) => recordId === id && resolvedAt === null);
}
