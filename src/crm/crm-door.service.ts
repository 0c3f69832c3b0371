import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { Door, RequestHead } from '../auth/auth.guard.js';
import { placeOf } from '../configuration/sealed-field.service.js';
import { isId } from '../platform/input/formats.js';
import { Secrets } from '../platform/outbound/secrets.js';
import { Gatherer } from '../platform/running/gatherer.js';
import { TimeSource } from '../platform/running/time-source.js';
import { CrmSecretStore, type GuardedConnection } from './connections/crm-secret.store.js';
import { mayBeProven, type ProvenRequest, proven, type ReceivedRequest } from './connections/proof.js';
import { ConnectionUnprovenError } from './crm.errors.js';
import { type ReadObject, readObject } from './crm-deal.js';
import { CrmDeals, type TakenObjects } from './crm-deals.service.js';
import { type DealMapping, mapPayload, readMapping } from './mapping.js';
import { namesIn } from './objects.js';
import type { ReportedKind, RevenueKind } from './reported-kinds.js';
import { CrmFacts } from './revenue/crm-facts.service.js';
import { readRevenueMapping } from './revenue/revenue-mapping.js';

const KNOCKING_MAX = 1_000;

/** Authenticates and processes the requests of CRMs and billing tools. */
@Injectable()
export class CrmDoor implements Door {
  private readonly logger = new Logger('crm');
  /** Connections already logged for an unreadable secret; anyone may send requests, and often. */
  private readonly unreadable = new Set<string>();
  /** Batches concurrent lookups, so that only one query is running. */
  private readonly asked = new Gatherer((ids: string[]) => this.readMany(ids), KNOCKING_MAX);

  constructor(
    private readonly connections: CrmSecretStore,
    private readonly secrets: Secrets,
    private readonly deals: CrmDeals,
    private readonly facts: CrmFacts,
    private readonly time: TimeSource,
  ) {}

  /** Admits a request by its headers. @throws ConnectionUnprovenError */
  async admit({ params, headers }: RequestHead): Promise<string> {
    const { connection, secrets } = await this.find(params.id!);
    if (!mayBeProven(connection.proof, secrets, headers, this.time.now())) throw new ConnectionUnprovenError();
    return connection.id;
  }

  /** @throws ConnectionUnprovenError if the request is not proven, or the connection does not exist */
  async take(id: string, kind: ReportedKind, payload: unknown, request: ReceivedRequest): Promise<TakenObjects> {
    const { connection, secrets } = await this.find(id);
    const proof = proven(connection.proof, secrets, request, this.time.now());
    if (proof === null) throw new ConnectionUnprovenError();
    const seen = namesIn(Array.isArray(payload) ? payload[0] : payload);
    if (kind === 'deals') {
      const mapping = readable(id, readMapping(connection.mapping));
      return this.deals.take(connection, objectsOf(mapping, payload), proof, seen);
    }
    const written = connection[kind];
    const mapping = written === null ? null : readable(id, readRevenueMapping(kind, written));
    const objects = await this.facts.read(kind, mapping, payload);
    return this.facts.take(kind, connection, objects, apart(proof, kind), seen);
  }

  /** @throws ConnectionUnprovenError if it does not exist */
  private async find(id: string): Promise<{ connection: GuardedConnection; secrets: readonly string[] }> {
    const connection = isId(id) ? await this.asked.add(id.toLowerCase()) : undefined;
    if (connection === undefined) throw new ConnectionUnprovenError();
    const secrets = connection.sealed.flatMap((each) => this.opened(each, connection.id));
    this.sayWhereUnreadable(connection.id, connection.sealed.length > 0 && secrets.length === 0);
    return { connection, secrets };
  }

  private async readMany(ids: readonly string[]): Promise<(GuardedConnection | undefined)[]> {
    const found = new Map((await this.connections.readDoored(ids, this.time.now())).map((each) => [each.id, each]));
    return ids.map((id) => found.get(id));
  }

  private opened(sealed: Buffer, id: string): string[] {
    try {
      return [JSON.parse(this.secrets.open(sealed, placeOf('crmConnection', id))) as string];
    } catch {
      return [];
    }
  }

  /** The CRM only gets the answer for unproven requests, so the operator is told the cause by the log. */
  private sayWhereUnreadable(id: string, isUnreadable: boolean): void {
    if (!isUnreadable) this.unreadable.delete(id);
    else if (!this.unreadable.has(id)) {
      this.unreadable.add(id);
      this.logger.error(
        `The secret of the CRM connection ${id} cannot be read with this SECRETS_KEY: all requests of its CRM are answered with 401 until the former key is back, or PUT sets the secret again`,
      );
    }
  }
}

function readable<Read>(id: string, read: { readonly mapping: Read } | { readonly faults: object }): Read {
  if ('faults' in read) throw new Error(`A mapping of the CRM connection ${id} cannot be read`);
  return read.mapping;
}

/** A tool may send the same signed bytes to several addresses; each counts as a request of its own. */
function apart({ once }: ProvenRequest, kind: RevenueKind): ProvenRequest {
  if (once === null) return { once };
  return { once: { ...once, digest: createHash('sha256').update(kind).update(once.digest).digest() } };
}

/** Lists a payload that does not fit as one refused object: a CRM that gets an error may never call again. */
function objectsOf(mapping: DealMapping, payload: unknown): readonly ReadObject[] {
  const mapped = mapPayload(mapping, payload);
  if ('fault' in mapped) return [{ is: 'refused', ref: null, faults: [mapped.fault] }];
  return mapped.objects.map((each) => readObject(each, mapping));
}
