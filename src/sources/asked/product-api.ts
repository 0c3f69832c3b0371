import type { OutboundAnswer, OutboundRequest } from '../../platform/outbound/outbound.js';
import type { Instant } from '../../platform/values/duration.js';
import type { InboundSettings } from '../connections/inbound.schema.js';
import type { Failure, Outcome } from './outcome.js';

/** How a product is asked for a connection. */
export interface Access {
  readonly settings: InboundSettings;
  readonly token: string;
  /** The secret of its app; null if the connection has none. */
  readonly secret: string | null;
}

/** A request, before a product's own way of proving who asks. @property path without a slash at its beginning */
export interface ProductRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Asks for one connection. Never throws, and is never called within a transaction. */
export interface Asking {
  readonly settings: InboundSettings;
  /** The public address of the connection, to which the product sends. */
  readonly address: string;
  ask(request: ProductRequest): Promise<Outcome>;
}

/** A lead as its product has it. @property ref its id there, by which it is stored once */
export interface FoundLead {
  readonly ref: string;
  readonly payload: unknown;
}

/** A look for leads of which the product has not told. */
export interface Look {
  /** What came before was looked for. */
  readonly since: Instant;
  readonly now: Instant;
  /** Where a former look stopped, as it was saved; null if it was complete. */
  readonly position: unknown;
  /** Keeps the product for longer, and saves where the look is. @returns false if it has to stop */
  goOn(position?: unknown): Promise<boolean>;
  /** Returns those that are not stored yet. */
  untold(refs: readonly string[]): Promise<ReadonlySet<string>>;
  /** Stores what is found, and takes it in. What is there already is left out. */
  keep(found: readonly FoundLead[]): Promise<void>;
}

/**
 * What came of a look. `stopped`: the node stops, or another one has taken the product up. @property problem what of
 * it the token does not allow, in words
 */
export type Looked =
  | { readonly is: 'done'; readonly until: Instant; readonly nextInMs: number; readonly problem?: string }
  | { readonly is: 'stopped' }
  | Failure;

/** How Touchline asks a product for leads: one for each kind of connection that does. */
export interface ProductApi {
  readonly name: string;
  /** Whether it is asked with the secret of an app, too. */
  readonly needsSecret: boolean;
  request(access: Access, request: ProductRequest): OutboundRequest;
  judge(answer: OutboundAnswer, now: Instant): Outcome;
  /** Lets it tell of new leads; null if it cannot. */
  readonly subscribe: ((asking: Asking) => Promise<Outcome>) | null;
  /** Fetches the fields of a lead of which it has told; null if it does not tell. @property ref its id there */
  readonly fetch: ((asking: Asking, ref: string) => Promise<Outcome>) | null;
  /** How long after a connection is made the first look is. */
  readonly firstLookAfterMs: number;
  look(asking: Asking, look: Look): Promise<Looked>;
}
