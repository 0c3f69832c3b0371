import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../../auth/auth.guard.js';
import { CheckedQuery, IdParam } from '../../platform/checked-input.js';
import { Database } from '../../platform/database.js';
import { Answers, Operation } from '../../platform/operation.js';
import { readCursor, toPage } from '../../platform/page.js';
import { NotFoundError } from '../../platform/refusal.js';
import { TimeSource } from '../../platform/time-source.js';
import { DeliveryPage, deliveryView } from '../delivery.schema.js';
import { DestinationStore } from '../destinations/destination.store.js';
import { WaitingStore } from '../dispatch/due.store.js';
import { waitingAt } from '../dispatch/waiting.js';
import { ItemsQuery } from './batch.dto.js';

@ApiTags('Feedback')
@Controller('v1/feedback/destinations/:id/items')
export class ItemsController {
  constructor(
    private readonly database: Database,
    private readonly destinations: DestinationStore,
    private readonly waiting: WaitingStore,
    private readonly time: TimeSource,
  ) {}

  @Get()
  @Scopes('read', 'feedback')
  @Operation('listFeedbackItems', 'List the items of a feedback destination', {
    description: 'Newest first. `withheld` items say why, `pending` items what they wait for.',
  })
  @Answers(200, 'A page.', DeliveryPage)
  async list(@IdParam('destination') id: string, @CheckedQuery(ItemsQuery) query: ItemsQuery) {
    const destination = await this.destinations.find(id);
    if (destination === undefined) throw new NotFoundError('destination', id);
    const { limit = 100, cursor, state = null, leadId = null, kind = null } = query;
    const before = cursor === undefined ? null : (readCursor(cursor, ['id'])[0] as string);
    const at = waitingAt(destination, this.time.now());
    const filter = { state, leadId, kind };
    const rows = await this.waiting.readPage(this.database.reads, at, filter, before, limit + 1);
    const page = toPage(rows, limit, (row) => [row.id]);
    return { ...page, data: page.data.map(deliveryView) };
  }
}
