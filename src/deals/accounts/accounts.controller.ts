import { Controller, Get, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam, TextParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import { DealsReadingService } from '../deals-reading.service.js';
import {
  AccountBatchBody,
  AccountBatchResults,
  AccountBody,
  AccountByRefBody,
  AccountInBatch,
  AccountListQuery,
  AccountPage,
  AccountPatch,
  AccountSchema,
  AccountTimelinePage,
  accountBatchOf,
} from './account.schema.js';
import { AccountsService } from './accounts.service.js';

const SYSTEM = 'The name of the other system, such as `hubspot`.';
const REF = 'The id that the account has there.';

@ApiTags('Deals')
@Controller('v1/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly reading: DealsReadingService,
  ) {}

  @Post()
  @Scopes('integration')
  @Operation('createAccount', 'Create an account', {
    description: 'A domain and an id in another system each belong to one account only.',
  })
  @Answers(201, 'The account.', AccountSchema)
  async create(@CheckedBody(AccountBody) body: AccountBody, @CalledBy() caller: Caller) {
    return this.reading.taken(await this.accounts.create(body, caller));
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listAccounts', 'List accounts', {
    description:
      'In the order of creation. Reps see the accounts that they own or have a deal with; managers also see those of their reps.',
  })
  @Answers(200, 'A page.', AccountPage)
  list(@CheckedQuery(AccountListQuery) query: AccountListQuery, @CalledBy() caller: Caller) {
    return this.reading.listAccounts(query, caller);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getAccount', 'Get an account')
  @Answers(200, 'The account.', AccountSchema)
  get(@IdParam('account') id: string, @CalledBy() caller: Caller) {
    return this.reading.getAccount(id, caller);
  }

  @Patch(':id')
  @Scopes('integration')
  @Operation('updateAccount', 'Update an account', {
    description: 'A JSON merge patch (RFC 7396): given fields replace, null removes, others stay.',
  })
  @Answers(200, 'The account as it is now.', AccountSchema)
  async amend(
    @IdParam('account') id: string,
    @CheckedBody(AccountPatch) patch: AccountPatch,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.taken(await this.accounts.amend(id, patch, caller));
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getAccountTimeline', 'Read what happened to an account', {
    description:
      'Every event of the account, oldest first, each with a plain sentence: who owns it, and since when it is a customer or a former one.',
  })
  @Answers(200, 'A page of events, each with its sentence.', AccountTimelinePage)
  timeline(@IdParam('account') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.reading.accountTimeline(id, caller, page);
  }

  @Put('batch')
  @Scopes('integration')
  @Operation('putAccounts', 'Create or update many accounts', {
    description:
      'For lists of accounts, up to 1,000 at a time. Each has a `ref` or domains, by which it is found. Each is checked on its own; valid ones are saved even if others are not.',
  })
  @Answers(200, 'The result for each account, in order.', AccountBatchResults)
  putMany(
    @CheckedBody(AccountBatchBody, { rawText: true, documented: accountBatchOf(AccountInBatch) })
    { accounts }: AccountBatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.accounts.putMany(accounts, caller);
  }

  @Put('by-ref/:system/:ref')
  @Scopes('integration')
  @Operation('putAccountByRef', 'Create or update an account by its id elsewhere', {
    description:
      'For programs that do not know its id in Touchline. Creates the account if none has that id in that system, else updates it: given fields replace, null removes, others stay.',
  })
  @Answers(201, 'The new document.', AccountSchema)
  @Answers(200, 'The account existed: the account as it is now.', AccountSchema)
  async put(
    @TextParam('system', SYSTEM) system: string,
    @TextParam('ref', REF) ref: string,
    @CheckedBody(AccountByRefBody) body: AccountPatch,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const taken = await this.accounts.put({ system, ref }, body, caller);
    reply.status(taken.isNew ? 201 : 200);
    return this.reading.taken(taken);
  }
}
