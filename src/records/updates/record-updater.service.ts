import { Injectable } from '@nestjs/common';
import type { FormField } from '../../forms/form.js';
import { readAt } from '../answer-reading.js';
import { readConnector } from '../connectors/connector.js';
import type { RecordConnectorRow } from '../connectors/record-connector.table.js';
import { type Pass, type ToolReply, Tools } from '../connectors/tools.service.js';
import { answeredBy, failureOf, judge, type RecordRow, withKey } from '../record.js';
import { namesOf, type TemplateFacts } from '../templates/rendering.js';
import { type RenderedRequest, renderRequest } from '../templates/request-template.js';
import type { Coverage } from './omitted.js';
import { digestOf, type Untold, type UpdateOutcome, updateKeyOf } from './record-update.js';
import { RecordUpdateStore, type TakenUpdate } from './record-update.store.js';
import {
  asUndone,
  decideUpdate,
  type FieldSeen,
  type FieldStates,
  isFollowed,
  onceSent,
  onceTaken,
  type TouchedField,
  type UpdateDecision,
  whileSent,
} from './update-decision.js';
import { isSensitive, seenFields } from './update-fields.js';
import { inWords } from './update-questions.js';
import { pathsIn, type UpdateTemplate, without } from './update-template.js';

/** What is brought up to date. */
export interface Updated {
  readonly taken: TakenUpdate;
  readonly record: RecordRow;
  /** As the connector is now; null where it is gone. */
  readonly row: RecordConnectorRow | null;
  /** Without the record itself. */
  readonly facts: TemplateFacts;
  readonly form: FormField;
  /** Of the form, as the facts have it. */
  readonly version: number;
}

interface Job extends Updated {
  readonly row: RecordConnectorRow;
  readonly update: UpdateTemplate;
  readonly coverage: Coverage;
  readonly admitted: Pass;
}

/** Brings records up to date in the tools of receivers: never a field that somebody has touched there. */
@Injectable()
export class RecordUpdater {
  constructor(
    private readonly tools: Tools,
    private readonly updates: RecordUpdateStore,
  ) {}

  /** @returns null where another node has taken it meanwhile */
  async update(given: Updated): Promise<UpdateOutcome | null> {
    const { row, facts, record } = given;
    const read = row === null ? null : readConnector(row);
    if (row === null || read === null || 'faults' in read)
      return { is: 'refused', why: 'Its record connector is no longer there, or cannot be read.' };
    const { update, request } = read.connector;
    const coverage = { record: pathsIn(request), update: update === null ? [] : pathsIn(update.request) };
    if (update === null) return { is: 'byHand', coverage };
    const look = renderRequest(update.read, { ...facts, record: { key: record.id, id: record.ref } });
    if ('gaps' in look) return { is: 'waits', why: `It waits for ${namesOf(look.gaps)}.` };
    const admitted = await this.tools.admit(row.id);
    if (admitted.is === 'broken') return { is: 'waits', why: `The tool was not asked: ${admitted.why}.` };
    if (admitted.is === 'busy')
      return { is: 'later', why: `The tool was not asked: ${admitted.why}.`, askedForMs: admitted.askedForMs };
    const job = { ...given, row, update, coverage, admitted };
    const said = await this.tools.ask(look.request, admitted);
    if (judge(said.status).is !== 'done') return failed(said);
    if (said.body === undefined)
      return { is: 'later', why: 'The tool was asked for the record, and its answer is no JSON.', askedForMs: 0 };
    return this.bring(job, look.request, said);
  }

  private async bring(job: Job, look: RenderedRequest, said: ToolReply): Promise<UpdateOutcome | null> {
    const { taken, record, facts, update, coverage, version, admitted } = job;
    const stamp = update.versionOf === null ? null : readAt(said, update.versionOf);
    const known = { key: record.id, id: record.ref, ...(stamp !== null && { version: stamp }) };
    const rendered = renderRequest(update.request, { ...facts, record: known });
    if ('gaps' in rendered) return { is: 'waits', why: `It waits for ${namesOf(rendered.gaps)}.` };
    const digest = (value: unknown) => digestOf(record.id, value);
    const decision = decideUpdate(taken.fields, seenFields(update, rendered.request.body, said), digest);
    const { states, send, touched, heard } = decision;
    const stage = update.openWhile === null ? null : readAt(said, update.openWhile.at);
    if (update.openWhile !== null && !update.openWhile.is.includes(stage ?? ''))
      return closed(job, decision, stage ?? 'nothing', digest);
    const untold = touched.map((each) => untoldOf(job, each));
    if (send.length === 0) return { is: 'done', fields: states, updated: heard, untold, coverage };
    const left = update.fields.filter(({ name }) => !send.some((each) => each.name === name)).map((each) => each.in);
    const body = without(rendered.request.body, left);
    const request = withKey(
      { ...rendered.request, body },
      job.row.idempotency,
      updateKeyOf(record.id, version, digest(body)),
    );
    // Where this node ends now, whoever takes it next can tell what was heard.
    if (!(await this.updates.markSent(taken, whileSent(taken.fields, decision, digest)))) return null;
    const answer = await this.tools.ask(request, admitted);
    if (judge(answer.status).is !== 'done')
      return this.notTaken(answer, asUndone(taken.fields, decision), () => this.wasFaster(job, look, stamp));
    const after = await this.tools.ask(look, admitted);
    if (judge(after.status).is !== 'done' || after.body === undefined)
      return {
        ...{ is: 'later', why: 'It was brought up to date, and could not be looked at since.', askedForMs: 0 },
        fields: onceTaken(taken.fields, decision, digest),
      };
    const fields = onceSent(decision, seenFields(update, rendered.request.body, after), digest);
    return { is: 'done', fields, updated: heard + send.length, untold, coverage };
  }

  /**
   * What a tool has refused it has not written: what it shows next somebody else has.
   * @param undone what is known of the fields then; @param wasFaster whether somebody changed it just before
   */
  private async notTaken(
    said: ToolReply,
    undone: FieldStates,
    wasFaster: () => Promise<boolean>,
  ): Promise<UpdateOutcome> {
    const judgement = judge(said.status);
    if (judgement.is === 'later' && judgement.mayBeMade && !said.isUnsent) return failed(said);
    if (judgement.is === 'refused' && (await wasFaster()))
      return {
        is: 'later',
        why: `The tool did not take it: ${answeredBy(said)}.`,
        askedForMs: said.askedForMs,
        fields: undone,
      };
    return { ...failed(said), fields: undone };
  }

  /** It says so by a version that is another by now: of one that it still has, it refuses something else. */
  private async wasFaster({ update, admitted }: Job, look: RenderedRequest, stamp: string | null): Promise<boolean> {
    if (update.versionOf === null) return false;
    const again = await this.tools.ask(look, admitted);
    return readAt(again, update.versionOf) !== stamp;
  }
}

function failed(said: ToolReply): Extract<UpdateOutcome, { is: 'later' | 'refused' }> {
  const failure = failureOf(said);
  return judge(said.status).is === 'absent'
    ? { ...failure, why: `The record is no longer there: ${answeredBy(said)}.` }
    : failure;
}

/** What has gone beyond a draft is left as it is, whoever has touched it: somebody is told once of what is another now. */
function closed(
  job: Job,
  { states, send, touched }: UpdateDecision,
  stage: string,
  digest: (value: unknown) => string,
): UpdateOutcome {
  const left = [...send, ...touched];
  const told = left.map(({ name, wanted }) => [name, { ...states[name]!, wrote: digest(wanted) }]);
  const fields = { ...states, ...(Object.fromEntries(told) as FieldStates) };
  const untold = left.map((each) => untoldOf(job, each));
  return { is: 'closed', fields, stage, untold, coverage: job.coverage };
}

/**
 * What the tool says is told of what Touchline wrote alone: of a field of which nothing is known, somebody may have been
 * erased since.
 */
function untoldOf(
  { taken, update, form }: Job,
  { name, wanted, present, mayBeOurs = false }: FieldSeen & Partial<TouchedField>,
): Untold {
  const isTold = isFollowed(taken.fields, name) && !isSensitive(update, name, form);
  return { name, values: isTold ? inWords(wanted, present) : null, mayBeOurs };
}
