import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static } from '@sinclair/typebox';
import { orderController } from '../../admin/order.controller.js';
import { resourceController } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { object, optionalOneOf } from '../../platform/input/schema.js';
import { HANDOFF_STARTS } from './handoff-kind.js';
import { HANDOFF_KIND } from './handoff-kind.kind.js';
import {
  CreatedHandoffKindList,
  HandoffKindBody,
  HandoffKindPage,
  HandoffKindSchema,
  NewerBody,
  ReadyMadeKindList,
  ReadyMadeSetBody,
} from './handoff-kind.schema.js';
import { normalisedKind, warningsOfKind } from './kind-faults.js';
import { NewerFields } from './newer-fields.service.js';
import { BUSINESSES, READY_MADE } from './ready-made.js';
import { ReadyMadeSets } from './ready-made-sets.service.js';

export const HandoffKindsController = resourceController({
  path: 'handoff-kinds',
  tag: 'Handoff kinds',
  one: 'a handoff kind',
  many: 'handoff kinds',
  kind: HANDOFF_KIND,
  body: HandoffKindBody,
  schema: HandoffKindSchema,
  // Givers read kinds to begin some of them by hand.
  readers: ['integration', 'rep', 'manager'],
  normalise: normalisedKind,
  warningsOf: (content, _id, saved) => warningsOfKind(saved, content),
});

export const HandoffKindOrderController = orderController({
  path: 'handoff-kinds',
  tag: 'Handoff kinds',
  ordered: {
    kind: HANDOFF_KIND,
    order: { kind: 'handoffKindOrder', id: '00000000-0000-7000-8000-000000000006' },
    field: 'kindIds',
    one: 'handoff kind',
    many: 'handoff kinds',
  },
  called: 'handoff kinds',
  operation: { one: 'HandoffKind', many: 'HandoffKinds' },
  schema: 'HandoffKindOrderVersion',
  decides:
    'A deal that is won gets the first kind that starts on `deal.won` and whose condition (`start.when`) it meets. A new kind is placed first. Existing drafts keep their kind until their deal changes so that another kind matches first.',
  page: HandoffKindPage,
});

const ReadyMadeQuery = object({
  business: optionalOneOf(BUSINESSES, { description: 'Only those for this business.' }),
  on: optionalOneOf(HANDOFF_STARTS, { description: 'Only those with this start.' }),
});
type ReadyMadeQuery = Static<typeof ReadyMadeQuery>;

@ApiTags('Handoff kinds')
@Controller('v1/handoff-kinds')
export class HandoffKindToolsController {
  constructor(
    private readonly sets: ReadyMadeSets,
    private readonly newer: NewerFields,
  ) {}

  @Get('ready-made')
  @Scopes('read', 'integration')
  @Operation('listReadyMadeHandoffKinds', 'List ready-made handoff kinds', {
    description:
      'For an agency, a consultancy and a company that sets up software: from sales to operations and finance when a deal is won, from operations to finance at delivery, from operations to sales before a renewal, and a complaint, which is begun by hand and goes through stages. `software` is a lighter set with a win, a go-live and a renewal. Only the teams and the people are left to fill in; change the rest as you like.',
  })
  @Answers(200, 'The ready-made kinds.', ReadyMadeKindList)
  readyMade(@CheckedQuery(ReadyMadeQuery) { business, on }: ReadyMadeQuery) {
    const businesses = BUSINESSES.filter((each) => business === undefined || each === business);
    return {
      data: businesses.flatMap((each) =>
        READY_MADE[each]
          .filter(({ start }) => on === undefined || start.on === on)
          .map((kind) => ({ business: each, kind })),
      ),
    };
  }

  @Post('ready-made')
  @Scopes()
  @Operation('createReadyMadeHandoffKinds', 'Create the ready-made handoff kinds of a business', {
    description:
      'Creates all ready-made kinds of a business with the people that are named, or none of them if anything is wrong. Each can be changed afterwards like any other kind.',
  })
  @Answers(201, 'The kinds that were created, in their order.', CreatedHandoffKindList)
  async createSet(@CheckedBody(ReadyMadeSetBody) body: ReadyMadeSetBody, @CalledBy() caller: Caller) {
    const created = await this.sets.create(body, caller);
    return { data: created.map(({ id, name, start: { on } }) => ({ id, name, start: { on } })) };
  }

  @Post(':id/newer')
  @HttpCode(200)
  @Scopes()
  @Operation('takeNewerFields', 'Take fields of the ready-made kind', {
    description:
      'Adds fields that the ready-made kind of the same name has by now, in its order, also for the receivers of the same names. Nothing else changes. A field that is required there is required from then on; handoffs that have started keep the version of the kind that they have.',
  })
  @Answers(200, 'The kind as it is now.', HandoffKindSchema)
  takeNewer(
    @IdParam('handoffKind') id: string,
    @CheckedBody(NewerBody) { fields }: NewerBody,
    @CalledBy() caller: Caller,
  ) {
    return this.newer.take(id, fields, caller);
  }
}
