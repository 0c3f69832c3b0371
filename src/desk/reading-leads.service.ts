import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../directory/directory.service.js';
import { readSentLead } from '../leads/sent-lead.js';
import { readEntriesBy } from '../platform/input/entries.js';
import { refuse } from '../platform/input/refusal.js';
import type { UnknownFields } from '../vocabulary/lead-fields.js';

/** Checks leads as they are sent: by what the request, or else the settings, say about unknown fields. */
@Injectable()
export class ReadingLeads {
  constructor(private readonly directories: DirectoryService) {}

  /** @throws InvalidRequestError */
  async readOne(sent: unknown, unknown: UnknownFields | undefined) {
    const known = unknown ?? (await this.directories.latestKnown()).content.settings.unknownFields;
    const read = readSentLead(sent, known);
    if (read.faults.length === 0) return read;
    // Another node may have changed the settings, which this one reads again only with the next lead that it takes in.
    const present = unknown ?? (await this.unknownFieldsNow());
    const { faults, ...lead } = present === known ? read : readSentLead(sent, present);
    refuse(faults);
    return lead;
  }

  async readMany(sent: readonly unknown[], unknown: UnknownFields | undefined) {
    const unknownFields = unknown ?? (await this.unknownFieldsNow());
    return readEntriesBy((each, howMany) => readSentLead(each, unknownFields, howMany), sent);
  }

  private async unknownFieldsNow(): Promise<UnknownFields> {
    return (await this.directories.now()).content.settings.unknownFields;
  }
}
