import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { AccountRevenueQuery, AccountRevenueSchema } from './account-revenue.schema.js';
import { AccountRevenueService } from './account-revenue.service.js';

@ApiTags('Revenue')
@Controller('v1/accounts')
export class AccountRevenueController {
  constructor(private readonly revenue: AccountRevenueService) {}

  @Get(':id/revenue')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getAccountRevenue', 'Read what an account is worth', {
    description:
      'Its ARR on a day, the committed ARR, and the lines that they consist of. For everyone who may see the account.',
  })
  @Answers(200, 'What it is worth.', AccountRevenueSchema)
  get(
    @IdParam('account') id: string,
    @CheckedQuery(AccountRevenueQuery) { at }: AccountRevenueQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.revenue.read(id, at, caller);
  }
}
