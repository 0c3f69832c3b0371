import { Type } from '@sinclair/typebox';
import { nullable, oneOf, thing } from '../platform/answer.js';

export const LiveSchema = thing('Live', {
  status: oneOf(['ok', 'stuck'], { description: '`stuck`: the engine waits for something that will not come' }),
});

export const ReadySchema = thing('Ready', {
  status: oneOf(['ok', 'unavailable']),
  database: oneOf(['ok', 'unreachable']),
  engine: oneOf(['ok', 'still'], { description: '`still`: no step for 15 seconds' }),
  eventLoop: oneOf(['ok', 'held'], {
    description: '`held`: within the last seconds requests have waited for more than a second again and again',
  }),
  overdueClocks: nullable(Type.Integer({ minimum: 0 }), {
    description: 'Clocks that have been due for longer than any backlog takes; null when the database cannot be asked',
  }),
});
