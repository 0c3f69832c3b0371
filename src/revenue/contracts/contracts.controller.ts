import { Controller, Delete, Get, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { RenewBody } from '../../forms/contract-lines.dto.js';
import { CheckedBody, CheckedQuery, IdParam, TextParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import {
  AmendBody,
  ContractBatchBody,
  ContractBatchResults,
  ContractBody,
  ContractInBatch,
  ContractListQuery,
  ContractPage,
  ContractPatch,
  ContractSchema,
  ContractTimelinePage,
  contractBatchOf,
  DeclineBody,
  NoticeBody,
  TransferBody,
} from './contract.schema.js';
import {
  AmendmentDraftQuery,
  AmendmentDraftSchema,
  RenewalDraftQuery,
  RenewalDraftSchema,
} from './contract-draft.schema.js';
import { ContractVerbs } from './contract-verbs.service.js';
import { ContractsService, type TakenContract } from './contracts.service.js';
import { ContractsReadingService } from './contracts-reading.service.js';

@ApiTags('Revenue')
@Controller('v1/contracts')
export class ContractsController {
  constructor(
    private readonly contracts: ContractsService,
    private readonly verbs: ContractVerbs,
    private readonly reading: ContractsReadingService,
  ) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('createContract', 'Create a contract', {
    description:
      'With its lines, and the prices of each by time. By a program, by the owner of the account or its account manager, or by a manager above them. What is unwise is taken with `warnings`: two lines of one product and kind on the same days, which count twice, a notice period longer than the term, and `autoRenewMonths` without an end.',
  })
  @Answers(201, 'The contract.', ContractSchema)
  @Answers(
    200,
    'A contract with this external id existed: that contract, unchanged. Or the win of its deal had made one: that contract, changed to match the body.',
    ContractSchema,
  )
  async create(
    @CheckedBody(ContractBody) body: ContractBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answered(await this.contracts.create(body, caller), caller, reply);
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listContracts', 'List contracts', {
    description: 'In the order of creation. Reps and managers see those of the accounts that they see.',
  })
  @Answers(200, 'A page.', ContractPage)
  list(@CheckedQuery(ContractListQuery) query: ContractListQuery, @CalledBy() caller: Caller) {
    return this.reading.list(query, caller);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getContract', 'Get a contract')
  @Answers(200, 'The contract.', ContractSchema)
  get(@IdParam('contract') id: string, @CalledBy() caller: Caller) {
    return this.reading.get(id, caller);
  }

  @Patch(':id')
  @Scopes('integration', 'rep', 'manager')
  @Operation('updateContract', 'Say by which deal a contract was sold', {
    description:
      'Ties a contract that was made without its deal, or with another. The contract that the win of the deal had made is withdrawn. By those who may amend it. A contract that the win of a deal made follows that deal, and stays with it.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'The contract as it is now.', ContractSchema)
  async update(
    @IdParam('contract') id: string,
    @CheckedBody(ContractPatch) body: ContractPatch,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.taken(await this.verbs.tie(id, body, caller), caller);
  }

  @Put('batch')
  @Scopes('integration')
  @Operation('putContracts', 'Create or replace many contracts', {
    description:
      'For contracts that exist already, up to 1,000 at a time, each as with `PUT …/by-ref`. Each is checked on its own; valid ones are saved even if others are not.',
  })
  @Answers(200, 'The result for each contract, in order.', ContractBatchResults)
  putMany(
    @CheckedBody(ContractBatchBody, { rawText: true, documented: contractBatchOf(ContractInBatch) })
    { contracts }: ContractBatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.contracts.putMany(contracts, caller);
  }

  @Put('by-ref/:system/:ref')
  @Scopes('integration')
  @Operation('putContractByRef', 'Create or replace a contract by its id elsewhere', {
    description:
      'For programs that do not know its id in Touchline. The body is the contract as a whole. The same body again changes nothing, even if the contract has been amended or renewed since. A different body corrects only what differs from the one before. If that is the account, the currency, the term or the lines, all of these become as in the body, and a notice still counts.',
  })
  @Answers(201, 'The new contract.', ContractSchema)
  @Answers(200, 'The contract existed: the contract as it is now.', ContractSchema)
  async put(
    @TextParam('system', 'The name of the other system, such as `hubspot`.') system: string,
    @TextParam('ref', 'The id that the contract has there.') ref: string,
    @CheckedBody(ContractBody) body: ContractBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answered(await this.contracts.put({ system, ref }, body, caller), caller, reply);
  }

  @Post(':id/amend')
  @Scopes('integration', 'rep', 'manager')
  @Operation('amendContract', 'Amend a contract', {
    description:
      'The lines are all that hold from that day on. Former ones stay and end on the day before: a segment that is cut keeps its ARR, and the part of its amount that falls on its days. A product that has moved to another contract stays there: a line that begins before the move ends on the day before it, with a warning.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'The contract as it is now.', ContractSchema)
  async amend(@IdParam('contract') id: string, @CheckedBody(AmendBody) body: AmendBody, @CalledBy() caller: Caller) {
    return this.reading.taken(await this.verbs.amend(id, body, caller), caller);
  }

  @Get(':id/amend')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('draftAmendment', 'Read what an amendment begins with', {
    description:
      'The lines that hold from a day on, in the form that `POST` accepts: sent unchanged, they change no ARR. A line without `to` ends with the term in which it begins.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'An amendment that changes nothing.', AmendmentDraftSchema)
  draftAmendment(
    @IdParam('contract') id: string,
    @CheckedQuery(AmendmentDraftQuery) query: AmendmentDraftQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.amendment(id, query, caller);
  }

  @Post(':id/proposals/:dealId/apply')
  @Scopes('integration', 'rep', 'manager')
  @Operation('applyProposal', 'Apply an amendment that a delivery proposes', {
    description:
      'Amends the contract from the day of the delivery on: the line of each product that differs is raised or lowered by the difference, whatever the contract has become since. The receivers who bill the delivery are notified. To amend it otherwise, amend it and decline this.',
    refuses: ['contract-withdrawn'],
  })
  @NoBody()
  @Answers(200, 'The contract as it is now.', ContractSchema)
  async applyProposal(
    @IdParam('contract') id: string,
    @IdParam('deal', 'dealId') dealId: string,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.taken(await this.verbs.applyProposal(id, dealId, caller), caller);
  }

  @Post(':id/proposals/:dealId/decline')
  @Scopes('integration', 'rep', 'manager')
  @Operation('declineProposal', 'Decline an amendment that a delivery proposes', {
    description:
      'The contract stays as it is, and the same difference is not proposed again. The receivers who bill the delivery are notified.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'The contract, as it was.', ContractSchema)
  async declineProposal(
    @IdParam('contract') id: string,
    @IdParam('deal', 'dealId') dealId: string,
    @CheckedBody(DeclineBody) body: DeclineBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.taken(await this.verbs.declineProposal(id, dealId, body, caller), caller);
  }

  @Get(':id/renew')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('draftRenewal', 'Read what a renewal begins with', {
    description: 'The next term at the ARR of the last day of the present one, in the form that `POST` accepts.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'A renewal at the present ARR.', RenewalDraftSchema)
  draftRenewal(
    @IdParam('contract') id: string,
    @CheckedQuery(RenewalDraftQuery) query: RenewalDraftQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.renewal(id, query, caller);
  }

  @Post(':id/renew')
  @Scopes('integration', 'rep', 'manager')
  @Operation('renewContract', 'Renew a contract', {
    description:
      'For a term that begins on the day after the present end, whenever it is signed. The lines are all that holds in it. A notice is withdrawn by it.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'The contract as it is now.', ContractSchema)
  async renew(@IdParam('contract') id: string, @CheckedBody(RenewBody) body: RenewBody, @CalledBy() caller: Caller) {
    return this.reading.taken(await this.verbs.renew(id, body, caller), caller);
  }

  @Post(':id/notice')
  @Scopes('integration', 'rep', 'manager')
  @Operation('giveNotice', 'Record the notice of a customer', {
    description:
      'In time, the contract ends with its term, even if it has renewed by itself since; that renewal is undone. Too late, the notice is kept and marked; a contract that renews by itself does so, and ends with the first term for whose end the notice is in time. A contract without an end ends after its notice period.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'The contract as it is now.', ContractSchema)
  async giveNotice(
    @IdParam('contract') id: string,
    @CheckedBody(NoticeBody) body: NoticeBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.taken(await this.verbs.giveNotice(id, body, caller), caller);
  }

  @Delete(':id/notice')
  @Scopes('integration', 'rep', 'manager')
  @Operation('withdrawNotice', 'Take back a notice', {
    description:
      'No notice was given after all: it is as if it had never been. The contract renews by itself where it is due to, and its renewal is open again. A contract without a notice stays as it is.',
    refuses: ['contract-withdrawn', 'notice-stands'],
  })
  @Answers(200, 'The contract as it is now.', ContractSchema)
  async withdrawNotice(@IdParam('contract') id: string, @CalledBy() caller: Caller) {
    return this.reading.taken(await this.verbs.withdrawNotice(id, caller), caller);
  }

  @Post(':id/transfer')
  @Scopes('integration')
  @Operation('transferContract', 'Move a contract to another account', {
    description:
      'From today on, in the time zone of the settings: its ARR leaves one account and comes to the other, and nothing churns. With `lines`, those products go to a contract of their own, which is returned.',
    refuses: ['contract-withdrawn'],
  })
  @Answers(200, 'The contract that the other account has now.', ContractSchema)
  async transfer(
    @IdParam('contract') id: string,
    @CheckedBody(TransferBody) body: TransferBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.taken(await this.verbs.transfer(id, body, caller), caller);
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getContractTimeline', 'Read what happened to a contract', {
    description: 'Every event of the contract, oldest first, each with a plain sentence.',
  })
  @Answers(200, 'A page of events, each with its sentence.', ContractTimelinePage)
  timeline(@IdParam('contract') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.reading.timeline(id, caller, page);
  }

  private answered(taken: TakenContract, caller: Caller, reply: FastifyReply) {
    reply.status(taken.isNew ? 201 : 200);
    return this.reading.taken(taken, caller);
  }
}
