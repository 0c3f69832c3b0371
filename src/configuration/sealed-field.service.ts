import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type Fault, fault, step } from '../platform/input/fault.js';
import { Secrets } from '../platform/outbound/secrets.js';
import { Registry } from '../platform/registry.js';
import type { Tx } from '../platform/sql/database.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { ResourceKind, SecretField } from './resource.kind.js';
import type { ResourceRow } from './resource.table.js';

/** A place where a satellite stores secrets. */
interface SealedPlace {
  readonly kind: string;
  readonly words: string;
  /** SQL after `select`: the id, name and `sealed` of each secret. */
  readonly select: string;
}

export const SEALED_PLACES = new Registry<SealedPlace>();

/** What to do about the secret fields of a body. */
interface Sealing {
  readonly faults: readonly Fault[];
  /** Whether the secret is replaced or deleted. */
  readonly isChanged: boolean;
  /** The columns of the row that say since when there is a secret; empty if the kind has no secret fields. */
  readonly columns: Readonly<Record<string, Instant | null>>;
  /** What versions store in place of the secret. */
  readonly kept: Readonly<Record<string, string | null>>;
  write(id: string): Promise<void>;
}

type Kind<E extends ResourceRow, B extends object> = Pick<ResourceKind<E, B>, 'kind' | 'secrets'>;

const NOTHING: Sealing = { faults: [], isChanged: false, columns: {}, kept: {}, write: async () => undefined };

/** Seals the write-only fields of bodies. An absent field leaves its secret as it is, null deletes it. */
@Injectable()
export class SealedField {
  constructor(private readonly secrets: Secrets) {}

  /** @param row the row to be replaced; null for a new one */
  async take<E extends ResourceRow, B extends object>(
    { kind, secrets = [] }: Kind<E, B>,
    tx: Tx,
    body: B,
    row: E | null,
    now: Instant,
  ): Promise<Sealing> {
    let all = NOTHING;
    for (const secret of secrets) all = both(all, await this.takeOne(kind, secret, tx, { body, row, now }));
    return all;
  }

  private async takeOne<E extends ResourceRow, B extends object>(
    kind: string,
    secret: SecretField<E, B>,
    tx: Tx,
    { body, row, now }: { readonly body: B; readonly row: E | null; readonly now: Instant },
  ): Promise<Sealing> {
    const given = body[secret.field] as unknown;
    const before = (row?.[secret.setAt] ?? null) as Instant | null;
    const since = (at: Instant | null) => ({
      columns: { [secret.setAt]: at },
      kept: at === null ? {} : { [secret.setAt]: toIso(at) },
    });
    const asBefore = { ...NOTHING, ...since(before) };
    if (given === undefined || (given === null && before === null)) return asBefore;
    if (given === null)
      return { faults: [], isChanged: true, ...since(null), write: (id) => secret.kept.write(tx, id, null) };
    if (!this.secrets.isReady) return { ...asBefore, faults: [noKey(secret.pointer ?? step(secret.field))] };
    if (row !== null && (await this.isSame(kind, await secret.kept.read(tx, row.id), given, row.id))) return asBefore;
    const write = (id: string) =>
      secret.kept.write(tx, id, this.secrets.seal(JSON.stringify(given), placeOf(kind, id)));
    return { faults: [], isChanged: true, ...since(now), write };
  }

  private async isSame(kind: string, sealed: Buffer | null, given: unknown, id: string): Promise<boolean> {
    if (sealed === null) return false;
    try {
      return isDeepStrictEqual(JSON.parse(this.secrets.open(sealed, placeOf(kind, id))), given);
    } catch {
      // A secret that can no longer be decrypted is replaced.
      return false;
    }
  }
}

function both(one: Sealing, other: Sealing): Sealing {
  return {
    faults: [...one.faults, ...other.faults],
    isChanged: one.isChanged || other.isChanged,
    columns: { ...one.columns, ...other.columns },
    kept: { ...one.kept, ...other.kept },
    write: async (id) => {
      await one.write(id);
      await other.write(id);
    },
  };
}

/** Returns the context to which a sealed secret is bound. */
export function placeOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}

export function noKey(pointer: string): Fault {
  const message =
    'Touchline encrypts secrets before it keeps them, and has no key to do so: set SECRETS_KEY (32 bytes in base64, from `openssl rand -base64 32`) in the environment of the program, and start it again.';
  return fault(pointer, 'secretsKeyMissing', message);
}
