import { Injectable, Logger } from '@nestjs/common';
import { DirectoryService } from '../directory/directory.service.js';
import { CONTACT_TABLES, contactKeysOf } from '../leads/contact-keys.js';
import { type ChangedContact, CONTACTS_WAIT, ContactKeysStore, type Rereading } from '../leads/contact-keys.store.js';
import { LeadStore } from '../leads/lead.store.js';
import { TimeSource } from '../platform/running/time-source.js';
import { restAfter } from '../platform/running/turns.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { MS_PER_SECOND } from '../platform/values/duration.js';
import { counted } from '../platform/values/words.js';
import { Pulse } from './pulse.sweep.js';
import { ReadableLeads } from './readable-leads.service.js';

const ROWS_MAX = 1_000;

/**
 * Reads the stored addresses and numbers anew, after an upgrade that reads them otherwise and after a change of the
 * settings by which they are read, on one node and in slices (docs/adr/0121). It goes on where it was cut off.
 * Meanwhile, leads of before an upgrade are found under both readings.
 */
@Injectable()
export class ContactsAnew {
  private readonly logger = new Logger('contacts');

  constructor(
    pulse: Pulse,
    private readonly contacts: ContactKeysStore,
    private readonly leads: LeadStore,
    private readonly readable: ReadableLeads,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {
    pulse.whileWaiting(CONTACTS_WAIT, {
      name: 'contacts',
      everyMs: MS_PER_SECOND,
      run: (goOn) => this.readAll(goOn),
      failing: 'The stored addresses and numbers could not be read anew',
    });
  }

  async readAll(goOn: () => boolean): Promise<void> {
    for (let begunMs = performance.now(); ; begunMs = performance.now()) {
      const { isMore, isRead } = await this.database.engine.transaction((tx) => this.readSlice(tx));
      if (isRead && (await this.readable.serveAll(goOn))) await this.finish();
      if (!isMore) return;
      if (!(await restAfter(performance.now() - begunMs, goOn))) return;
    }
  }

  /** @returns whether more is left for this node to read, or all has been read */
  private async readSlice(tx: Tx): Promise<{ readonly isMore: boolean; readonly isRead: boolean }> {
    const reading = await this.contacts.lockRereading(tx);
    if (reading === undefined) return { isMore: false, isRead: false };
    const from = CONTACT_TABLES.all[reading.place];
    if (from === undefined) return { isMore: false, isRead: true };
    // As of this transaction: what another node knew last may be older than what began the reading.
    const { settings } = (await this.directories.current(tx)).content;
    const rows = await this.contacts.readPage(tx, from, reading.afterId, ROWS_MAX);
    if (rows.length === 0) {
      await this.contacts.noteRereading(tx, { ...reading, place: reading.place + 1, afterId: null });
      return { isMore: true, isRead: false };
    }
    const changed = rows.flatMap((before): ChangedContact[] => {
      const after = contactKeysOf(before, settings);
      const isSame = before.emailKey === after.emailKey && before.phoneKey === after.phoneKey;
      return isSame ? [] : [{ before, after }];
    });
    const ids = await this.contacts.replaceKeys(tx, from, changed);
    const isOfLeads = from.table === 'lead' && ids.length > 0;
    if (isOfLeads) await this.leads.dropSettledIssues(tx, ids);
    const same = isOfLeads ? await this.contacts.countSame(tx, ids) : 0;
    await this.contacts.noteRereading(tx, {
      place: reading.place,
      afterId: rows.at(-1)!.id,
      changed: reading.changed + ids.length,
      same: reading.same + same,
    });
    return { isMore: true, isRead: false };
  }

  /** Unless the settings have changed meanwhile, so that all is read anew. */
  private async finish(): Promise<void> {
    const finished = await this.database.engine.transaction(async (tx): Promise<Rereading | undefined> => {
      const reading = await this.contacts.lockRereading(tx);
      if (reading === undefined || CONTACT_TABLES.all[reading.place] !== undefined) return undefined;
      await this.contacts.finishRereading(tx, this.time.now());
      return reading;
    });
    const { changed = 0, same = 0 } = finished ?? {};
    if (changed > 0)
      this.logger.log(
        `${counted(changed, 'contact is', 'contacts are')} compared by another address or number than before; ${counted(same, 'lead counts', 'leads count')} as the same person as another now.`,
      );
  }
}
