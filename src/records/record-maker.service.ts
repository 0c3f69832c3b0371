import { Injectable } from '@nestjs/common';
import { TimeSource } from '../platform/running/time-source.js';
import type { Instant } from '../platform/values/duration.js';
import { isSomethingAt, objectionToSearch, readAt } from './answer-reading.js';
import { type Connector, linkOf, readConnector } from './connectors/connector.js';
import type { RecordConnectorRow } from './connectors/record-connector.table.js';
import { type Pass, type ToolAdmission, type ToolReply, Tools } from './connectors/tools.service.js';
import { failureOf, firstStepOf, judge, type RecordOutcome, SEARCH_LAG_MS, withKey } from './record.js';
import { RecordStore, type TakenRecord } from './record.store.js';
import { type Gap, namesOf, type TemplateFacts } from './templates/rendering.js';
import { type RenderedRequest, renderRequest } from './templates/request-template.js';
import type { FieldStates } from './updates/update-decision.js';
import { firstStates, shownStates } from './updates/update-fields.js';

interface Job {
  readonly record: TakenRecord;
  readonly row: RecordConnectorRow;
  readonly connector: Connector;
  readonly facts: TemplateFacts;
  readonly admitted: Pass;
}

/** Some tools return this for a search without a match. */
const NO_CONTENT = 204;

type Requests = { readonly make: RenderedRequest; readonly find: RenderedRequest | null };

/** Creates records in external tools, without duplicates if the tool has an idempotency key or a search. */
@Injectable()
export class RecordMaker {
  constructor(
    private readonly tools: Tools,
    private readonly records: RecordStore,
    private readonly time: TimeSource,
  ) {}

  /**
   * @param row the present connector; null if it was deleted
   * @param facts without `record`
   * @returns null if another node has taken the record meanwhile
   */
  async make(record: TakenRecord, row: RecordConnectorRow | null, facts: TemplateFacts): Promise<RecordOutcome | null> {
    const { askedAt, id: key } = record;
    const read = row === null ? null : readConnector(row);
    if (row === null || read === null || 'faults' in read)
      return { is: 'refused', why: 'Its record connector is no longer there, or cannot be read.', askedAt };
    const { connector } = read;
    const seen = { ...facts, record: { key } };
    const requests = requestsOf(connector, row, key, seen);
    if ('gaps' in requests) return { is: 'waits', why: `It waits for ${namesOf(requests.gaps)}.` };
    const admitted = await this.tools.admit('recordConnector', row.id, record.takenUntil);
    if (admitted.is !== 'in') return notAdmitted(admitted, askedAt);
    return this.ask({ record, row, connector, facts: seen, admitted }, requests);
  }

  private async ask(job: Job, { make, find }: Requests): Promise<RecordOutcome | null> {
    const { record, row } = job;
    const step = firstStepOf(record, row, this.time.now());
    if (step === 'giveUp') {
      const why = 'It may have been made, and its tool no longer knows the key: look into the tool, and try again.';
      return { is: 'refused', why, askedAt: record.askedAt };
    }
    if (step === 'wait') {
      const why = 'It may just have been made, and the search of the tool may not show it yet.';
      return { is: 'later', why, askedAt: record.askedAt, askedForMs: SEARCH_LAG_MS };
    }
    if (step === 'make') return this.create(job, make, record.askedAt);
    const found = await this.look(job, find!);
    return found ?? this.create(job, make, null);
  }

  /** Searches for the record. @returns null if it does not exist */
  private async look(job: Job, find: RenderedRequest): Promise<RecordOutcome | null> {
    const { record, row, admitted } = job;
    const reply = await this.tools.ask(find, admitted);
    const judgement = judge(reply.status);
    if (judgement.is === 'absent') return null;
    if (judgement.is !== 'done') return failed(reply, record.askedAt, record.askedAt);
    if (reply.status === NO_CONTENT) return null;
    const { idOf } = row.find!;
    const { askedAt } = record;
    const objection = objectionToSearch(reply, idOf);
    if (objection !== null)
      return { is: 'later', why: `The tool was searched, but its answer ${objection}.`, askedAt, askedForMs: 0 };
    if (!isSomethingAt(reply, idOf)) return null;
    const ref = readAt(reply, idOf);
    if (ref !== null) return this.made(job, ref, false);
    const why = `The record was found, but the value at ${idOf} is no id: look into the tool.`;
    return { is: 'refused', why, askedAt: askedAt ?? this.time.now() };
  }

  /** @param askedAt since when an earlier request may have created it */
  private async create(job: Job, make: RenderedRequest, askedAt: Instant | null): Promise<RecordOutcome | null> {
    const { record, row, admitted } = job;
    const now = this.time.now();
    // Stored before the request, so that after a crash the next node knows that the record may exist.
    if (!(await this.records.markRequested({ ...record, askedAt }, now))) return null;
    const reply = await this.tools.ask(make, admitted);
    if (judge(reply.status).is !== 'done') return failed(reply, askedAt, askedAt ?? now);
    const ref = readAt(reply, row.idOf);
    // A record that an earlier request may have created has the form's values of that time.
    if (ref !== null) return this.made(job, ref, askedAt === null);
    const why = `The tool accepted the request, but its answer has no id at ${row.idOf}: look into the tool.`;
    return { is: 'refused', why, askedAt: askedAt ?? now };
  }

  /** @param isAsItIs whether the record has the form's present values */
  private async made(job: Job, ref: string, isAsItIs: boolean): Promise<RecordOutcome> {
    const { record, connector } = job;
    const facts = { ...job.facts, record: { key: record.id, id: ref } };
    const written = firstStates(connector, facts, record.id, isAsItIs);
    const fields = written === null || !isAsItIs ? written : await this.looked({ ...job, facts }, written);
    return { is: 'made', ref, url: linkOf(connector, facts), fields };
  }

  /** Reads the record at once: what it shows now was written by us, while later changes may be a person's. */
  private async looked({ record, connector, facts, admitted }: Job, written: FieldStates): Promise<FieldStates> {
    const { read } = connector.update!;
    const look = renderRequest(read, facts);
    if ('gaps' in look) return written;
    const reply = await this.tools.ask(look.request, admitted);
    if (judge(reply.status).is !== 'done' || reply.body === undefined) return written;
    return shownStates(connector.update!, written, reply, record.id);
  }
}

/** @param untouched the new `askedAt` if this request certainly created nothing; @param heard if it may have */
function failed(reply: ToolReply, untouched: Instant | null, heard: Instant | null): RecordOutcome {
  const judgement = judge(reply.status);
  const mayBeMade = judgement.is === 'later' && judgement.mayBeMade && !reply.isUnsent;
  return { ...failureOf(reply), askedAt: mayBeMade ? heard : untouched };
}

function requestsOf(
  connector: Connector,
  { idempotency }: RecordConnectorRow,
  key: string,
  facts: TemplateFacts,
): Requests | { readonly gaps: readonly Gap[] } {
  const make = renderRequest(connector.request, facts);
  const find = connector.find === null ? null : renderRequest(connector.find, facts);
  if ('gaps' in make) return make;
  if (find !== null && 'gaps' in find) return find;
  return { make: withKey(make.request, idempotency, key), find: find?.request ?? null };
}

/** `auth` must be fixed first, or another node is fetching a token. */
export function notAdmitted(admitted: Exclude<ToolAdmission, { is: 'in' }>, askedAt: Instant | null): RecordOutcome {
  const why = `No request was sent to the tool: ${admitted.why}.`;
  if (admitted.is === 'broken') return { is: 'waits', why };
  return { is: 'later', why, askedAt, askedForMs: admitted.askedForMs };
}
