import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { viewOf } from '../../forms/view.js';
import { readBody } from '../../platform/input/checked.js';
import { fault } from '../../platform/input/fault.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import type { VisibleHandoff } from '../form/form-filling.service.js';
import { HandoffStore } from '../handoff.store.js';
import type { HandoffCase } from '../handoff-case.js';
import { missablePieces } from '../page/controls.js';
import type { ShownHandoff } from '../page/handoff-pages.js';
import { comparedNodesOf } from '../page/reading.js';
import { hasBegun, mayEnter, type Receiver } from './receiver.js';
import { ReturnBody } from './receiving.dto.js';
import { Receiving } from './receiving.service.js';

const CHECK = /^(0|[1-9]\d?)$/;

/** The handoff after an action, and a notice of what was done. */
export interface ReceivedHandoff {
  readonly subject: HandoffCase;
  readonly notice: string;
}

/** Lets receivers act on a page. */
@Injectable()
export class ReceivingPages {
  constructor(
    private readonly receiving: Receiving,
    private readonly handoffs: HandoffStore,
    private readonly database: Database,
  ) {}

  /** @param sent the form fields that were posted and rejected */
  async show(
    { subject, sight, zone }: VisibleHandoff,
    place: number,
    sent = new URLSearchParams(),
  ): Promise<Partial<ShownHandoff>> {
    const receiver = subject.receiver(place);
    const { sections, checklist } = subject.kind.body.receivers[place - 1]!;
    const seen = (values: HandoffCase['handoff']['form']) => sight.of(viewOf(subject.kind.form, values, sections));
    const original = await this.handoffs.readOriginal(this.database, subject.handoff.id);
    const after = seen(subject.handoff.form);
    const isAmended = original !== undefined && original.version !== subject.handoff.formVersion;
    const mayReturn = hasBegun(receiver) && mayEnter(receiver, 'returned');
    const ticked = sent.getAll('missing');
    return {
      receiving: {
        name: receiver.name,
        canAccept: hasBegun(receiver) && receiver.state === 'waiting',
        checks:
          receiver.state === 'accepted'
            ? checklist.map((each, index) => ({ ...each, done: receiver.checked.includes(index) }))
            : null,
        missable: mayReturn
          ? missablePieces(sight.form, after, sections).map((each) => ({
              ...each,
              isTicked: ticked.includes(each.pointer),
            }))
          : [],
        note: sent.get('note') ?? '',
        isReturning: sent.get(':do') === 'return',
      },
      read: {
        heading: 'What is handed over',
        texts: isAmended ? ['The form was amended after it was handed over: the changed fields are marked.'] : [],
        nodes: comparedNodesOf(sight.form, isAmended ? seen(original.form) : after, after, zone),
      },
    };
  }

  /** @throws Refusal with what is wrong, or why it cannot be done now */
  async act(subject: HandoffCase, receiver: Receiver, sent: URLSearchParams, caller: Caller): Promise<ReceivedHandoff> {
    const { id } = subject.handoff;
    const { name } = receiver;
    switch (sent.get(':do')) {
      case 'accept':
        return { subject: await this.receiving.accept(id, name, caller), notice: 'It is accepted.' };
      case 'return': {
        const note = (sent.get('note') ?? '').replaceAll('\r\n', '\n');
        const { body, faults } = readBody<ReturnBody>(ReturnBody, { missing: sent.getAll('missing'), note });
        if (faults.length > 0) throw new InvalidRequestError(faults.map(inWords));
        return { subject: await this.receiving.giveBack(id, name, body, caller), notice: 'It is returned.' };
      }
      case 'check': {
        const checked = await this.receiving.check(id, name, ticksIn(sent), caller);
        return { subject: checked, notice: 'The checklist is saved.' };
      }
      case 'done': {
        // Ticks count whether or not they were saved before.
        if (receiver.state === 'accepted') await this.receiving.check(id, name, ticksIn(sent), caller);
        const subjectNow = await this.receiving.finish(id, name, caller);
        return { subject: subjectNow, notice: 'It is confirmed that it is processed.' };
      }
      default:
        throw new InvalidRequestError([fault('', 'value', 'This page has no such button.')]);
    }
  }
}

function ticksIn(sent: URLSearchParams): number[] {
  return sent
    .getAll('check')
    .filter((each) => CHECK.test(each))
    .map(Number);
}

function inWords({ pointer, code, message }: { pointer: string; code: string; message: string }) {
  if (pointer === '/missing') return fault(pointer, code, 'Tick what is missing.');
  return fault(pointer, code, pointer === '/note' ? `What is needed: ${message}` : message);
}
