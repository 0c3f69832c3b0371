import { Injectable } from '@nestjs/common';
import { placeOf } from '../../configuration/sealed-field.service.js';
import { Outbound } from '../../platform/outbound/outbound.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type AskingInbound, InboundStore } from '../connections/inbound.store.js';
import type { Outcome } from './outcome.js';
import type { Access, Asking, ProductApi } from './product-api.js';
import { apiOf } from './product-apis.js';

/** A connection, how its product is asked, and for whom. */
export interface AskedConnection extends Asking {
  readonly connection: AskingInbound;
  readonly api: ProductApi;
}

const UNREADABLE: Outcome = {
  is: 'later',
  why: 'The access token or the secret cannot be read with this SECRETS_KEY: enter them again.',
};

/** Asks the products of connections. */
@Injectable()
export class Products {
  private readonly base: string;

  constructor(
    private readonly connections: InboundStore,
    private readonly outbound: Outbound,
    private readonly secrets: Secrets,
    private readonly time: TimeSource,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  async askingFor(inboundIds: readonly string[]): Promise<Map<string, AskedConnection>> {
    const found = await this.connections.readAsking([...new Set(inboundIds)]);
    return new Map(
      found.flatMap((connection) => {
        const api = apiOf(connection.kind);
        return api === null ? [] : [[connection.id, this.askingOf(connection, api)] as const];
      }),
    );
  }

  private askingOf(connection: AskingInbound, api: ProductApi): AskedConnection {
    const access = this.open(connection, api);
    return {
      connection,
      api,
      settings: connection.settings ?? {},
      address: `${this.base}/in/${connection.key}`,
      ask: async (request) => {
        if (access === null) return UNREADABLE;
        return api.judge(await this.outbound.ask(api.request(access, request)), this.time.now());
      },
    };
  }

  private open({ id, settings, sealed, sealedToken }: AskingInbound, { needsSecret }: ProductApi): Access | null {
    const [secret, token] = [sealed, sealedToken].map((each) => {
      const text = each === null ? null : this.secrets.openOrNull(each, placeOf('inbound', id));
      return text === null ? null : (JSON.parse(text) as string);
    });
    if (settings === null || token == null || (needsSecret && secret == null)) return null;
    return { settings, token, secret: secret ?? null };
  }
}
