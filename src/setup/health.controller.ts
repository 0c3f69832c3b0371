import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../auth/auth.guard.js';
import { EngineSweep } from '../engine/engine.sweep.js';
import { Watchdog } from '../engine/watchdog.sweep.js';
import { Environment } from '../platform/environment.js';
import { Answers, Operation } from '../platform/operation.js';
import { type EngineState, engineState } from './engine-state.js';
import { LiveSchema, ReadySchema } from './health.schema.js';
import { LoopDelay } from './loop-delay.sweep.js';

@ApiTags('Operation')
@Controller('health')
export class HealthController {
  constructor(
    private readonly sweep: EngineSweep,
    private readonly watchdog: Watchdog,
    private readonly environment: Environment,
    private readonly loopDelay: LoopDelay,
  ) {}

  @Get('live')
  @NoKeyNeeded()
  @Operation('getLiveness', 'Ask whether the node is alive', { description: 'For whatever starts it again.' })
  @Answers(200, 'The node answers, and need not be started again.', LiveSchema)
  @Answers(503, 'Only a restart helps.', LiveSchema)
  live(@Res({ passthrough: true }) reply: FastifyReply) {
    const isStuck = this.engine === 'stuck';
    reply.status(isStuck ? 503 : 200);
    return { status: isStuck ? 'stuck' : 'ok' };
  }

  @Get('ready')
  @NoKeyNeeded()
  @Operation('getReadiness', 'Ask whether the node takes requests', { description: 'For load balancers.' })
  @Answers(200, 'The node takes requests.', ReadySchema)
  @Answers(503, 'It does not, and why.', ReadySchema)
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const overdue = await this.watchdog.readOverdue().catch(() => null);
    const database = overdue === null ? 'unreachable' : 'ok';
    const engine = this.engine === 'ok' ? 'ok' : 'still';
    const eventLoop = this.loopDelay.isHeld ? 'held' : 'ok';
    const isReady = database === 'ok' && engine === 'ok' && eventLoop === 'ok';
    reply.status(isReady ? 200 : 503);
    // What no node does is shown on every node, and makes none of them unready: each still takes leads in.
    const status = isReady ? 'ok' : 'unavailable';
    return { status, database, engine, eventLoop, overdueClocks: overdue?.clocks ?? null };
  }

  private get engine(): EngineState {
    return this.environment.role === 'api' ? 'ok' : engineState(this.sweep);
  }
}
