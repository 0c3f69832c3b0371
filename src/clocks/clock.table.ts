import { code, instant, int, table, text, uuid } from '../platform/sql/table.js';
import type { CallerType } from '../platform/values/actor.js';
import type { Basis } from '../sla/policy.js';
import { subjectFields } from '../vocabulary/subject.table.js';
import type { ClockKind, ClockState } from './clock.js';
import type { PauseKind } from './pause.js';

/** Promises with deadlines, and everything else that happens at an instant. */
export const CLOCK = table('clock', 'leads', {
  ...subjectFields,
  id: uuid(),
  kind: code<ClockKind>(),
  /** The rep who owes it; null for the company's promises. */
  repId: uuid().nullable(),
  assignmentId: uuid().nullable(),
  cycle: int().nullable(),
  policyId: uuid().nullable(),
  policyVersion: int().nullable(),
  state: code<ClockState>(),
  startedAt: instant(),
  /**
   * The number of the step of a cadence, or of the receiver, question or blocker of a handoff, from 1 (0: the giver);
   * null for others.
   */
  step: int().nullable(),
  /** The duration, as written, after which its window opens; null if it is open from the start. */
  wait: text().nullable().harmless(),
  /** When the window opens; null without `wait`, and if the calendar has no such moment within reach. */
  opensAt: instant().nullable(),
  /** The promised duration as written; null for a clock that only measures or has only an agreed date. */
  target: text().nullable().harmless(),
  basis: code<Basis>().nullable(),
  calendarId: uuid().nullable(),
  calendarVersion: int().nullable(),
  timeZone: text().nullable().harmless(),
  /** How the lead may be contacted, if the clock counts only in such hours: as `writeReach` writes it. */
  reach: text().nullable().personal(),
  dueAt: instant().nullable(),
  /** The next instant at which anything happens to it; null if nothing will. */
  nextAt: instant().nullable(),
  /** The hold that delays effects of this clock; null if none does. */
  heldBy: uuid().nullable(),
  /**
   * While it runs, the number of warnings given. Once breached, a bit for each action taken, by its place in the
   * policy.
   */
  progress: int().default('0'),
  /** Since when it is paused; null while it is not. */
  pausedAt: instant().nullable(),
  /**
   * Until when it is paused, if known. If it is not paused: since when it has run again, while a hold delays the
   * notification.
   */
  resumesAt: instant().nullable(),
  /** When its owner acknowledged it; null if they did not. */
  acknowledgedAt: instant().nullable(),
  /**
   * The grace after a change that would have made the clock due without notice: it is not due between the two instants.
   * Both are null without a grace.
   */
  graceFrom: instant().nullable(),
  graceAt: instant().nullable(),
  /** The change for which the grace was granted. */
  graceWhy: text().nullable().harmless(),
  /** The revision of the configuration by which it was planned. It is outdated if its hours have changed since. */
  plannedRevision: int().default('0'),
  metAt: instant().nullable(),
  breachedAt: instant().nullable(),
  /** When the most recently struck miss had been enforced. The clock may have run again since. */
  struckBreachAt: instant().nullable(),
  /** The reason in the words of the person who struck the miss; null if none was given. */
  strikeReason: text().nullable().personal(),
  endedAt: instant().nullable(),
  endReason: text().nullable().harmless(),
  /** For a clock of a rep, the rep and the absence that it is about. */
  aboutRepId: uuid().nullable(),
  absenceId: uuid().nullable(),
  /** What happens to the open leads of a rep who leaves. */
  openLeads: text().nullable().harmless(),
});

/** Times in which promises about a subject are paused. */
export const PAUSE = table('pause', 'leads', {
  ...subjectFields,
  id: uuid(),
  cycle: int(),
  kind: code<PauseKind>(),
  fromAt: instant(),
  /** Null means until the condition ends. */
  untilAt: instant().nullable(),
  actorType: code<CallerType>().nullable(),
  actorId: uuid().nullable(),
  /** In the person's words. */
  reason: text().nullable().personal(),
});
