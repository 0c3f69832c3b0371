import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { views } from '../../configuration/resource.view.js';
import { refuse } from '../../platform/input/refusal.js';
import type { Tx } from '../../platform/sql/database.js';
import { newId } from '../../platform/values/ids.js';
import { HANDOFF_KIND } from './handoff-kind.kind.js';
import type { HandoffKindBody, ReadyMadeSetBody } from './handoff-kind.schema.js';
import { HANDOFF_KINDS } from './handoff-kind.table.js';
import { normalisedKind } from './kind-faults.js';
import { distinct, faultsInSet, faultsOfSet, kindsOfSet } from './ready-made-set.js';

/** Creates the ready-made kinds of a business together, or none of them. */
@Injectable()
export class ReadyMadeSets {
  constructor(private readonly resources: ResourceService) {}

  /** @throws InvalidRequestError with everything that is wrong with the people, or if a name is taken */
  async create(set: ReadyMadeSetBody, caller: Caller) {
    refuse(faultsOfSet(set));
    const bodies = kindsOfSet(set).map(normalisedKind);
    const once = { requestId: caller.requestId, present: (tx: Tx) => this.present(tx, bodies) };
    const { outcome } = await this.resources.configuration.changeIfDifferentWithConsequence(
      async (tx, now, begin) => {
        const faults = [];
        for (const body of bodies)
          faults.push(...faultsInSet(set, body, await this.resources.faultsOf(HANDOFF_KIND, tx, body, null)));
        refuse(distinct(faults));
        begin();
        const made = [];
        for (const body of bodies)
          made.push(
            await this.resources.insert(HANDOFF_KIND, tx, {
              body,
              faults: [],
              id: newId(now),
              actor: actorOf(caller),
              now,
            }),
          );
        return made;
      },
      { once },
    );
    return outcome;
  }

  /** The kinds that an earlier attempt with the same key created. */
  private async present(tx: Tx, bodies: readonly HandoffKindBody[]) {
    const names = bodies.map(({ name }) => name);
    const rows = await tx.repository(HANDOFF_KINDS).findBy({ name: In(names) });
    const inOrder = rows.sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
    return views(HANDOFF_KIND, tx, inOrder);
  }
}
