import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { readBody } from '../input/checked.js';
import { refuse } from '../input/refusal.js';
import { object } from '../input/schema.js';

const Empty = object({});

/** Refuses a body with anything in it: ignoring that would do something else than was meant. */
class EmptyBody implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { body = {} } = context.switchToHttp().getRequest<FastifyRequest>();
    refuse(readBody(Empty, body).faults);
    return next.handle();
  }
}

/** Marks a route whose path says everything. Its body may be left out, or be empty. */
export const NoBody = () =>
  applyDecorators(UseInterceptors(new EmptyBody()), ApiBody({ schema: Empty as object, required: false }));
