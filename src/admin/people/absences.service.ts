import { Injectable } from '@nestjs/common';
import { IdempotencyStore } from '../../auth/idempotency.store.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { RepTimerStore } from '../../clocks/rep-timers.store.js';
import { type ChangeResult, ConfigurationService } from '../../configuration/configuration.service.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { type Warning, withWarnings } from '../../documents/version.schema.js';
import { AbsenceStore } from '../../people/absence.store.js';
import type { AbsenceRow } from '../../people/absence.table.js';
import type { AbsenceBody } from '../../people/rep.dto.js';
import { uncoveredIn } from '../../people/uncovered.js';
import { mapPage, type Page, type PageRequest, readPage } from '../../platform/http/page.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { DURATION_MAX_DAYS, type Instant, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import type { AbsenceView } from './rep.schema.js';

/** A rep with more is a program's mistake. Absences that ended longer ago than this no longer affect working time. */
const RECENT_MAX = 500;
const RECENT_MS = DURATION_MAX_DAYS * MS_PER_DAY;

/**
 * Absences of reps. Several may overlap (a sick leave within a holiday): the rep is away while any of them lasts. Each
 * begins and ends with events of its own, which name it.
 */
@Injectable()
export class AbsencesService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly directories: DirectoryService,
    private readonly absences: AbsenceStore,
    private readonly clocks: ClockStore,
    private readonly timers: RepTimerStore,
    private readonly requests: IdempotencyStore,
  ) {}

  /** Creates an absence. If it has already begun, it takes effect before the response: see ConfigurationFollower. */
  async create(
    repId: string,
    body: AbsenceBody,
    actor: Actor,
    { requestId, dryRun }: { readonly requestId?: string | undefined; readonly dryRun: boolean },
  ): Promise<ChangeResult<AbsenceView>> {
    const create = async (tx: Tx, now: Instant) => {
      const made = requestId === undefined ? undefined : await this.absences.find(repId, requestId, tx);
      if (made !== undefined) return view(made);
      // An earlier request with this id created it, and it has been deleted since.
      if (await this.requests.hasActed(tx, requestId)) throw new NotFoundError('absence', requestId!);
      const directory = await this.directories.current(tx);
      // The rep may have been deleted after the guard's check.
      if (directory.rep(repId) === undefined) throw new NotFoundError('rep', repId);
      const absence = readAbsence(requestId ?? newId(now), repId, body, now);
      const recently = await this.absences.countAfter(tx, repId, now - RECENT_MS);
      refuse(faultsOfAbsence(absence, now), faultsOfCover(absence, directory), faultsOfNumber(recently));
      await this.absences.insert(tx, absence);
      const { id, fromAt, toAt } = absence;
      const startsAt = Math.max(fromAt, now);
      await this.clocks.addTimers(tx, [
        { kind: 'absenceStart', repId, absenceId: id, at: startsAt, now },
        { kind: 'absenceEnd', repId, absenceId: id, at: toAt, now },
      ]);
      await this.record(tx, absence, 'created', now, actor);
      return withWarnings(view(absence), warningsOf(absence, directory, now));
    };
    return this.configuration.changeWithConsequence(create, { dryRun });
  }

  async get(repId: string, id: string): Promise<AbsenceView> {
    const absence = await this.absences.find(repId, id);
    if (absence === undefined) throw new NotFoundError('absence', id);
    return view(absence);
  }

  async list(repId: string, page: PageRequest): Promise<Page<AbsenceView>> {
    if ((await this.directories.now()).rep(repId) === undefined) throw new NotFoundError('rep', repId);
    const read = (key: [Instant, string] | null, limit: number) =>
      this.absences.readPage(repId, key && { from: key[0], id: key[1] }, limit);
    return mapPage(await readPage(page, ['instant', 'id'], read, (row) => [row.fromAt, row.id]), view);
  }

  /** Deletes an absence; one that has begun ends now. @returns the deleted absence */
  remove(repId: string, id: string, actor: Actor, dryRun: boolean): Promise<ChangeResult<AbsenceView>> {
    const remove = async (tx: Tx, now: Instant) => {
      // Deleting the absence deletes its timers, so `rep.back` is recorded here if `rep.away` was.
      const isAway = await this.timers.isAway(tx, id);
      const absence = await this.absences.delete(tx, repId, id);
      if (absence === undefined) throw new NotFoundError('absence', id);
      await this.record(tx, absence, 'deleted', now, actor);
      const data = { absenceId: id };
      if (isAway)
        await this.configuration.record(tx, { type: 'rep.back', kind: 'rep', id: repId, at: now, actor, data });
      return view(absence);
    };
    return this.configuration.changeWithConsequence(remove, { dryRun });
  }

  /** Records the change without the absence's reason, which may reveal an illness. */
  private record(tx: Tx, absence: AbsenceRow, change: string, at: Instant, actor: Actor): Promise<void> {
    const { from, to, openLeads, coverRepId } = view(absence);
    const cover = coverRepId === undefined ? {} : { coverRepId };
    const data = { kind: 'absence', absenceId: absence.id, change, from, to, openLeads, ...cover };
    return this.configuration.record(tx, { type: 'config.changed', kind: 'rep', id: absence.repId, at, actor, data });
  }
}

function readAbsence(
  id: string,
  repId: string,
  { from, to, reason, openLeads, coverRepId }: AbsenceBody,
  now: Instant,
): AbsenceRow {
  return {
    id,
    repId,
    fromAt: instantOf(from),
    toAt: instantOf(to),
    reason: reason ?? null,
    openLeads,
    coverRepId: coverRepId?.toLowerCase() ?? null,
    createdAt: now,
  };
}

function faultsOfAbsence({ fromAt, toAt }: AbsenceRow, now: Instant): Fault[] {
  const faults: Fault[] = [];
  if (toAt <= fromAt) faults.push(fault('/to', 'inverted', 'Expected an instant after "from".'));
  if (toAt <= now) faults.push(fault('/to', 'past', 'Expected an instant in the future.'));
  return faults;
}

function faultsOfCover({ repId, coverRepId }: AbsenceRow, directory: Directory): Fault[] {
  if (coverRepId === null) return [];
  const pointer = '/coverRepId';
  if (coverRepId === repId)
    return [fault(pointer, 'self', 'Expected another rep: nobody can stand in for themselves.')];
  const cover = directory.rep(coverRepId);
  if (cover === undefined) return [fault(pointer, 'unknownId', `There is no rep ${coverRepId}.`)];
  if (cover.active) return [];
  return [fault(pointer, 'inactive', `${cover.name} is inactive and gets no leads.`)];
}

/** Warns if the cover is away too for some of the time, and nobody stands in for both. */
function warningsOf(absence: AbsenceRow, { content: { absencesByRep, reps } }: Directory, now: Instant): Warning[] {
  const coming = { ...absence, fromAt: Math.max(absence.fromAt, now) };
  const uncovered = uncoveredIn(coming, (repId) => absencesByRep.get(repId) ?? []);
  if (uncovered === null) return [];
  const { lastRepId, coverRepId, fromAt, toAt } = uncovered;
  const [last, cover] = [lastRepId, coverRepId].map((id) => reps.get(id ?? '')?.name);
  const message = `From ${toIso(fromAt)} to ${toIso(toAt)} nobody stands in, because ${last} is away too, ${cover === undefined ? 'without a cover' : `covered by ${cover}`}: DELETE one of the absences, and enter it with another cover.`;
  return [{ pointer: '/coverRepId', message }];
}

function faultsOfNumber(recently: number): Fault[] {
  if (recently < RECENT_MAX) return [];
  const message = `Expected at most ${RECENT_MAX} absences of a rep that are to come or ended within ${DURATION_MAX_DAYS} days; this rep has ${recently}.`;
  return [fault('', 'tooMany', message)];
}

function view({ id, repId, fromAt, toAt, reason, openLeads, coverRepId, createdAt }: AbsenceRow): AbsenceView {
  return {
    id,
    repId,
    from: toIso(fromAt),
    to: toIso(toAt),
    ...(reason !== null && { reason }),
    openLeads,
    ...(coverRepId !== null && { coverRepId }),
    createdAt: toIso(createdAt),
  };
}
