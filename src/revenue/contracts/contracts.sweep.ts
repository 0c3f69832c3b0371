import { Injectable } from '@nestjs/common';
import { MS_PER_MINUTE } from '../../platform/duration.js';
import { Periodic } from '../../platform/periodic.sweep.js';
import { ContractRenewals } from './contract-renewals.service.js';

/** A contract has renewed by itself a minute into the day after the last day for notice. */
const EVERY_MS = MS_PER_MINUTE;

@Injectable()
export class ContractsSweep {
  constructor(
    private readonly renewals: ContractRenewals,
    periodic: Periodic,
  ) {
    periodic.add({
      name: 'contracts',
      everyMs: EVERY_MS,
      run: (goOn) => this.look(goOn),
      failing: 'The look at contracts that renew by themselves went wrong',
    });
  }

  async look(goOn: () => boolean = () => true): Promise<void> {
    while (goOn() && (await this.renewals.renewDue()));
  }
}
