import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../auth/auth.guard.js';
import { EngineSweep } from '../lifecycle/engine.sweep.js';
import { Watchdog } from '../lifecycle/watchdog.sweep.js';
import { Answers } from '../platform/checked-input.js';
import { Configuration } from '../platform/configuration.js';
import { LiveSchema, ReadySchema } from './health.schema.js';

/** Longer without a step of the engine, and it counts as standing still. */
const STILL_MS = 15_000;

@ApiTags('Operation')
@Controller('health')
export class HealthController {
  constructor(
    private readonly sweep: EngineSweep,
    private readonly watchdog: Watchdog,
    private readonly configuration: Configuration,
  ) {}

  @Get('live')
  @NoKeyNeeded()
  @Answers(200, 'The node answers', LiveSchema)
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @NoKeyNeeded()
  @Answers(200, 'The node takes requests', ReadySchema)
  @Answers(503, 'It does not, and why', ReadySchema)
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const overdue = await this.watchdog.readOverdue().catch(() => null);
    const database = overdue === null ? 'unreachable' : 'ok';
    const isSweeping = this.configuration.role !== 'api';
    const engine = isSweeping && this.sweep.idleMs > STILL_MS ? 'still' : 'ok';
    const isReady = database === 'ok' && engine === 'ok';
    reply.status(isReady ? 200 : 503);
    // What no node does is shown on every node, and makes none of them unready: each still takes leads in.
    return { status: isReady ? 'ok' : 'unavailable', database, engine, overdueClocks: overdue?.clocks ?? null };
  }
}
