import { Controller, Get, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam, TextParam } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { accountView } from '../deal.view.js';
import { DealsReadingService } from '../deals-reading.service.js';
import { AccountBody, AccountByRefBody, AccountListQuery, AccountPatch } from './account.dto.js';
import { AccountPage, AccountSchema } from './account.schema.js';
import { AccountsService } from './accounts.service.js';

const SYSTEM = 'The other system, such as `hubspot`.';
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
    description: 'Of each domain, and of each id in another system, there is one account.',
  })
  @Answers(201, 'The account.', AccountSchema)
  async create(@CheckedBody(AccountBody) body: AccountBody, @CalledBy() caller: Caller) {
    return accountView((await this.accounts.create(body, caller)).account);
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listAccounts', 'List accounts', {
    description:
      'In the order in which they were made. A rep sees those they look after or have a deal with, a manager also those of their reps.',
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
    description: 'What is given replaces, null takes away, all else stays (RFC 7396).',
  })
  @Answers(200, 'The account as it is now.', AccountSchema)
  async amend(
    @IdParam('account') id: string,
    @CheckedBody(AccountPatch) patch: AccountPatch,
    @CalledBy() caller: Caller,
  ) {
    return accountView((await this.accounts.amend(id, patch, caller)).account);
  }

  @Put('by-ref/:system/:ref')
  @Scopes('integration')
  @Operation('putAccountByRef', 'Create or update an account by its id elsewhere', {
    description:
      'For programs, which need not know its id here: made where none has that id in that system, else changed. What is given replaces, null takes away, all else stays.',
  })
  @Answers(201, 'It is new.', AccountSchema)
  @Answers(200, 'It was there already: the account as it is now.', AccountSchema)
  async put(
    @TextParam('system', SYSTEM) system: string,
    @TextParam('ref', REF) ref: string,
    @CheckedBody(AccountByRefBody) body: AccountPatch,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { account, isNew } = await this.accounts.put({ system, ref }, body, caller);
    reply.status(isNew ? 201 : 200);
    return accountView(account);
  }
}
