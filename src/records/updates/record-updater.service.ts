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
import { type DifferingField, digestOf, type UpdateOutcome, updateKeyOf } from './record-update.js';
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

/** The update to make, with all that is needed for it. */
interface DueUpdate {
  readonly taken: TakenUpdate;
  readonly record: RecordRow;
  /** The present connector; null if it was deleted. */
  readonly row: RecordConnectorRow | null;
  /** Without `record`. */
  readonly facts: TemplateFacts;
  readonly form: FormField;
  /** The form's version in the facts. */
  readonly version: number;
}

interface Job extends DueUpdate {
  readonly row: RecordConnectorRow;
  readonly update: UpdateTemplate;
  readonly coverage: Coverage;
  readonly admitted: Pass;
}

/** Updates records in external tools, and never overwrites a field that was changed there. */
@Injectable()
export class RecordUpdater {
  constructor(
    private readonly tools: Tools,
    private readonly updates: RecordUpdateStore,
  ) {}

  /** @returns null if another node has taken it meanwhile */
  async update(given: DueUpdate): Promise<UpdateOutcome | null> {
    const { row, facts, record, form } = given;
    const read = row === null ? null : readConnector(row);
    if (row === null || read === null || 'faults' in read)
      return { is: 'refused', why: 'Its record connector is no longer there, or cannot be read.' };
    const { update, request } = read.connector;
    const coverage = { record: pathsIn(request, form), update: update === null ? [] : pathsIn(update.request, form) };
    if (update === null) return { is: 'byHand', coverage };
    const look = renderRequest(update.read, { ...facts, record: { key: record.id, id: record.ref } });
    if ('gaps' in look) return { is: 'waits', why: `It waits for ${namesOf(look.gaps)}.` };
    const admitted = await this.tools.admit('recordConnector', row.id, given.taken.takenUntil);
    if (admitted.is === 'broken') return { is: 'waits', why: `No request was sent to the tool: ${admitted.why}.` };
    if (admitted.is === 'busy')
      return { is: 'later', why: `No request was sent to the tool: ${admitted.why}.`, askedForMs: admitted.askedForMs };
    const job = { ...given, row, update, coverage, admitted };
    const reply = await this.tools.ask(look.request, admitted);
    if (judge(reply.status).is !== 'done') return failed(reply);
    if (reply.body === undefined)
      return { is: 'later', why: 'The record was requested from the tool, but its answer is not JSON.', askedForMs: 0 };
    return this.bring(job, look.request, reply);
  }

  private async bring(job: Job, look: RenderedRequest, reply: ToolReply): Promise<UpdateOutcome | null> {
    const { taken, record, facts, update, coverage, version, admitted } = job;
    const stamp = update.versionOf === null ? null : readAt(reply, update.versionOf);
    const known = { key: record.id, id: record.ref, ...(stamp !== null && { version: stamp }) };
    const rendered = renderRequest(update.request, { ...facts, record: known });
    if ('gaps' in rendered) return { is: 'waits', why: `It waits for ${namesOf(rendered.gaps)}.` };
    const digest = (value: unknown) => digestOf(record.id, value);
    const decision = decideUpdate(taken.fields, seenFields(update, rendered.request.body, reply), digest);
    const { states, send, touched, heard } = decision;
    const stage = update.openWhile === null ? null : readAt(reply, update.openWhile.at);
    if (update.openWhile !== null && !update.openWhile.is.includes(stage ?? ''))
      return closed(job, decision, stage ?? 'nothing', digest);
    const differing = touched.map((each) => differingField(job, each));
    if (send.length === 0) return { is: 'done', fields: states, updated: heard, untold: differing, coverage };
    const left = update.fields.filter(({ name }) => !send.some((each) => each.name === name)).map((each) => each.in);
    const body = without(rendered.request.body, left);
    const request = withKey(
      { ...rendered.request, body },
      job.row.idempotency,
      updateKeyOf(record.id, version, digest(body)),
    );
    // Stored before the request, so that after a crash the next node can tell whether the tool received it.
    if (!(await this.updates.markSent(taken, whileSent(taken.fields, decision, digest)))) return null;
    const answer = await this.tools.ask(request, admitted);
    if (judge(answer.status).is !== 'done')
      return this.notTaken(answer, asUndone(taken.fields, decision), () => this.wasFaster(job, look, stamp));
    const after = await this.tools.ask(look, admitted);
    if (judge(after.status).is !== 'done' || after.body === undefined)
      return {
        is: 'later',
        why: 'The record was updated, but could not be read afterwards.',
        askedForMs: 0,
        fields: onceTaken(taken.fields, decision, digest),
      };
    const fields = onceSent(decision, seenFields(update, rendered.request.body, after), digest);
    return { is: 'done', fields, updated: heard + send.length, untold: differing, coverage };
  }

  /**
   * Returns the result if the tool rejected the update. It then wrote nothing: later changes there are a person's.
   * @param undone the states of the fields in that case; @param wasFaster whether the record changed just before
   */
  private async notTaken(
    reply: ToolReply,
    undone: FieldStates,
    wasFaster: () => Promise<boolean>,
  ): Promise<UpdateOutcome> {
    const judgement = judge(reply.status);
    if (judgement.is === 'later' && judgement.mayBeMade && !reply.isUnsent) return failed(reply);
    if (judgement.is === 'refused' && (await wasFaster()))
      return {
        is: 'later',
        why: `The tool did not accept the request: ${answeredBy(reply)}.`,
        askedForMs: reply.askedForMs,
        fields: undone,
      };
    return { ...failed(reply), fields: undone };
  }

  /** Whether the version has changed since it was read; otherwise the tool rejects something else. */
  private async wasFaster({ update, admitted }: Job, look: RenderedRequest, stamp: string | null): Promise<boolean> {
    if (update.versionOf === null) return false;
    const again = await this.tools.ask(look, admitted);
    return readAt(again, update.versionOf) !== stamp;
  }
}

function failed(reply: ToolReply): Extract<UpdateOutcome, { is: 'later' | 'refused' }> {
  const failure = failureOf(reply);
  return judge(reply.status).is === 'absent'
    ? { ...failure, why: `The record is no longer there: ${answeredBy(reply)}.` }
    : failure;
}

/** Leaves a record alone that is no longer a draft, and records the differences, so that a person is asked once. */
function closed(
  job: Job,
  { states, send, touched }: UpdateDecision,
  stage: string,
  digest: (value: unknown) => string,
): UpdateOutcome {
  const left = [...send, ...touched];
  const written = left.map(({ name, wanted }) => [name, { ...states[name]!, wrote: digest(wanted) }]);
  const fields = { ...states, ...(Object.fromEntries(written) as FieldStates) };
  const differing = left.map((each) => differingField(job, each));
  return { is: 'closed', fields, stage, untold: differing, coverage: job.coverage };
}

/** Quotes the tool's value only for fields that we wrote: an unknown one may contain data of a person erased since. */
function differingField(
  { taken, update, form }: Job,
  { name, wanted, present, mayBeOurs = false }: FieldSeen & Partial<TouchedField>,
): DifferingField {
  const isShown = isFollowed(taken.fields, name) && !isSensitive(update, name, form);
  return { name, values: isShown ? inWords(wanted, present) : null, mayBeOurs };
}
