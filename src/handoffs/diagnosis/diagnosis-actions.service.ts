import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { actorOf, type Caller, may } from '../../auth/scope.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { bodyOf } from '../../configuration/resource.view.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { namesOf } from '../../leads/lead.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { dayIn } from '../../platform/values/day.js';
import { type Instant, type Interval, isoOrNull, toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { ERASED_TEXT } from '../../vocabulary/erased-text.js';
import { HANDOFF_KIND } from '../kinds/handoff-kind.kind.js';
import type { HandoffKindBody } from '../kinds/handoff-kind.schema.js';
import { KindArchive, readForm } from '../kinds/handoff-kind.store.js';
import { HANDOFF_KINDS } from '../kinds/handoff-kind.table.js';
import { LeadMapStore } from '../lead-map/lead-map.store.js';
import {
  type ActionOutcome,
  after,
  before,
  countsOf,
  figureOf,
  isOfHandoffs,
  missedIn,
  OPEN_ACTIONS_MAX,
} from './diagnosis-action.js';
import type { ActionBody, ActionsQuery } from './diagnosis-action.schema.js';
import { type DiagnosisAction, DiagnosisActionStore } from './diagnosis-action.store.js';
import { DiagnosisFigureStore } from './diagnosis-figure.store.js';
import { faultsOfTreated, isTreated, withTreatment } from './exception-in-kind.js';

/** The latest actions that a list has: each is measured twice. */
const LISTED_MAX = 12;

/** What was decided about a diagnosis, and what became of it: see docs/adr/0131. */
@Injectable()
export class DiagnosisActions {
  constructor(
    private readonly database: Database,
    private readonly actions: DiagnosisActionStore,
    private readonly notifications: NotificationStore,
    private readonly kinds: KindArchive,
    private readonly resources: ResourceService,
    private readonly figures: DiagnosisFigureStore,
    private readonly leads: LeadMapStore,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  /** The latest actions, with their figures of what the caller may see. */
  async list({ kind }: ActionsQuery, caller: Caller) {
    const { reads } = this.database;
    const { kindId, faults } = await this.kinds.readRequested(reads, kind);
    refuse(faults);
    const actions = await this.actions.readLatest(reads, kindId, LISTED_MAX);
    return { data: await this.views(actions, caller) };
  }

  /** @throws InvalidRequestError if it is about nothing, or three others are open */
  async decide(body: ActionBody, caller: Caller) {
    const { kindId, faults } = await this.kinds.readRequested(this.database.reads, body.kindId);
    const directory = await this.directories.now();
    const { timeZone } = directory.content.settings;
    const ownerRepId = body.ownerRepId.toLowerCase();
    const now = this.time.now();
    refuse(
      faults.map((each) => ({ ...each, pointer: '/kindId' })),
      faultsOfAbout(body),
      directory.rep(ownerRepId)?.active === true
        ? []
        : [fault('/ownerRepId', 'unknownId', `There is no active rep ${body.ownerRepId}.`)],
      body.dueOn >= dayIn(now, timeZone) ? [] : [fault('/dueOn', 'past', 'The day is over: expected today or later.')],
    );
    const action: DiagnosisAction = {
      id: newId(now),
      kindId,
      about: body.about,
      exception: body.exception ?? null,
      treatment: body.treatment ?? null,
      step: body.step ?? null,
      text: body.text,
      ownerRepId,
      dueOn: body.dueOn,
      madeAt: now,
      endedAt: null,
      outcome: null,
      // Whoever gets it on its day is told of the day with it.
      remindedAt: body.dueOn === dayIn(now, timeZone) ? now : null,
    };
    if (body.addToKind === true)
      await this.resources.configuration.change((tx, at) => this.insertInKind(tx, action, caller, at));
    else await this.database.transaction((tx) => this.insert(tx, action, caller));
    return (await this.views([action], caller))[0]!;
  }

  /** Inserts an action, and notifies whoever does it, unless they have decided on it themselves. */
  private async insert(tx: Tx, action: DiagnosisAction, caller: Caller): Promise<void> {
    await this.actions.lockAll(tx);
    const isFull = (await this.actions.countOpenBeside(tx, action)) >= OPEN_ACTIONS_MAX;
    refuse(isFull ? [fault('', 'tooMany', TOO_MANY)] : []);
    await this.actions.insert(tx, action);
    const { id: actionId, ownerRepId: repId, dueOn, madeAt: at } = action;
    if (repId === caller.repId) return;
    // Its text may name a person, and notifications hold no such texts.
    const about = { subjectType: null, subjectId: null, formerXid: null };
    await this.notifications.insertMany(tx, [
      { repId, type: 'handoff.actionGiven', ...about, at, data: { actionId, dueOn } },
    ]);
  }

  /** Inserts an action, and writes its treatment into its kind as a replacement of the kind does. */
  private async insertInKind(tx: Tx, action: DiagnosisAction, caller: Caller, now: Instant): Promise<void> {
    const { kindId, exception, treatment } = action;
    const row = await tx.repository(HANDOFF_KINDS).findOneBy({ id: kindId! });
    if (row === null) return refuse([fault('/addToKind', 'deleted', 'The kind was deleted.')]);
    refuse(faultsOfTreated(row.exceptions, exception!));
    await this.insert(tx, action, caller);
    const form = (await readForm(tx, row.id, row.version)) as HandoffKindBody['form'];
    const exceptions = withTreatment(row.exceptions, exception!, treatment!);
    const body: HandoffKindBody = { ...bodyOf(HANDOFF_KIND, row), form, exceptions };
    await this.resources.update(HANDOFF_KIND, tx, {
      body,
      faults: [],
      ifMatch: null,
      isAsRead: false,
      id: row.id,
      actor: actorOf(caller),
      now,
    });
  }

  /** Ends an action; one that has ended stays as it is. @throws NotFoundError */
  async end(id: string, outcome: ActionOutcome, caller: Caller) {
    await this.actions.endIfOpen(this.database, id, outcome, this.time.now());
    const action = await this.actions.find(this.database, id);
    if (action === undefined) throw new NotFoundError('diagnosisAction', id);
    return (await this.views([action], caller))[0]!;
  }

  /** Shows actions with their figures, which are all read at once. */
  private async views(actions: readonly DiagnosisAction[], caller: Caller) {
    const directory = await this.directories.now();
    const { timeZone } = directory.content.settings;
    const now = this.time.now();
    const repIds = may(caller, 'read') ? null : dealSightOf(caller, directory).repIds;
    const figures = await this.figuresOf(actions, timeZone, repIds);
    const kindIds = [...new Set(actions.flatMap(({ kindId }) => kindId ?? []))];
    const kinds = await this.database.repository(HANDOFF_KINDS).findBy({ id: In(kindIds) });
    const exceptionsOf = new Map(kinds.map(({ id, exceptions }) => [id, exceptions]));
    return actions.map((action) => {
      const { madeAt, endedAt, remindedAt: _, ...rest } = action;
      const [was, becomes] = figures.get(action.id)!;
      const later = after(action, timeZone);
      return {
        ...rest,
        inKind: inKind(action, exceptionsOf.get(action.kindId ?? '')),
        owner: namesOf(directory).rep(action.ownerRepId),
        madeAt: toIso(madeAt),
        endedAt: isoOrNull(endedAt),
        isOverdue: endedAt === null && action.dueOn < dayIn(now, timeZone),
        counts: countsOf(action),
        before: was,
        after: isOver(later, now) ? becomes : null,
        measuredAt: toIso(later.to),
      };
    });
  }

  /** Returns the figures of the four weeks before and after each action, by its id. */
  private async figuresOf(
    actions: readonly DiagnosisAction[],
    timeZone: string,
    repIds: readonly string[] | null,
  ): Promise<ReadonlyMap<string, readonly [number, number]>> {
    const [ofHandoffs, ofLeads] = [actions.filter(isOfHandoffs), actions.filter((each) => !isOfHandoffs(each))];
    const spansOf = (action: DiagnosisAction) => [before(action), after(action, timeZone)];
    const periods = ofHandoffs.flatMap((each) => spansOf(each).map((span) => ({ kindId: each.kindId, span })));
    const counted = await this.figures.readMany(periods, repIds, ERASED_TEXT);
    const leads = await this.leads.countMany(ofLeads.flatMap(spansOf), repIds);
    const both = <Of>(rows: readonly Of[], place: number, figure: (row: Of) => number) =>
      [figure(rows[2 * place]!), figure(rows[2 * place + 1]!)] as const;
    return new Map([
      ...ofHandoffs.map((each, place) => [each.id, both(counted, place, (row) => figureOf(each, row))] as const),
      ...ofLeads.map((each, place) => [each.id, both(leads, place, (row) => missedIn(each, row))] as const),
    ]);
  }
}

const TOO_MANY = `${OPEN_ACTIONS_MAX} actions are open already, which is the most. End one of them first: a diagnosis that ends with more is not acted on.`;

/** Null if it is about no exception, or about all kinds. */
function inKind(
  { kindId, exception, treatment }: DiagnosisAction,
  exceptions: HandoffKindBody['exceptions'] = [],
): boolean | null {
  if (kindId === null || exception === null || treatment === null) return null;
  return isTreated(exceptions, exception, treatment);
}

function isOver({ to }: Interval, now: Instant): boolean {
  return to <= now;
}

/** Names that belong to what an action is about. */
const BELONGING = { exception: 'exception', treatment: 'exception', step: 'leads' } as const;

function faultsOfAbout(body: ActionBody): Fault[] {
  const { about, addToKind = false, kindId } = body;
  const misplaced = (Object.keys(BELONGING) as (keyof typeof BELONGING)[]).flatMap((name): Fault[] => {
    const needed = BELONGING[name];
    if ((about === needed) === (body[name] !== undefined)) return [];
    return about === needed
      ? [fault(`/${name}`, 'required', `"${name}" is required with "about": "${needed}".`)]
      : [fault(`/${name}`, 'notAllowed', `"${name}" belongs to "about": "${needed}" only.`)];
  });
  const hasNoPlace = addToKind && (about !== 'exception' || kindId === undefined);
  return collectFaults(
    misplaced,
    about === 'leads' && kindId !== undefined && fault('/kindId', 'notAllowed', 'The way of leads is of no kind.'),
    hasNoPlace &&
      fault('/addToKind', 'notAllowed', 'Only an exception of one kind (`kindId`) can be added to its kind.'),
  );
}
