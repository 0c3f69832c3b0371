import { Injectable, Logger } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { VersionStore } from '../../documents/version.store.js';
import { Following, type Slice } from '../../engine/following.service.js';
import { isNews, type LedgerRow } from '../../events/event.js';
import { type FeedPosition, type FeedSpan, isBefore } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { LeadStore } from '../../leads/lead.store.js';
import { whereOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Turns } from '../../platform/running/turns.js';
import type { Tx } from '../../platform/sql/database.js';
import { MS_PER_HOUR } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import type { Sources } from '../../routing/sources/sources.js';
import { DeliveryStore } from '../delivery.store.js';
import type { DeliveryRow } from '../delivery-row.js';
import { consumerOf, type Destination, inAllSpellings } from '../destinations/destination.js';
import { DestinationStore } from '../destinations/destination.store.js';
import type { FormerTerms } from '../destinations/terms.js';
import { daysOfWins, withSurvivals } from '../survival/survival.js';
import { SurvivalStore, type WaitingWin } from '../survival/survival.store.js';
import type { Planner } from './booking.js';
import { FOLLOWED_EVENTS, leadEventOf } from './lead-event.js';
import { feedbackLeadOf, isReplayed } from './lead-story.js';
import { unplanned } from './new-row.js';
import { currentWinOf, plan } from './planning.js';

interface Planned {
  readonly leadIds: readonly string[];
  /** The position up to which events are read. */
  readonly upTo: FeedPosition;
  /** Returns the first `seq` of a lead that was not planned yet. */
  readonly newFrom: (events: readonly LedgerRow[], leadId: string) => number;
}

/** Plans deliveries behind the ledger: each destination has its own position in it (docs/adr/0029). */
@Injectable()
export class FeedbackPlanning {
  private readonly logger = new Logger('feedback');

  constructor(
    private readonly following: Following,
    private readonly ledger: LedgerStore,
    private readonly destinations: DestinationStore,
    private readonly deliveries: DeliveryStore,
    private readonly survivals: SurvivalStore,
    private readonly versions: VersionStore,
    private readonly leads: LeadStore,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  /** Plans every destination up to the ledger's end. @param rest as of `Following` @returns whether all are there */
  async follow(rest?: (tookMs: number) => Promise<boolean>): Promise<boolean> {
    let isEnd = true;
    for (const id of await this.destinations.readIds()) {
      const follower = {
        name: consumerOf(id),
        find: (between: FeedSpan) => this.ledger.readSubjects(between, 'lead', FOLLOWED_EVENTS),
        write: (tx: Tx, slice: Slice<string>) => this.write(tx, id, slice),
        leaveOut: (tx: Tx, leadIds: readonly string[], error: unknown) => this.leaveOut(tx, id, leadIds, error),
      };
      isEnd = (await this.following.follow(follower, rest)) && isEnd;
    }
    return isEnd;
  }

  private async write(tx: Tx, id: string, { after, end, found: leadIds }: Slice<string>): Promise<void> {
    const destination = await this.destinations.lock(tx, id);
    if (destination === undefined) return;
    await this.planLeads(tx, destination, {
      leadIds,
      upTo: end,
      newFrom: (events) => Math.min(...events.filter((event) => isBefore(after, event)).map((each) => each.subjectSeq)),
    });
  }

  /** @param destination locked by the transaction */
  async planLeads(tx: Tx, destination: Destination, { leadIds, upTo, newFrom }: Planned): Promise<void> {
    const { id } = destination;
    const now = this.time.now();
    const { content } = await this.directories.current(tx);
    const told = await this.ledger.readOfSubjects(tx, leadIds, FOLLOWED_EVENTS, upTo);
    const events = groupBy(told.filter(isNews), ({ subjectId }) => subjectId);
    const isSurviving = daysOfWins(destination.rules) !== null;
    const decided = groupBy(
      isSurviving ? await this.survivals.readDecided(tx, id, leadIds) : [],
      ({ leadId }) => leadId,
    );
    const wins: WaitingWin[] = [];
    const leads = await this.leads.readForFeedback(tx, leadIds);
    const rows = await this.deliveries.readOfLeads(tx, id, leadIds, destination.mode === 'shadow');
    const ofLead = groupBy(rows, ({ leadId }) => leadId);
    const stories = leads.map((lead) => {
      const ofThisLead = events.get(lead.id) ?? [];
      const decidedEvents = withSurvivals(ofThisLead.map(leadEventOf), decided.get(lead.id) ?? []);
      const story = { lead: feedbackLeadOf(lead), events: decidedEvents, newFrom: newFrom(ofThisLead, lead.id) };
      return { lead, story, held: ofLead.get(lead.id) ?? [] };
    });
    const planner = {
      destination: inAllSpellings(destination, content.sources),
      house: content.settings,
      now,
      newId: () => newId(now),
      versions: stories.some(({ story, held }) => isReplayed(story, held))
        ? await this.readVersions(tx, id, content.sources)
        : [],
    };
    const turns = new Turns();
    const changed: DeliveryRow[] = [];
    for (const { lead, story, held } of stories) {
      try {
        const planned = plan(planner, story, held);
        changed.push(...planned);
        const win = isSurviving ? currentWinOf(destination, story.events, [...held, ...planned]) : undefined;
        if (win !== undefined) wins.push({ leadId: lead.id, milestoneId: win });
      } catch (error) {
        changed.push(...this.setAside(planner, lead, held, error));
      }
      await turns.next();
    }
    const known = new Set(rows.map((row) => row.id));
    await this.deliveries.insertMany(
      tx,
      changed.filter((row) => !known.has(row.id)),
    );
    await this.deliveries.updateMany(
      tx,
      changed.filter((row) => known.has(row.id)),
    );
    // By then the contract of the win is created, or reported.
    const lookAt = now + MS_PER_HOUR;
    if (isSurviving)
      await this.survivals.awaitWins(
        tx,
        id,
        leadIds,
        wins.map((win) => ({ ...win, lookAt })),
      );
  }

  private async readVersions(tx: Tx, id: string, sources: Sources): Promise<FormerTerms[]> {
    const versions = await this.versions.readFields(tx, 'destination', id, ['mode', 'sources', 'rules']);
    return versions.map(({ at, fields }) => {
      const { mode, sources: named, rules } = fields as Pick<Destination, 'mode' | 'sources' | 'rules'>;
      return inAllSpellings({ at, mode, sources: named, rules }, sources);
    });
  }

  /** Sets aside leads whose rows cannot be written, which the follower finds by ever smaller slices. */
  private async leaveOut(tx: Tx, id: string, leadIds: readonly string[], error: unknown): Promise<void> {
    const destination = await this.destinations.lock(tx, id);
    if (destination === undefined) return;
    const now = this.time.now();
    const { content } = await this.directories.current(tx);
    const planner = { destination, house: content.settings, now, newId: () => newId(now) };
    const rows = await this.deliveries.readOfLeads(tx, id, leadIds, destination.mode === 'shadow');
    const leads = await this.leads.readForFeedback(tx, leadIds);
    const planned = leads.flatMap((lead) =>
      this.setAside(
        planner,
        lead,
        rows.filter(({ leadId }) => leadId === lead.id),
        error,
      ),
    );
    await this.deliveries.insertMany(tx, planned);
  }

  /** Records that planning failed, so that the lead blocks no other. Its data may be personal and is not logged. */
  private setAside(
    planner: Planner,
    lead: { readonly id: string; readonly cycle: number },
    held: readonly DeliveryRow[],
    error: unknown,
  ): DeliveryRow[] {
    const { id } = planner.destination;
    this.logger.error(`The deliveries of lead ${lead.id} cannot be planned for destination ${id}: ${whereOf(error)}`);
    const row = unplanned(planner, lead, held);
    return row === null ? [] : [row];
  }
}
