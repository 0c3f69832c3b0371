import { Injectable, Logger } from '@nestjs/common';
import type { TSchema } from '@sinclair/typebox';
import type { TouchBatchResult, TouchBatchResults } from '../leads/batch-result.schema.js';
import { LeadErasedError, LeadStateError, OpenDealsError } from '../leads/lead.errors.js';
import {
  type AllTaken,
  BarredError,
  type TouchReport,
  type TouchResult,
} from '../lifecycle/touches/reading-touches.js';
import { readEntries } from '../platform/input/entries.js';
import { collectFaults, type Fault, fault, under } from '../platform/input/fault.js';
import { InvalidRequestError } from '../platform/input/refusal.js';
import { describeFailure } from '../platform/running/failure.js';

interface Batch<Body> {
  /** The name of the list in the request: `touches`. */
  readonly list: string;
  /** The name of one entry: `touch`. */
  readonly one: string;
  readonly schema: TSchema;
  readonly sent: readonly unknown[];
  readonly take: (reports: readonly TouchReport<Body>[]) => Promise<AllTaken>;
}

@Injectable()
export class TakingBatches {
  private readonly logger = new Logger('batches');

  /** Records each entry by itself: faults are reported for their entry, with pointers into the whole request. */
  async take<Body>({ list, one, schema, sent, take }: Batch<Body>): Promise<TouchBatchResults> {
    const entries = await readEntries<Body>(schema, sent);
    const taken = await take(entries.filter(({ faults }) => faults.length === 0));
    const invalid = (index: number, faults: readonly Fault[]): TouchBatchResult => ({
      index,
      status: 'invalid',
      errors: under(`/${list}/${index}`, faults),
    });
    const results = entries.map(({ index, faults }): TouchBatchResult => {
      if (faults.length > 0) return invalid(index, faults);
      const became = taken.get(index)!;
      if (became.status === 'failed')
        this.logger.error(`A ${one} of a batch cannot be recorded: ${describeFailure(became.cause)}`);
      return 'id' in became
        ? { index, ...became }
        : became.status === 'noMatch'
          ? { index, status: 'noMatch', errors: under(`/${list}/${index}`, collectFaults(became.why)) }
          : invalid(index, faultsOf(became));
    });
    return { results };
  }
}

const NOT_RECORDED: Fault = fault(
  '',
  'failed',
  'It could not be recorded because of an unexpected error, which is in the log of the server.',
);

/** Turns a refusal, which would reject a single report as a whole, into faults of a batch's entry. */
function faultsOf(taken: Extract<TouchResult, { status: 'refused' | 'failed' }>): readonly Fault[] {
  if (taken.status === 'failed') return [NOT_RECORDED];
  const { refusal } = taken;
  if (refusal instanceof InvalidRequestError) return refusal.errors;
  const { message } = refusal;
  if (refusal instanceof LeadErasedError) return [fault('', 'leadErased', message)];
  if (refusal instanceof LeadStateError) return [fault('', 'leadState', message)];
  if (refusal instanceof OpenDealsError) return [fault('/deals', 'openDeals', message)];
  if (refusal instanceof BarredError) return [fault('/name', refusal.fault, message)];
  return [fault('/repId', 'notYours', message)];
}
