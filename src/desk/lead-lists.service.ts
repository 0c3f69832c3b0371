import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { PauseStore } from '../clocks/pause.store.js';
import { readNumber } from '../contact/number.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { LeadListQuery } from '../leads/lead.dto.js';
import type { NamedLead } from '../leads/lead.js';
import { type LeadView, type SlimLeadView, slimLeadView } from '../leads/lead.view.js';
import type { LeadFilter } from '../leads/lead-filter.store.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { faultsOfReceived } from '../leads/touch.js';
import { UrgentLeadsStore } from '../leads/urgent-leads.store.js';
import { type Sight, seesFiguresOf, sightOf } from '../leads/visibility.js';
import { Suppressing } from '../lifecycle/arrivals/suppressing.service.js';
import { readCursor, readIdCursor, toCursor } from '../platform/http/page.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Turns } from '../platform/running/turns.js';
import { Database } from '../platform/sql/database.js';
import { groupBy } from '../platform/values/group.js';
import { LeadsService } from './leads.service.js';

interface ListRequest {
  readonly sight: Sight;
  readonly isSlim: boolean;
  readonly limit: number;
  readonly cursor: string | undefined;
}

@Injectable()
export class LeadListsService {
  constructor(
    private readonly leads: LeadsService,
    private readonly lists: LeadListStore,
    private readonly urgent: UrgentLeadsStore,
    private readonly pauses: PauseStore,
    private readonly suppressing: Suppressing,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError */
  async list(query: LeadListQuery, caller: Caller) {
    const { limit = 100, cursor, phone, sort = 'receivedAt', fields = 'all', count = false, ...rest } = query;
    refuse(faultsOfReceived(rest), faultsOfDue(query));
    const directory = await this.directories.now();
    const isDue = sort === 'dueAt' || rest.dueBefore !== undefined;
    const filter: LeadFilter = {
      ...rest,
      ...(isDue && { status: 'open' }),
      ...(phone !== undefined && { phoneKey: readNumber(phone, directory.content.settings.defaultCountry) }),
    };
    const page = { sight: sightOf(caller, directory), isSlim: fields === 'slim', limit, cursor };
    const { rows, nextCursor } = await (sort === 'dueAt' ? this.readByDue(filter, page) : this.readByAge(filter, page));
    const data: (LeadView | SlimLeadView)[] = await ('leads' in rows
      ? this.leads.views(rows.leads, directory)
      : this.slimViews(rows.named, directory));
    const isCounted =
      count && (rest.hadBy === undefined || seesFiguresOf(rest.hadBy, caller, directory.content.settings));
    return { data, nextCursor, ...(isCounted && { count: await this.urgent.count(filter, page.sight) }) };
  }

  private async readByAge(filter: LeadFilter, { sight, isSlim, limit, cursor }: ListRequest) {
    const after = readIdCursor(cursor);
    if (isSlim) {
      const { rows, last } = await this.lists.readNamedPage(filter, sight, after, limit);
      return { rows: { named: rows }, nextCursor: last && toCursor([last.id]) };
    }
    const { rows, last } = await this.lists.readPage(filter, sight, after, limit);
    return { rows: { leads: rows }, nextCursor: last && toCursor([last.id]) };
  }

  private async readByDue(filter: LeadFilter, { sight, isSlim, limit, cursor }: ListRequest) {
    const key = readCursor(cursor, ['instant', 'id']);
    const found = await this.urgent.find(filter, sight, key && { dueAt: key[0], id: key[1] }, limit);
    if (isSlim) {
      const { rows, last } = await this.lists.namedPageOf(found, limit);
      return { rows: { named: rows }, nextCursor: last && toCursor([last.urgentAt, last.id]) };
    }
    const { rows, last } = await this.lists.pageOf(found, limit);
    return { rows: { leads: rows }, nextCursor: last && toCursor([last.urgentAt, last.id]) };
  }

  private async slimViews(rows: readonly NamedLead[], directory: Directory): Promise<SlimLeadView[]> {
    const now = this.time.now();
    const { reads } = this.database;
    const ids = rows.map(({ id }) => id);
    const clocks = groupBy(await this.lists.readClocks(reads, ids), ({ subjectId }) => subjectId);
    const paused = ids.filter((id) => clocks.get(id)?.some(({ pausedAt }) => pausedAt !== null));
    const pauses = groupBy(await this.pauses.readOf(reads, 'lead', paused), ({ subjectId }) => subjectId);
    const cases = rows.map((row) => ({ lead: row, document: row }));
    const suppressed = await this.suppressing.covering(reads, cases, now);
    const views: SlimLeadView[] = [];
    const turns = new Turns();
    for (const row of rows) {
      const stood = { clocks: clocks.get(row.id) ?? [], pauses: pauses.get(row.id) ?? [] };
      views.push(slimLeadView(row, { ...stood, suppression: suppressed.get(row.id) ?? null, directory, now }));
      await turns.next();
    }
    return views;
  }
}

/** Closed leads have no deadlines. */
function faultsOfDue({ sort, dueBefore, status }: LeadListQuery): Fault[] {
  const parameter = sort === 'dueAt' ? 'sort=dueAt' : dueBefore === undefined ? null : 'dueBefore';
  if (parameter === null || status === undefined || status === 'open') return [];
  const message = `Only open leads have deadlines: with ${parameter}, leave status out or ask for open.`;
  return [fault('/status', 'contradiction', message)];
}
