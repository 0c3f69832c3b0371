import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { readNumber } from '../contact/number.js';
import type { DirectoryContent } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { BULK_MAX, type NamedLeadsBody } from '../leads/bulk.dto.js';
import { faultsOfNamed } from '../leads/filter-faults.js';
import type { LeadFilter } from '../leads/lead-filter.store.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { faultsOfReceived } from '../leads/touch.js';
import { workSightOf } from '../leads/visibility.js';
import { collectFaults, type Fault, fault, under } from '../platform/input/fault.js';

/** Resolves the leads of a bulk request: given by ids, or open ones that match a filter. */
@Injectable()
export class NamedLeads {
  constructor(
    private readonly lists: LeadListStore,
    private readonly directories: DirectoryService,
  ) {}

  faultsOf({ ids, filter }: NamedLeadsBody, content: DirectoryContent): Fault[] {
    const isOne = (ids === undefined) !== (filter === undefined);
    const message = 'Expected either ids, the leads, or a filter that finds them.';
    return collectFaults(
      !isOne && fault('', 'oneOf', message),
      under('/filter', [...faultsOfReceived(filter ?? {}), ...faultsOfNamed(filter ?? {}, content)]),
    );
  }

  /** @returns the ids, oldest leads first if from a filter, and whether more leads match */
  async find(
    { ids, filter }: NamedLeadsBody,
    caller: Caller,
  ): Promise<{ ids: readonly string[]; hasMore: boolean; filter?: LeadFilter }> {
    if (ids !== undefined) return { ids: [...new Set(ids.map((id) => id.toLowerCase()))], hasMore: false };
    const directory = await this.directories.now();
    const { phone, ...rest } = filter!;
    const open: LeadFilter = {
      ...rest,
      status: 'open',
      ...(phone !== undefined && { phoneKey: readNumber(phone, directory.content.settings.defaultCountry) }),
    };
    const { rows, last } = await this.lists.readPage(open, workSightOf(caller, directory), null, BULK_MAX);
    return { ids: rows.map(({ id }) => id), hasMore: last !== null, filter: open };
  }
}
