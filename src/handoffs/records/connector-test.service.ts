import { Injectable } from '@nestjs/common';
import { type FormField, readForm } from '../../forms/form.js';
import { viewOf } from '../../forms/view.js';
import { fault } from '../../platform/input/fault.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { newId } from '../../platform/values/ids.js';
import { readAt } from '../../records/answer-reading.js';
import { type Connector, linkOf, readConnector } from '../../records/connectors/connector.js';
import type { ConnectorTestView, TestConnectorBody } from '../../records/connectors/connector-test.schema.js';
import { RECORD_CONNECTORS, type RecordConnectorRow } from '../../records/connectors/record-connector.table.js';
import { type ToolAdmission, type ToolReply, Tools } from '../../records/connectors/tools.service.js';
import { judge, shown, withKey } from '../../records/record.js';
import {
  type ExampleRefs,
  exampleFacts,
  exampleOf,
  formFacts,
  type Gap,
  type TemplateFacts,
} from '../../records/templates/rendering.js';
import { type RenderedRequest, type RequestTemplate, renderRequest } from '../../records/templates/request-template.js';
import { readKindsThatUse } from '../kinds/handoff-kind.store.js';
import { HANDOFF_KINDS, type HandoffKindRow } from '../kinds/handoff-kind.table.js';
import { factsSaidIn } from './record-facts.js';

/** The number of characters of an answer that are shown. */
const SHOWN_LENGTH = 2_000;

type Tried = Pick<ConnectorTestView, 'outcome' | 'why' | 'answer' | 'ref' | 'url'>;

/** Tests a connector with an example. */
@Injectable()
export class ConnectorTestService {
  constructor(
    private readonly database: Database,
    private readonly tools: Tools,
    private readonly time: TimeSource,
  ) {}

  async test(id: string, body: TestConnectorBody): Promise<ConnectorTestView> {
    const row = await this.database.repository(RECORD_CONNECTORS).findOneBy({ id });
    if (row === null) throw new NotFoundError('recordConnector', id);
    const read = readConnector(row);
    if ('faults' in read) throw new Error(`The templates of the record connector ${id} cannot be read`);
    const facts = await this.factsFor(row, body);
    const parts = {
      request: rendered(read.connector.request, facts, '/request'),
      find: read.connector.find === null ? null : rendered(read.connector.find, facts, '/find'),
    };
    const changing = changesOf(read.connector, facts);
    const key = keyOf(facts);
    const request = parts.request.request === null ? null : withKey(parts.request.request, row.idempotency, key);
    const find = parts.find?.request ?? null;
    const gaps = [...parts.request.gaps, ...(parts.find?.gaps ?? []), ...changing.gaps];
    const { tried, hidden } =
      gaps.length > 0
        ? { tried: notRequested('open', 'Something is missing in the example: see "gaps".'), hidden: [] }
        : await this.try({ row, connector: read.connector, request: request!, find, facts }, body.make);
    return {
      ...tried,
      request: request && shown(request, hidden),
      find: find && shown(find, hidden),
      update: changing.request && shown(changing.request, hidden),
      gaps: gaps.map(({ pointer, text }) => ({ pointer, text })),
    };
  }

  private async try(
    { row, connector, request, find, facts }: Trial,
    make: boolean,
  ): Promise<{ readonly tried: Tried; readonly hidden: readonly string[] }> {
    const admitted = await this.tools.admit('recordConnector', row.id, null);
    if (admitted.is !== 'in') return { tried: notAdmitted(admitted), hidden: [] };
    const hidden = Object.keys(admitted.headers);
    const toSend = make ? request : find;
    if (toSend === null) return { tried: notRequested('rendered', null), hidden };
    const reply = await this.tools.ask(toSend, admitted);
    const judgement = judge(reply.status);
    const reached = judgement.is === 'done' || judgement.is === 'absent';
    const answer = { status: reply.status, text: (reply.problem ?? reply.text).slice(0, SHOWN_LENGTH) };
    if (!make && reached) return { tried: { outcome: 'reached', why: null, answer, ref: null, url: null }, hidden };
    return { tried: { ...meaningOf(reply, { row, connector, facts }), answer }, hidden };
  }

  /** Returns the facts by the form of a kind. A connector that no kind uses has no form, unless a kind is named. */
  private async factsFor(
    row: RecordConnectorRow,
    { handoffKindId, receiver, form: given }: TestConnectorBody,
  ): Promise<TemplateFacts> {
    const { id } = row;
    const refs = exampleRefs(row);
    const kind = await this.kindFor(id, handoffKindId);
    const key = newId(this.time.now());
    const record = { record: { key } };
    if (kind === undefined)
      return {
        ...exampleFacts({ kind: 'Example', receiver: 'Example', refs }),
        ...(given && { form: given }),
        ...record,
      };
    const named = receiver === undefined ? undefined : kind.receivers.find(({ name }) => name === receiver);
    if (receiver !== undefined && named === undefined) {
      const names = kind.receivers.map(({ name }) => name).join(', ');
      refuse(fault('/receiver', 'unknownField', `Expected one of the receivers: ${names}.`));
    }
    const meant =
      named ?? kind.receivers.find(({ recordConnectorId }) => recordConnectorId === id) ?? kind.receivers[0]!;
    const form = readForm(kind.form) as FormField;
    const filled = { ...exampleOf(form), ...given };
    const seen = viewOf(form, filled, meant.sections);
    const example = exampleFacts({ kind: kind.name, receiver: meant.name, refs });
    const handoff = { ...(example.handoff as object), ...factsSaidIn(form, seen) };
    return { ...example, handoff, ...formFacts(form, seen), ...record };
  }

  private async kindFor(id: string, kindId: string | undefined): Promise<HandoffKindRow | undefined> {
    if (kindId === undefined) return (await readKindsThatUse(this.database, id))[0];
    const kind = await this.database.repository(HANDOFF_KINDS).findOneBy({ id: kindId });
    if (kind === null) refuse(fault('/handoffKindId', 'unknownId', `There is no handoff kind ${kindId}.`));
    return kind ?? undefined;
  }
}

interface Trial {
  readonly row: RecordConnectorRow;
  readonly connector: Connector;
  readonly request: RenderedRequest;
  readonly find: RenderedRequest | null;
  readonly facts: TemplateFacts;
}

/** Returns an example id in each system that the templates ask for. */
function exampleRefs({ request, find, link, update }: RecordConnectorRow): ExampleRefs {
  const written = JSON.stringify([request, find, link, update]);
  const of = (what: keyof ExampleRefs) => {
    const named = [...written.matchAll(new RegExp(`\\b${what}\\.refs\\.([A-Za-z_][A-Za-z0-9_-]*)`, 'g'))];
    return Object.fromEntries(named.map(([, system]) => [system!, 'example-1']));
  };
  return { deal: of('deal'), account: of('account') };
}

function keyOf(facts: TemplateFacts): string {
  return (facts.record as { key: string }).key;
}

function rendered(
  template: RequestTemplate,
  facts: TemplateFacts,
  pointer: string,
): { readonly request: RenderedRequest | null; readonly gaps: readonly Gap[] } {
  const outcome = renderRequest(template, facts);
  if ('request' in outcome) return { request: outcome.request, gaps: [] };
  return { request: null, gaps: outcome.gaps.map((each) => ({ ...each, pointer: pointer + each.pointer })) };
}

/** Renders the update of a record that exists. */
function changesOf({ update }: Connector, facts: TemplateFacts): ReturnType<typeof rendered> {
  if (update === null) return { request: null, gaps: [] };
  const seen = { ...facts, record: { key: keyOf(facts), id: 'example', version: '1' } };
  const read = rendered(update.read, seen, '/update/read');
  const { request, gaps } = rendered(update.request, seen, '/update');
  return { request, gaps: [...read.gaps, ...gaps] };
}

function notRequested(outcome: Tried['outcome'], why: string | null): Tried {
  return { outcome, why, answer: null, ref: null, url: null };
}

function notAdmitted(admitted: Exclude<ToolAdmission, { is: 'in' }>): Tried {
  return notRequested(
    admitted.is === 'busy' ? 'unreachable' : 'unknown',
    `No request was sent to the tool: ${admitted.why}.`,
  );
}

function meaningOf(
  reply: ToolReply,
  { row, connector, facts }: Pick<Trial, 'row' | 'connector' | 'facts'>,
): Omit<Tried, 'answer'> {
  const nothing = { ref: null, url: null };
  switch (judge(reply.status).is) {
    case 'done': {
      const ref = readAt(reply, row.idOf);
      if (ref === null)
        return {
          outcome: 'refused',
          why: `The tool accepted the request, but its answer has no id at ${row.idOf}.`,
          ...nothing,
        };
      const url = linkOf(connector, { ...facts, record: { key: keyOf(facts), id: ref } });
      return { outcome: 'made', why: null, ref, url };
    }
    case 'later':
      return {
        outcome: 'unreachable',
        why: reply.problem ?? `It answered ${reply.status}: later, perhaps.`,
        ...nothing,
      };
    case 'unknown':
      return { outcome: 'unknown', why: `It answered ${reply.status}: it denies access.`, ...nothing };
    case 'absent':
    case 'refused':
      return { outcome: 'refused', why: `It answered ${reply.status}: it rejects the request.`, ...nothing };
  }
}
