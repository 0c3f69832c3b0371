import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Scopes } from '../auth/auth.guard.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { Metrics } from '../platform/running/metrics.js';
import { TimeSource } from '../platform/running/time-source.js';

@ApiTags('Operation')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly time: TimeSource,
  ) {}

  @Get()
  @Scopes('read')
  @Operation('getMetrics', 'Read the metrics', {
    description: 'Metrics of this node and of pending work, for Prometheus.',
  })
  @Answers(200, 'Metrics in the text format of Prometheus.', undefined, { textTypes: ['text/plain'] })
  read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.metrics.contentType);
    return this.metrics.read(this.time.now());
  }
}
