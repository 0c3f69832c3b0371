import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { fault } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import { elapsedMs, MS_PER_DAY, parseDuration } from '../../platform/values/duration.js';
import { beginAsking } from '../asked/asked-product.store.js';
import { apiOf } from '../asked/product-apis.js';
import { INBOUND_KIND } from './inbound.kind.js';
import type { RotateAddressBody } from './inbound.schema.js';
import { InboundStore, newKey } from './inbound.store.js';

const FORMER_FOR_MAX_DAYS = 30;

@Injectable()
export class ConnectionTools {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly resources: ResourceService,
    private readonly connections: InboundStore,
  ) {}

  async rotate(id: string, { formerFor = 'P1D' }: RotateAddressBody, caller: Caller): Promise<void> {
    const connection = await this.resources.get(INBOUND_KIND, id);
    const duration = parseDuration(formerFor, { allowZero: true });
    const formerMs = 'code' in duration ? 0 : elapsedMs(duration);
    refuse(
      formerMs > FORMER_FOR_MAX_DAYS * MS_PER_DAY &&
        fault('/formerFor', 'tooLong', `Expected ${FORMER_FOR_MAX_DAYS} days at most.`),
    );
    const { kind } = INBOUND_KIND;
    await this.configuration.change(async (tx, at) => {
      await this.connections.changeKey(tx, id, newKey(), formerMs === 0 ? null : at + formerMs);
      const api = apiOf(connection.kind);
      // Where the product is told the address, it is told again.
      if (api !== null && api.subscribe !== null)
        await beginAsking(tx, id, { subscribes: true, firstLookAfterMs: api.firstLookAfterMs }, at);
      const data = { kind, change: 'rotated' };
      await this.configuration.record(tx, { type: 'config.changed', kind, id, at, actor: actorOf(caller), data });
    });
  }
}
