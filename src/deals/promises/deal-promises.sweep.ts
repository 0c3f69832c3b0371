import { Injectable } from '@nestjs/common';
import { Pulse } from '../../engine/pulse.sweep.js';
import { DEALS_WAIT } from './deal-look.store.js';
import { DealPromises } from './deal-promises.service.js';

@Injectable()
export class DealPromisesSweep {
  constructor(promises: DealPromises, pulse: Pulse) {
    pulse.whileWaiting(DEALS_WAIT, {
      name: 'deal-promises',
      everyMs: 0,
      run: (goOn) => promises.look(goOn),
      failing: 'Promises of deals are not kept up to date',
    });
  }
}
