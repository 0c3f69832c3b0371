import { CanActivate, Controller, ExecutionContext, Injectable, Post, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DryRuns } from '../../admin/dry-runs.service.js';
import { resourceController } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { noKey } from '../../configuration/sealed-field.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { CheckedBody, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { Database } from '../../platform/sql/database.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { ArrivalStore } from '../arrivals/arrival.store.js';
import { AskedProductStore, type ShownProduct } from '../asked/asked-product.store.js';
import { whyUnreachable } from './address.js';
import { ConnectionTools } from './connection-tools.service.js';
import { INBOUND_KIND } from './inbound.kind.js';
import { InboundBody, type InboundDocument, InboundSchema, RotateAddressBody } from './inbound.schema.js';
import { InboundStore } from './inbound.store.js';
import type { InboundRow } from './inbound.table.js';
import { apart } from './settings.js';

/** What arrives is stored encrypted, so there is no connection without a key to encrypt with. */
@Injectable()
export class NeedsSecretsKey implements CanActivate {
  constructor(private readonly secrets: Secrets) {}

  canActivate(context: ExecutionContext): boolean {
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method !== 'GET' && method !== 'DELETE' && !this.secrets.isReady) throw new InvalidRequestError([noKey('')]);
    return true;
  }
}

const InboundResources = resourceController<InboundRow, InboundDocument>({
  path: 'inbound',
  tag: 'Connections',
  one: 'a connection',
  many: 'connections',
  kind: INBOUND_KIND,
  body: InboundBody,
  schema: InboundSchema,
  readers: ['integration'],
  normalise: apart,
});

@UseGuards(NeedsSecretsKey)
@Controller('v1/inbound')
export class InboundController extends InboundResources {
  private readonly base: string;

  constructor(
    resources: ResourceService,
    directories: DirectoryService,
    dryRuns: DryRuns,
    environment: Environment,
    private readonly connections: InboundStore,
    private readonly arrivals: ArrivalStore,
    private readonly products: AskedProductStore,
    private readonly database: Database,
    private readonly tools: ConnectionTools,
  ) {
    super(resources, directories, dryRuns);
    this.base = publicUrlOf(environment);
  }

  override async completed(views: readonly ResourceView<InboundDocument>[]) {
    const ids = pluck(views, 'id');
    const [keys, counts, products] = await Promise.all([
      this.connections.readKeys(this.database, ids),
      this.arrivals.count(this.database, ids),
      this.products.readMany(this.database, ids),
    ]);
    const keyOf = new Map(keys.map((each) => [each.id, each]));
    const countOf = new Map(counts.map(({ inboundId, ...count }) => [inboundId, count]));
    const now = this.resources.time.now();
    return views.map((view) => {
      const { key = '', formerUntil = null } = keyOf.get(view.id) ?? {};
      const { accepted = 0, rejected = 0, waiting = 0, lastAt = null } = countOf.get(view.id) ?? {};
      return {
        ...view,
        key,
        url: `${this.base}/in/${key}`,
        formUrl: view.kind === 'form' ? `${this.base}/f/${key}` : null,
        unreachable: whyUnreachable(this.base),
        formerUntil: isoOrNull(formerUntil !== null && formerUntil > now ? formerUntil : null),
        lastArrivalAt: isoOrNull(lastAt),
        subscription: subscriptionOf(products.get(view.id)),
        arrivals: { accepted, rejected, waiting },
      };
    });
  }

  @Post(':id/rotate')
  @Scopes()
  @Operation('rotateConnectionAddress', 'Change the address of a connection', {
    description:
      'Gives it a new `key`. Most products prove nothing, so that whoever knows the address can send: change it if it has become known. The former address works for `formerFor`.',
  })
  @Answers(200, 'The connection with its new address.', InboundSchema)
  async rotate(
    @IdParam('inbound') id: string,
    @CheckedBody(RotateAddressBody) body: RotateAddressBody,
    @CalledBy() caller: Caller,
  ) {
    await this.tools.rotate(id, body, caller);
    return this.whole(await this.resources.get(INBOUND_KIND, id));
  }
}

function subscriptionOf(product: ShownProduct | undefined) {
  if (product === undefined) return null;
  const { subscribedAt, polledUntil, problem, refusedAt, fetching } = product;
  return {
    subscribedAt: isoOrNull(subscribedAt),
    lookedUntil: toIso(polledUntil),
    problem,
    tokenRefusedAt: isoOrNull(refusedAt),
    fetching,
  };
}
