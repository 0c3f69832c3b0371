import { Injectable } from '@nestjs/common';
import { Periodic } from '../../platform/running/periodic.sweep.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import { ProposalReminders } from '../proposals/reminders.service.js';
import { RenewalMaking } from '../renewals/renewal-making.service.js';
import { RenewalRestating } from '../renewals/renewal-restating.service.js';
import { ContractRenewals } from './contract-renewals.service.js';

/** Contracts renew, and their renewals are won, within a minute of the day after the last day for notice. */
const EVERY_MS = MS_PER_MINUTE;

@Injectable()
export class ContractsSweep {
  constructor(
    private readonly renewals: ContractRenewals,
    private readonly making: RenewalMaking,
    private readonly restating: RenewalRestating,
    private readonly reminders: ProposalReminders,
    periodic: Periodic,
  ) {
    periodic.add({
      name: 'contracts',
      everyMs: EVERY_MS,
      run: (goOn) => this.look(goOn),
      failing: 'The look at contracts that are to be renewed went wrong',
    });
  }

  async look(goOn: () => boolean = () => true): Promise<void> {
    while (goOn() && (await this.restating.restateDue()));
    while (goOn() && (await this.renewals.renewDue()));
    while (goOn() && (await this.making.endOver()));
    while (goOn() && (await this.making.makeDue()));
    while (goOn() && (await this.reminders.remindDue()));
  }
}
