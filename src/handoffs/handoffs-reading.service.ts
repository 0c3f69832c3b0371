import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { changesBetween } from '../documents/change.js';
import { LedgerStore } from '../events/ledger.store.js';
import { pieceAt, sectionsHold, viewOf, withoutSensitive } from '../forms/view.js';
import { namesOf } from '../leads/lead.js';
import { mapPage, type PageRequest, readCursor, readPage, readPageById, toPage } from '../platform/http/page.js';
import { instantOf } from '../platform/input/formats.js';
import { NotFoundError } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import type { JsonRecord } from '../platform/sql/sql.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { BilledForms } from './form/billed-forms.service.js';
import type { HandoffListQuery } from './handoff.dto.js';
import { HandoffStore } from './handoff.store.js';
import { handoffView, prefilledOf } from './handoff.view.js';
import { HandoffActing, roleIn } from './handoff-acting.service.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { type HandoffFilter, HandoffListStore, type ListSight } from './handoff-list.store.js';
import { type HandoffSight, READER } from './handoff-sight.js';
import { handoffTimelineEntry } from './handoff-timeline.js';
import { HandoffLinks } from './page/handoff-links.service.js';

@Injectable()
export class HandoffsReadingService {
  constructor(
    private readonly handoffs: HandoffStore,
    private readonly lists: HandoffListStore,
    private readonly cases: HandoffCases,
    private readonly acting: HandoffActing,
    private readonly links: HandoffLinks,
    private readonly billed: BilledForms,
    private readonly ledger: LedgerStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** Returns a page in the order of creation, or by next deadline. */
  async list(query: HandoffListQuery, caller: Caller) {
    const { limit: _, cursor: __, sort, kind, own, startedFrom, startedTo, ...filter } = query;
    const sight = await this.sightOf(caller);
    const { reads } = this.database;
    const wanted = {
      ...filter,
      ...(kind !== undefined && { kindId: kind }),
      ...(startedFrom !== undefined && { startedFrom: inUtc(startedFrom) }),
      ...(startedTo !== undefined && { startedTo: inUtc(startedTo) }),
      ...(own === true && { ownRepIds: sight.repIds }),
    };
    const page = await (sort === 'dueAt'
      ? this.readByDue(wanted, sight, query)
      : readPageById(query, (after, limit) => this.lists.readPage(reads, wanted, sight, after, limit)));
    const subjects = await this.cases.gather(reads, page.data);
    const looking = { ...(await this.looking()), isListed: true };
    return { ...page, data: subjects.map((each) => viewFor(each, caller, looking)) };
  }

  private readByDue(filter: HandoffFilter, sight: ListSight, page: PageRequest) {
    const read = (key: [Instant, string] | null, limit: number) =>
      this.lists.readDuePage(this.database.reads, filter, sight, key && { dueAt: key[0], id: key[1] }, limit);
    return readPage(page, ['instant', 'id'], read, ({ urgentAt, id }) => [urgentAt, id]);
  }

  async get(id: string, caller: Caller) {
    return this.viewOf((await this.find(id, caller)).subject, caller);
  }

  /** Returns the view of a handoff that was just written. */
  async viewOf(subject: HandoffCase, caller: Caller) {
    return viewFor(subject, caller, await this.looking());
  }

  private async looking(): Promise<Looking> {
    return { directory: await this.directories.now(), now: this.time.now(), hasLinks: this.links.isReady };
  }

  /** Returns the form as far as the caller sees it. Records a reading if that includes sensitive values. */
  async form(id: string, caller: Caller) {
    const { subject, role } = await this.find(id, caller);
    const shown = seen(subject, role, subject.handoff.form);
    await this.noteReading(subject, [shown], caller);
    return this.formOf(subject, shown, role);
  }

  async savedForm(subject: HandoffCase, caller: Caller) {
    const role = roleIn(subject, caller, { directory: await this.directories.now() });
    return this.formOf(subject, seen(subject, role, subject.handoff.form), role);
  }

  private async formOf(subject: HandoffCase, values: JsonRecord, role: HandoffSight) {
    const { formVersion: version } = subject.handoff;
    const prefilled = prefilledOf(subject, values);
    const sections = sectionsFor(subject, role);
    const missing = subject.missing().filter(({ pointer }) => sectionsHold(sections, pointer));
    const differs = await this.billed.differencesIn(this.database.reads, subject, values);
    return { version, values, prefilled, missing, differs, schema: subject.kind.body.form };
  }

  /** Records a reading if the values shown include sensitive ones. */
  private async noteReading({ kind, handoff }: HandoffCase, shown: readonly JsonRecord[], caller: Caller) {
    const { id, formVersion } = handoff;
    const isSensitive = shown.some(
      (values) => JSON.stringify(withoutSensitive(kind.form, values)) !== JSON.stringify(values),
    );
    if (isSensitive)
      await this.acting.change(id, caller, ({ work, subject }) =>
        work.record(subject, 'handoff.read', { formVersion }),
      );
  }

  /** Returns the form as it was handed over, and each amendment, newest first. Records a reading as `form` does. */
  async formVersions(id: string, caller: Caller) {
    const { subject, role } = await this.find(id, caller);
    const kept = await this.handoffs.readForms(this.database.reads, id);
    const shown = kept.map(({ form }) => seen(subject, role, form));
    await this.noteReading(subject, shown, caller);
    const data = kept.map(({ version, savedAt }, index) => {
      const [before, values] = [shown[index - 1], shown[index]!];
      const changes = before === undefined ? [] : changesBetween(before, values);
      return { version, savedAt: toIso(savedAt), values, changes };
    });
    return { data: data.reverse(), nextCursor: null };
  }

  /** Returns the events of a handoff, oldest first, each with a sentence. */
  async timeline(id: string, caller: Caller, { limit = 1_000, cursor }: PageRequest) {
    const { subject, role } = await this.find(id, caller);
    const after = readCursor(cursor, ['number'])?.[0] ?? 0;
    const directory = await this.directories.now();
    const names = {
      ...namesOf(directory, directory.timeZoneOf(caller.repId)),
      piece: (pointer: string) => pieceAt(subject.kind.form, pointer),
      ...writtenTo(subject, role),
    };
    const page = toPage(await this.ledger.readSubject(id, after, limit + 1), limit, ({ subjectSeq }) => [subjectSeq]);
    return mapPage(page, (row) => handoffTimelineEntry(row, names));
  }

  /** @throws NotFoundError unless the caller may see it */
  private async find(
    id: string,
    caller: Caller,
  ): Promise<{ readonly subject: HandoffCase; readonly role: HandoffSight }> {
    const [subject] = await this.cases.look(this.database.reads, [id]);
    if (subject === undefined) throw new NotFoundError('handoff', id);
    const directory = await this.directories.now();
    const role = roleIn(subject, caller, { directory });
    if (role.sees) return { subject, role };
    if (await this.acting.isReadForRenewal(this.database.reads, subject, caller, directory))
      return { subject, role: READER };
    throw new NotFoundError('handoff', id);
  }

  private async sightOf(caller: Caller): Promise<ListSight> {
    const directory = await this.directories.now();
    const { repId } = caller;
    const own = repId !== null && may(caller, 'rep', 'manager') ? [repId] : [];
    const repIds = [...own, ...(repId !== null && may(caller, 'manager') ? directory.repsUnder(repId) : [])];
    const isOfTeam = ({ repIds: members, managerId }: { repIds: readonly string[]; managerId: string | null }) =>
      [...members, managerId].some((member) => member !== null && repIds.includes(member));
    const teamIds = directory.content.teams.filter(isOfTeam).map(({ id }) => id);
    return { all: may(caller, 'read', 'integration'), repIds, teamIds };
  }
}

/** An instant may be written in ways that Postgres does not read. */
const inUtc = (text: string) => toIso(instantOf(text));

interface Looking {
  readonly directory: Directory;
  readonly now: Instant;
  readonly hasLinks: boolean;
  readonly isListed?: boolean;
}

function viewFor(subject: HandoffCase, caller: Caller, looking: Looking) {
  const role = roleIn(subject, caller, looking);
  const values = seen(subject, role, subject.handoff.form);
  return handoffView(subject, { values, role, places: placesFor(subject, role), ...looking });
}

/**
 * Returns the places of the receivers whose questions the caller sees; undefined for all. A caller who sees only
 * sections of the form sees only the questions of the receivers for whom they act.
 */
function placesFor(subject: HandoffCase, role: HandoffSight): readonly number[] | undefined {
  return sectionsFor(subject, role) === undefined ? undefined : role.receives;
}

/** Returns the texts that people wrote, as far as the caller sees them. The ledger contains none of them. */
function writtenTo(subject: HandoffCase, role: HandoffSight) {
  const places = placesFor(subject, role);
  const { decidedAt, decisionNote } = subject.handoff;
  return {
    question: (id: unknown) =>
      subject.questions.find((each) => each.id === id && (places?.includes(each.place) ?? true)) ?? null,
    blocker: (id: unknown) => subject.blockers.find((each) => each.id === id)?.text ?? null,
    decision: (at: Instant) => (at === decidedAt ? decisionNote : null),
  };
}

/**
 * Returns what the caller sees of the form: all of it for givers, deciders and programs, their sections for receivers,
 * and no sensitive values for anybody else.
 */
function seen(subject: HandoffCase, role: HandoffSight, values: JsonRecord): JsonRecord {
  const { form } = subject.kind;
  return role.seesSensitive ? viewOf(form, values, sectionsFor(subject, role)) : withoutSensitive(form, values);
}

/** @returns undefined for all sections */
function sectionsFor(
  { kind }: HandoffCase,
  { gives, receives, seesSensitive }: HandoffSight,
): readonly string[] | undefined {
  if (!seesSensitive || gives || receives.length === 0) return undefined;
  const views = receives.map((place) => kind.body.receivers[place - 1]!.sections);
  return views.some((each) => each === undefined) ? undefined : views.flatMap((each) => each!);
}
