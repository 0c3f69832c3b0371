import { Injectable } from '@nestjs/common';
import { placeOf } from '../../configuration/sealed-field.service.js';
import { Outbound } from '../../platform/outbound/outbound.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { TimeSource } from '../../platform/running/time-source.js';
import type { MetaSettings } from '../connections/inbound.schema.js';
import { type AskingInbound, InboundStore } from '../connections/inbound.store.js';
import { type GraphAccess, type GraphOutcome, graphUrl, judge } from './graph.js';

/** A connection, and how Meta is asked for it; null if its secrets cannot be read. */
export interface AskedConnection {
  readonly connection: AskingInbound;
  readonly access: GraphAccess | null;
}

const UNREADABLE: GraphOutcome = {
  is: 'later',
  why: 'The access token or the app secret cannot be read with this SECRETS_KEY: enter them again.',
};

/** Asks Meta's Graph API for connections. */
@Injectable()
export class Graph {
  constructor(
    private readonly connections: InboundStore,
    private readonly outbound: Outbound,
    private readonly secrets: Secrets,
    private readonly time: TimeSource,
  ) {}

  async accessOf(inboundIds: readonly string[]): Promise<Map<string, AskedConnection>> {
    const found = await this.connections.readAsking([...new Set(inboundIds)]);
    return new Map(found.map((connection) => [connection.id, { connection, access: this.open(connection) }]));
  }

  /** Never throws, and is never called within a transaction. */
  async ask(
    method: 'GET' | 'POST',
    { access }: AskedConnection,
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<GraphOutcome> {
    if (access === null) return UNREADABLE;
    const answer = await this.outbound.ask({
      method,
      url: graphUrl(access, path, query),
      headers: { authorization: `Bearer ${access.token}`, accept: 'application/json' },
    });
    return judge(answer, this.time.now());
  }

  private open({ id, settings, sealed, sealedToken }: AskingInbound): GraphAccess | null {
    const [appSecret, token] = [sealed, sealedToken].map((each) => {
      const text = each === null ? null : this.secrets.openOrNull(each, placeOf('inbound', id));
      return text === null ? null : (JSON.parse(text) as string);
    });
    if (settings === null || appSecret == null || token == null) return null;
    return { ...(settings as MetaSettings), appSecret, token };
  }
}
