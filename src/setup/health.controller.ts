import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../auth/auth.guard.js';
import { EngineSweep } from '../lifecycle/engine.sweep.js';
import { Configuration } from '../platform/configuration.js';
import { Database } from '../platform/database.js';

/** Longer without having done what is due, and the engine counts as standing still. */
const STILL_MS = 15_000;

@ApiTags('Operation')
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly sweep: EngineSweep,
    private readonly configuration: Configuration,
  ) {}

  @Get('live')
  @NoKeyNeeded()
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @NoKeyNeeded()
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const database = await this.database.query('select 1').then(
      () => 'ok' as const,
      () => 'unreachable' as const,
    );
    const isSweeping = this.configuration.role !== 'api';
    const engine = isSweeping && this.sweep.idleMs > STILL_MS ? 'still' : 'ok';
    const isReady = database === 'ok' && engine === 'ok';
    reply.status(isReady ? 200 : 503);
    return { status: isReady ? 'ok' : 'unavailable', database, engine };
  }
}
