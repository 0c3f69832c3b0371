import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AskedBy, NoKeyNeeded } from '../auth/auth.guard.js';
import { type Caller, may } from '../auth/scope.js';
import { EngineSweep } from '../engine/engine.sweep.js';
import { ANSWER_WITHIN_MS, Watchdog } from '../engine/watchdog.sweep.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { Draining } from '../platform/http/server.js';
import { REQUEST_ID } from '../platform/openapi/openapi-problems.js';
import { Complaints } from '../platform/running/complaints.js';
import { Disk } from '../platform/running/disk.js';
import { Environment } from '../platform/running/environment.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import { CoreMetricsStore } from './core-metrics.store.js';
import { type EngineState, engineState, nodeReadiness } from './engine-state.js';
import { LoopDelay } from './loop-delay.sweep.js';
import { LiveSchema, ReadySchema } from './setup.schema.js';

type ReadyState = ReturnType<typeof nodeReadiness> & {
  readonly clock: 'ok' | 'still';
  readonly diskFreeBytes: number | null;
  readonly overdueClocks: number | null;
  readonly enforcementHolds: number | null;
};

@ApiTags('Operation')
@Controller('health')
export class HealthController {
  private readonly complaints = new Complaints('health');
  /** One look serves all who ask meanwhile: anybody may, however often. */
  private looking: Promise<ReadyState> | null = null;

  constructor(
    private readonly sweep: EngineSweep,
    private readonly watchdog: Watchdog,
    private readonly store: CoreMetricsStore,
    private readonly time: TimeSource,
    private readonly database: Database,
    private readonly environment: Environment,
    private readonly loopDelay: LoopDelay,
    private readonly disk: Disk,
    private readonly draining: Draining,
  ) {}

  @Get('live')
  @NoKeyNeeded()
  @Operation('getLiveness', 'Ask whether the node is alive', { description: 'A liveness probe.' })
  @Answers(200, 'The node is alive.', LiveSchema)
  @Answers(503, 'The node has to be restarted.', LiveSchema, { headers: REQUEST_ID })
  live(@Res({ passthrough: true }) reply: FastifyReply) {
    const isStuck = this.engine === 'stuck';
    return this.answer(reply, !isStuck, { status: isStuck ? 'stuck' : 'ok' });
  }

  @Get('ready')
  @NoKeyNeeded({ asksWho: true })
  @Operation('getReadiness', 'Ask whether the node takes requests', {
    description:
      'A readiness probe, for load balancers. Without a key, the answer is only `status`. With the scope `read`, it has the rest.',
  })
  @Answers(200, 'The node accepts requests.', ReadySchema)
  @Answers(503, 'The node does not accept requests.', ReadySchema, { headers: REQUEST_ID })
  async ready(@AskedBy() asker: Caller | undefined, @Res({ passthrough: true }) reply: FastifyReply) {
    this.looking ??= this.look().finally(() => {
      this.looking = null;
    });
    const state = await this.looking;
    this.answer(reply, state.status === 'ok', state);
    return asker !== undefined && may(asker, 'read') ? state : { status: state.status };
  }

  private async look(): Promise<ReadyState> {
    const overdue = await this.watchdog.readOverdue().catch(() => null);
    // Queried only if the database has just responded, so that an unreachable one costs a single timeout.
    const holds = overdue === null ? null : await this.countHolds().catch(() => null);
    const { isFull, freeBytes } = this.disk;
    const readiness = nodeReadiness({
      isStopping: this.draining.hasBegun,
      hasDatabase: overdue !== null,
      engine: this.engine,
      isLoopHeld: this.loopDelay.isHeld,
      isDiskFull: isFull,
    });
    // A time that stands still, overdue clocks and holds do not make a node unready, because it still accepts leads.
    return {
      ...readiness,
      clock: this.time.standsStill ? 'still' : 'ok',
      diskFreeBytes: freeBytes,
      overdueClocks: overdue?.clocks ?? null,
      enforcementHolds: holds,
    };
  }

  /** Avoids the connections for reports, which may be busy for longer than a load balancer waits. */
  private countHolds(): Promise<number> {
    return this.store.countHolds(this.time.now(), this.database.engine.within(ANSWER_WITHIN_MS));
  }

  /** Logs a 503, so that the log explains why the load balancer removed the node. */
  private answer<State extends { readonly status: string }>(reply: FastifyReply, isWell: boolean, state: State): State {
    reply.status(isWell ? 200 : 503);
    const { id, routeOptions } = reply.request;
    if (isWell) return state;
    const { diskFreeBytes: _, overdueClocks: __, ...reasons } = state as Partial<ReadyState>;
    this.complaints.warn(
      `503, request ${id}, GET ${routeOptions.url}: ${JSON.stringify(state)}`,
      JSON.stringify([routeOptions.url, reasons]),
    );
    return state;
  }

  private get engine(): EngineState {
    return this.environment.role === 'api' ? 'ok' : engineState(this.sweep);
  }
}
