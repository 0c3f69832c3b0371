import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Scopes } from '../auth/auth.guard.js';
import { Answers, Operation } from '../platform/operation.js';
import { MetricsService } from './metrics.service.js';

@ApiTags('Operation')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @Scopes('read')
  @Operation('getMetrics', 'Read the metrics', {
    description: 'Of this node, and of the work that waits, for Prometheus.',
  })
  @Answers(200, 'In the text format of Prometheus.', undefined, { textTypes: ['text/plain'] })
  read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.type(this.metrics.contentType);
    return this.metrics.read();
  }
}
