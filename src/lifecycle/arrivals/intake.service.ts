import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { Fault } from '../../platform/input/fault.js';
import { Turns } from '../../platform/running/turns.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { newId } from '../../platform/values/ids.js';
import type { LeadCase } from '../lead-case.js';
import { LifecycleService, type TransactionContext } from '../lifecycle.service.js';
import { FurtherLeads } from '../routing/further-leads.service.js';
import type { RosterFacts } from '../routing/roster-facts.js';
import { Router } from '../routing/router.service.js';
import { type SentBefore, sentBefore, takesForms } from './joining.js';
import { type JoiningForm, type JoiningResult, JoiningService } from './joining.service.js';
import { type FoundLeads, LookingUp } from './looking-up.service.js';
import { noteWhatIsKnown, PersonsOfBatch } from './persons-of-batch.js';
import {
  type Arrival,
  isSpeltOtherwise,
  looksForPerson,
  type ReadArrival,
  readArrival,
  type ValidArrival,
} from './reading-arrivals.js';
import { serveByAddress } from './serving-by-address.js';
import { TakingIn } from './taking-in.service.js';

/** The code of Postgres for a violated unique index. */
const UNIQUE_VIOLATION = '23505';

/** Up to this many leads are looked up together with the request for the routing lock. */
const FEW = 100;

export type IntakeOutcome =
  | { readonly status: 'created'; readonly leadCase: LeadCase }
  | SentBefore
  /** The same request has made the lead before, and its response was lost. */
  | { readonly status: 'madeBefore'; readonly id: string }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

export type ForeseenOutcome =
  | { readonly status: 'created' | 'existing' | 'joined' | 'madeBefore' }
  | { readonly status: 'invalid'; readonly faults: readonly Fault[] };

/** Takes leads in: records and routes them and starts their clocks in one transaction, however many arrive together. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly directories: DirectoryService,
    private readonly lookingUp: LookingUp,
    private readonly router: Router,
    private readonly further: FurtherLeads,
    private readonly joining: JoiningService,
    private readonly taking: TakingIn,
    private readonly database: Database,
  ) {}

  /**
   * Returns one outcome for each arrival, in their order.
   * @param refusing leads that some of them could not join after all
   */
  async receive(arrivals: readonly Arrival[], refusing: ReadonlySet<string> = NONE): Promise<IntakeOutcome[]> {
    const results = await this.receiveAll(arrivals, refusing);
    const joining = results.flatMap((result) => (result.status === 'joins' ? [result.form] : []));
    if (joining.length === 0) return results as IntakeOutcome[];
    const joined = new Map((await this.joining.join(joining)).map((result, index) => [joining[index]!, result]));
    const alone = arrivals.filter((_, index) => outcomeOf(results[index]!, joined) === null);
    const refused = joining.flatMap((form) => (joined.get(form)!.status === 'none' ? form.same.id : []));
    // Each becomes a lead of its own, or joins one that has come in meanwhile.
    const taken = alone.length === 0 ? [] : await this.receive(alone, new Set([...refusing, ...refused]));
    return results.map((result) => outcomeOf(result, joined) ?? taken.shift()!);
  }

  /** Takes in new leads, and sets forms of persons who have a lead aside, to join it. */
  private async receiveAll(
    arrivals: readonly Arrival[],
    refusing: ReadonlySet<string>,
  ): Promise<(IntakeOutcome | Joins)[]> {
    const directory = await this.directories.latestKnown();
    const read = await readAll(directory, arrivals);
    // Many leads are looked up before the transaction, so that others do not wait for the routing lock meanwhile. A few
    // are not worth a round trip of their own. If a source has several spellings, or leads of the same person are
    // looked for, no unique index detects what has come in since.
    const found =
      arrivals.length > FEW && !read.some((each) => isSpeltOtherwise(each) || looksForPerson(each))
        ? await this.lookingUp.find(this.database, directory, arrivals, read)
        : null;
    try {
      return await this.receiveBy(arrivals, { directory, read, found }, refusing);
    } catch (error) {
      if (!isTakenMeanwhile(error)) throw error;
      return this.receiveBy(arrivals, null, refusing);
    }
  }

  /**
   * Everything that is read under the locks is requested together with them.
   * @param ahead what was read before; null if it proved outdated
   */
  private receiveBy(
    arrivals: readonly Arrival[],
    ahead: Ahead | null,
    refusing: ReadonlySet<string>,
  ): Promise<(IntakeOutcome | Joins)[]> {
    let seen = ahead;
    const ask = async (tx: Tx) => {
      const [, known] = await Promise.all([this.router.lock(tx), seen && this.askFor(tx, arrivals, seen)]);
      return known;
    };
    return this.lifecycle.performAsking(ask, async (context, known) => {
      // A second attempt reads again, because the first changes its cases.
      seen = null;
      const present = known?.directory === context.directory ? known : await this.readAnew(context, arrivals);
      return this.receiveIn(context, present, refusing);
    });
  }

  private async askFor(tx: Tx, arrivals: readonly Arrival[], ahead: Ahead): Promise<KnownUnderLocks> {
    const { directory, read } = ahead;
    const requests = read.flatMap((each) => ('request' in each ? [each.request] : []));
    const [found, roster] = await Promise.all([
      ahead.found ?? this.lookingUp.find(tx, directory, arrivals, read),
      this.router.readAhead(tx, directory, requests),
    ]);
    return { directory, read, found, roster };
  }

  private async readAnew(
    { tx, directory }: TransactionContext,
    arrivals: readonly Arrival[],
  ): Promise<KnownUnderLocks> {
    const read = await readAll(directory, arrivals);
    return { directory, read, found: await this.lookingUp.find(tx, directory, arrivals, read), roster: null };
  }

  /**
   * Returns what would become of arrivals that came in now, and changes nothing. Those that would join a lead may still
   * become leads of their own, if it changes meanwhile.
   */
  async foresee(arrivals: readonly Arrival[]): Promise<ForeseenOutcome[]> {
    const directory = await this.directories.latestKnown();
    const read = await readAll(directory, arrivals);
    const found = await this.lookingUp.find(this.database.reads, directory, arrivals, read);
    const { results } = sortOut(directory, { read, found }, NONE);
    return results.map((result) =>
      result.status === 'invalid' ? result : { status: result.status === 'joins' ? 'joined' : result.status },
    );
  }

  private async receiveIn(
    context: TransactionContext,
    known: KnownUnderLocks,
    refusing: ReadonlySet<string>,
  ): Promise<(IntakeOutcome | Joins)[]> {
    const { results, fresh, persons, blocked, uncalled } = sortOut(context.directory, known, refusing);
    await this.sendToOwners(context, fresh, persons);
    if (fresh.length > 0) await this.taking.take(context, fresh, { blocked, uncalled, roster: known.roster });
    return results;
  }

  /** Routes further leads of persons to whoever has that person, if that rep can take them. */
  private async sendToOwners(
    { tx, directory }: TransactionContext,
    fresh: readonly ValidArrival[],
    persons: PersonsOfBatch,
  ): Promise<void> {
    const routed = fresh.flatMap((arrival) => {
      const other = 'request' in arrival ? persons.linkedOf(arrival) : null;
      return other === null || !('request' in arrival)
        ? []
        : [{ arrival, leadCase: arrival.leadCase, request: arrival.request, other }];
    });
    if (routed.length === 0) return;
    const others = new Map(routed.map(({ leadCase, other }) => [leadCase, other]));
    const sent = await this.further.toOwners(tx, directory, routed, (leadCase) => others.get(leadCase) ?? null);
    for (const { arrival, request } of sent) arrival.request = request;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** Decides what becomes of each arrival: a new lead, a form of one that exists, or nothing. */
function sortOut(
  directory: Directory,
  { read, found }: { readonly read: readonly ReadArrival[]; readonly found: FoundLeads },
  refusing: ReadonlySet<string>,
) {
  const { existing, madeBefore, blocked: suppressed, same, inquiriesMade } = found;
  const { blocked, uncalled } = serveByAddress(directory, read, suppressed);
  const taken = new Map(existing);
  const fresh: ValidArrival[] = [];
  const persons = new PersonsOfBatch(same, read.some(looksForPerson));
  const results = read.map((each): IntakeOutcome | Joins => {
    // Checked before its faults: a lead that was valid when it was made may be too old now.
    if (each.givenId !== undefined && madeBefore.has(each.givenId)) return { status: 'madeBefore', id: each.givenId };
    const known = each.keys.find((key) => taken.has(key));
    if (known !== undefined) return sentBefore(taken.get(known)!);
    const inquiryOf = inquiriesMade.get(each.givenId ?? '');
    if (inquiryOf !== undefined) return { status: 'joined', id: inquiryOf, inquiryId: each.givenId! };
    if ('faults' in each) return { status: 'invalid', faults: each.faults };
    const form = persons.formOf(each);
    if (
      form !== null &&
      !refusing.has(form.same.id) &&
      each.duplicates === 'join' &&
      !blocked.has(each.leadCase.lead.id) &&
      takesForms(form.same)
    ) {
      persons.add(each, form.same);
      return { status: 'joins', form: { ...form, uncalled: uncalled.get(each.leadCase.lead.id) } };
    }
    noteWhatIsKnown(each.leadCase, form?.same ?? null, persons.issuesOf(each));
    persons.add(each);
    if (each.keys.length > 0) taken.set(each.keys[0]!, { leadId: each.leadCase.lead.id, inquiryId: null });
    fresh.push(each);
    return { status: 'created', leadCase: each.leadCase };
  });
  return { results, fresh, persons, blocked, uncalled };
}

/** A form that joins an existing lead once the other arrivals are stored. */
interface Joins {
  readonly status: 'joins';
  readonly form: JoiningForm;
}

/** Returns the outcome of an arrival; null if it could not join its lead after all. */
function outcomeOf(
  result: IntakeOutcome | Joins,
  joined: ReadonlyMap<JoiningForm, JoiningResult>,
): IntakeOutcome | null {
  if (result.status !== 'joins') return result;
  const became = joined.get(result.form)!;
  return became.status === 'none' ? null : became;
}

/** Results of look-ups before the transaction. */
interface Ahead {
  readonly directory: Directory;
  readonly read: readonly ReadArrival[];
  readonly found: FoundLeads | null;
}

/** What is known under the locks. */
interface KnownUnderLocks extends Ahead {
  readonly found: FoundLeads;
  /** The roster's facts for the requests as they were read; null if they are still to be read. */
  readonly roster: RosterFacts | null;
}

/** Reports whether another transaction made one of these leads after it was looked up. */
function isTakenMeanwhile(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return code === UNIQUE_VIOLATION && table === 'lead';
}

async function readAll(directory: Directory, arrivals: readonly Arrival[]): Promise<ReadArrival[]> {
  const read: ReadArrival[] = [];
  const turns = new Turns();
  for (const arrival of arrivals) {
    read.push(readArrival(directory, arrival, newId));
    await turns.next();
  }
  return read;
}
