import { type CallHandler, type ExecutionContext, type NestInterceptor, UseInterceptors } from '@nestjs/common';
import type { TSchema } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { preferredType } from '../platform/http/accept.js';
import { Answers } from '../platform/http/operation.js';
import { toCsv } from '../platform/values/csv.js';

const JSON_TYPE = 'application/json';
const CSV = 'text/csv';
const CSV_WITH_HEADER = `${CSV}; header=present` as const;

const FORMED = {
  textTypes: [CSV],
  headers: {
    Vary: { description: 'The format depends on `Accept`.', schema: { type: 'string', enum: ['accept'] } },
  },
};

type Table<Report> = (report: Report) => string[][];
type Reads<Report> = (...inputs: never[]) => Promise<Report>;

/** Sends a report as JSON, or as the table that `Accept` prefers, in a file of the route's name. */
class ReportForm<Report> implements NestInterceptor<Report, Report | string> {
  constructor(private readonly table: Table<Report>) {}

  intercept(context: ExecutionContext, next: CallHandler<Report>): Observable<Report | string> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((report) => this.formed(report, reply)));
  }

  private formed(report: Report, reply: FastifyReply): Report | string {
    const { headers, routeOptions } = reply.request;
    reply.header('vary', 'accept');
    if (preferredType(headers.accept, [JSON_TYPE, CSV_WITH_HEADER]) === JSON_TYPE) return report;
    reply.type(`${CSV}; charset=utf-8; header=present`);
    reply.header('content-disposition', `attachment; filename="${routeOptions.url!.split('/').at(-1)}.csv"`);
    return toCsv(this.table(report), { hasFigures: true });
  }
}

/** The answer of a route that returns a report. @param table the report as `text/csv`, with a header */
export function AnswersReport<Report>(description: string, schema: TSchema, table: Table<Report>) {
  const documented = Answers(200, description, schema, FORMED);
  const sent = UseInterceptors(new ReportForm(table));
  return <Method extends Reads<Report>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    documented(target, key, descriptor);
    sent(target, key, descriptor);
  };
}
