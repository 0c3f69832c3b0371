import { Injectable } from '@nestjs/common';
import { MS_PER_MINUTE } from '../../platform/duration.js';
import { Periodic } from '../../platform/periodic.sweep.js';
import { FailingTools } from './failing-tools.service.js';

/** Looks every minute for tools, CRMs and mail servers that nothing reaches. */
@Injectable()
export class FailingToolsSweep {
  constructor(periodic: Periodic, tools: FailingTools) {
    periodic.add({
      name: 'failing-tools',
      everyMs: MS_PER_MINUTE,
      run: () => tools.look(),
      failing: 'The look at tools that nothing reaches went wrong',
    });
  }
}
