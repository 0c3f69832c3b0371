import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { LeadErasedError } from '../leads/lead.errors.js';
import type { TouchResult } from '../leads/touch.schema.js';
import { NamedTouchBody, type TouchBatchBody } from '../leads/touch-batch.dto.js';
import type { TouchTaken } from '../lifecycle/touch-reports.js';
import { TouchesService } from '../lifecycle/touches.service.js';
import { readEntries } from '../platform/entries.js';
import { describeFailure } from '../platform/failure.js';
import { type Fault, under } from '../platform/fault.js';
import { InvalidRequestError } from '../platform/refusal.js';

/** Touches as programs report them, many at once. */
@Injectable()
export class TouchBatchService {
  private readonly logger = new Logger('touches');

  constructor(private readonly touches: TouchesService) {}

  /** Each on its own: what is wrong with one is said of that one, with pointers into the whole request. */
  async report({ touches }: TouchBatchBody, caller: Caller): Promise<{ results: TouchResult[] }> {
    const entries = await readEntries<NamedTouchBody>(NamedTouchBody, touches);
    const taken = await this.touches.touchMany(
      entries.filter(({ faults }) => faults.length === 0),
      caller,
    );
    return {
      results: entries.map(({ index, faults }) =>
        faults.length > 0 ? invalid(index, faults) : this.resultOf(index, taken.get(index)!),
      ),
    };
  }

  private resultOf(index: number, taken: TouchTaken): TouchResult {
    switch (taken.status) {
      case 'recorded':
      case 'existing':
        return { index, status: taken.status, id: taken.id, leadId: taken.leadId };
      case 'noMatch':
        return { index, status: 'noMatch' };
      case 'refused':
        return invalid(index, faultsOf(taken));
      case 'failed':
        this.logger.error(`A touch of a batch cannot be recorded: ${describeFailure(taken.cause)}`);
        return invalid(index, [NOT_RECORDED]);
    }
  }
}

const NOT_RECORDED: Fault = {
  pointer: '',
  code: 'failed',
  message: 'It could not be recorded, for a reason of its own that the log of the server tells.',
};

function invalid(index: number, faults: readonly Fault[]): TouchResult {
  return { index, status: 'invalid', errors: under(`/touches/${index}`, faults) };
}

/** What a key may not report by itself is refused as a whole; in a batch it is a fault of that entry. */
function faultsOf({ refusal }: Extract<TouchTaken, { status: 'refused' }>): readonly Fault[] {
  if (refusal instanceof InvalidRequestError) return refusal.errors;
  if (refusal instanceof LeadErasedError) return [{ pointer: '', code: 'leadErased', message: refusal.message }];
  return [{ pointer: '/repId', code: 'notYours', message: refusal.message }];
}
