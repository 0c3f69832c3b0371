import { Injectable } from '@nestjs/common';
import { placeOf } from '../../configuration/sealed-field.service.js';
import { ConnectionUnprovenError } from '../../crm/crm.errors.js';
import { CrmConnectionEntity } from '../../crm/crm-connection.entity.js';
import { CrmSecretStore } from '../../crm/crm-secret.store.js';
import { mapPayload, namesIn, readMapping } from '../../crm/mapping.js';
import { type Asked, type Proven, proven } from '../../crm/proof.js';
import { readObject } from '../../crm/told-deal.js';
import { CrmDeals, type TakenObjects } from '../../lifecycle/crm-deals.service.js';
import { Database } from '../../platform/database.js';
import { isId } from '../../platform/ids.js';
import { refuse } from '../../platform/refusal.js';
import { Secrets } from '../../platform/secrets.js';
import { TimeSource } from '../../platform/time-source.js';

/** Where CRMs tell of their deals. */
@Injectable()
export class CrmDoor {
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
    const mapped = mapPayload(read.mapping, payload);
    if ('fault' in mapped) refuse([mapped.fault]);
    const { objects: found } = mapped as Extract<typeof mapped, { objects: object }>;
    const objects = found.map((each) => readObject(each, read.mapping));
    return this.deals.take(connection, objects, proof, namesIn(Array.isArray(payload) ? payload[0] : payload));
  }

  private async prove(id: string, asked: Asked): Promise<{ connection: CrmConnectionEntity; proof: Proven }> {
    const connections = this.database.source.getRepository(CrmConnectionEntity);
    const connection = isId(id) ? await connections.findOneBy({ id: id.toLowerCase() }) : null;
    const now = this.time.now();
    const sealed = connection === null ? [] : await this.sealed.read(connection.id, now);
    const secrets = sealed.flatMap((each) => this.opened(each, id.toLowerCase()));
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
}
