import { Injectable } from '@nestjs/common';
import { Pulse } from '../../engine/pulse.sweep.js';
import { WON_DEALS_WAIT } from './won-deal.store.js';
import { WonDeals } from './won-deals.service.js';

@Injectable()
export class WonDealsSweep {
  constructor(wonDeals: WonDeals, pulse: Pulse) {
    pulse.whileWaiting(WON_DEALS_WAIT, {
      name: 'won-deals',
      everyMs: 0,
      run: (goOn) => wonDeals.look(goOn),
      failing: 'Contracts of won deals are not made',
    });
  }
}
