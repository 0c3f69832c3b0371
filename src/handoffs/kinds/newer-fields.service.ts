import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { bodyOf } from '../../configuration/resource.view.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { HANDOFF_KIND } from './handoff-kind.kind.js';
import type { HandoffKindBody } from './handoff-kind.schema.js';
import { readForm } from './handoff-kind.store.js';
import { HANDOFF_KINDS } from './handoff-kind.table.js';
import { faultsOfNewer, lackingOf, withNewer } from './newer.js';

/** Adds to kinds what their ready-made ones have got since, as a replacement of the kind does. */
@Injectable()
export class NewerFields {
  constructor(private readonly resources: ResourceService) {}

  /**
   * Fields that the kind has by now change nothing, so that a repeated request gets its answer.
   * @throws NotFoundError InvalidRequestError if the ready-made kind has no such field
   */
  async take(id: string, fields: readonly string[], caller: Caller) {
    return this.resources.configuration.changeIfDifferent(async (tx, now, begin) => {
      const row = await tx.repository(HANDOFF_KINDS).findOneBy({ id });
      if (row === null) throw new NotFoundError('handoffKind', id);
      refuse(faultsOfNewer(row, fields));
      const form = (await readForm(tx, id, row.version)) as HandoffKindBody['form'];
      const body = withNewer({ ...bodyOf(HANDOFF_KIND, row), form }, lackingOf(row, fields));
      const change = { body, faults: [], ifMatch: null, isAsRead: false, id, actor: actorOf(caller), now };
      return this.resources.update(HANDOFF_KIND, tx, change, begin);
    });
  }
}
