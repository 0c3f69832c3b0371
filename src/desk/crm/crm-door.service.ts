import { Injectable, Logger } from '@nestjs/common';
import { placeOf } from '../../configuration/sealed-field.service.js';
import { ConnectionUnprovenError } from '../../crm/crm.errors.js';
import { CrmConnectionEntity } from '../../crm/crm-connection.entity.js';
import { CrmSecretStore } from '../../crm/crm-secret.store.js';
import { type Mapping, mapPayload, namesIn, readMapping } from '../../crm/mapping.js';
import { type Asked, type Proven, proven } from '../../crm/proof.js';
import { type ReadObject, readObject } from '../../crm/told-deal.js';
import { CrmDeals, type TakenObjects } from '../../lifecycle/crm-deals.service.js';
import { Database } from '../../platform/database.js';
import { isId } from '../../platform/ids.js';
import { Secrets } from '../../platform/secrets.js';
import { TimeSource } from '../../platform/time-source.js';

/** Where CRMs tell of their deals. */
@Injectable()
export class CrmDoor {
  private readonly logger = new Logger('crm');
  /** The connections whose secrets cannot be read, as far as that is said already: anybody may knock, and often. */
  private readonly unreadable = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly sealed: CrmSecretStore,
    private readonly secrets: Secrets,
    private readonly deals: CrmDeals,
    private readonly time: TimeSource,
  ) {}

  /** @throws ConnectionUnprovenError unless it is known that the CRM has sent it; that there is no such connection, too */
  async take(id: string, payload: unknown, asked: Asked): Promise<TakenObjects> {
    const { connection, proof } = await this.prove(id, asked);
    const read = readMapping(connection.mapping);
    if ('faults' in read) throw new Error(`The mapping of the CRM connection ${id} cannot be read`);
    const objects = objectsOf(read.mapping, payload);
    return this.deals.take(connection, objects, proof, namesIn(Array.isArray(payload) ? payload[0] : payload));
  }

  private async prove(id: string, asked: Asked): Promise<{ connection: CrmConnectionEntity; proof: Proven }> {
    const connections = this.database.source.getRepository(CrmConnectionEntity);
    const connection = isId(id) ? await connections.findOneBy({ id: id.toLowerCase() }) : null;
    const now = this.time.now();
    const sealed = connection === null ? [] : await this.sealed.read(connection.id, now);
    const secrets = sealed.flatMap((each) => this.opened(each, id.toLowerCase()));
    if (connection !== null) this.sayWhereUnreadable(connection.id, sealed.length > 0 && secrets.length === 0);
    const proof = connection === null ? null : proven(connection.proof, secrets, asked, now);
    if (connection === null || proof === null) throw new ConnectionUnprovenError();
    return { connection, proof };
  }

  private opened(sealed: Buffer, id: string): string[] {
    try {
      return [JSON.parse(this.secrets.open(sealed, placeOf('crmConnection', id))) as string];
    } catch {
      return [];
    }
  }

  /** Its CRM is answered as whoever proves nothing is, so whoever runs the program has to be told why. */
  private sayWhereUnreadable(id: string, isUnreadable: boolean): void {
    if (!isUnreadable) this.unreadable.delete(id);
    else if (!this.unreadable.has(id)) {
      this.unreadable.add(id);
      this.logger.error(
        `The secret of the CRM connection ${id} cannot be read with this SECRETS_KEY: all that its CRM tells is answered 401 until the former key is back, or the secret is given again by PUT`,
      );
    }
  }
}

/** What is not what the mapping is for is refused as one object: it is listed, as a CRM that is refused may never call again. */
function objectsOf(mapping: Mapping, payload: unknown): readonly ReadObject[] {
  const mapped = mapPayload(mapping, payload);
  if ('fault' in mapped) return [{ is: 'refused', ref: null, faults: [mapped.fault] }];
  return mapped.objects.map((each) => readObject(each, mapping));
}
