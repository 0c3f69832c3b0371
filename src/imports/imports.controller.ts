import { Readable } from 'node:stream';
import { Controller, Get, Headers, HttpCode, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CalledBy, Scopes, ScopesForFile } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { FILE_TYPES } from '../platform/bodies/body.js';
import { preferredType } from '../platform/http/accept.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { UnreadableFileError } from './import.errors.js';
import { ImportBody, ImportModeBody, ImportPage, ImportSchema, MappingBody, RefusedRowPage } from './import.schema.js';
import { Imports } from './imports.service.js';
import { Uploading } from './uploading.service.js';

const JSON_TYPE = 'application/json';
const CSV = 'text/csv';

@ApiTags('Imports')
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly uploading: Uploading,
  ) {}

  @Post()
  @Scopes('integration')
  @Operation('createImport', 'Begin an import', {
    description:
      'Then send the file, check the mapping, rehearse, and start. One import runs at a time; others wait for it. Its leads have its id as `importId`. Reps are imported by admins alone, and so is history.',
  })
  @Answers(201, 'The import, which waits for its file.', ImportSchema)
  create(@CheckedBody(ImportBody) body: ImportBody, @CalledBy() caller: Caller) {
    return this.imports.create(body, caller);
  }

  @Get()
  @Scopes('read', 'integration')
  @Operation('listImports', 'List imports')
  @Answers(200, 'A page, newest first, without samples.', ImportPage)
  list(@CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.imports.list(page);
  }

  @Get(':id')
  @Scopes('read', 'integration')
  @Operation('getImport', 'Get an import')
  @Answers(200, 'The import as it is now.', ImportSchema)
  get(@IdParam('import') id: string) {
    return this.imports.get(id);
  }

  @Put(':id/file')
  @ScopesForFile('integration')
  @ApiConsumes(...FILE_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Operation('putImportFile', 'Send the file of an import', {
    description:
      'A CSV, TSV or XLSX of up to 2 GiB and 1,000 columns, whose first row names the columns. Encoding and separator are recognised. Of a workbook, the first sheet with rows is read, unless it is hidden: formulas as the values that are stored with them, dates as `2026-03-02T10:30:00`. The file is stored encrypted for seven days, and replaces an earlier file of the import. Where a column goes is suggested by its name, by what it holds, and by earlier imports.',
    refuses: ['import-state', 'import-other-file', 'unreadable-file'],
  })
  @Answers(200, 'The import, with the columns of the file.', ImportSchema)
  async put(@IdParam('import') id: string, @Req() request: FastifyRequest, @CalledBy() caller: Caller) {
    if (!(request.body instanceof Readable))
      throw new UnreadableFileError('The body of the request has to be the file.');
    await this.uploading.take(id, request.body, caller);
    return this.imports.get(id);
  }

  @Patch(':id')
  @Scopes('integration')
  @Operation('patchImport', 'Say whether the rows of an import are new or history', {
    description:
      'Before it starts, for example once a rehearsal has counted how many are old. Columns that nobody has mapped are suggested anew.',
    refuses: ['import-state'],
  })
  @Answers(200, 'The import, which is in `mapping` again if its mode has changed.', ImportSchema)
  patch(@IdParam('import') id: string, @CheckedBody(ImportModeBody) body: ImportModeBody, @CalledBy() caller: Caller) {
    return this.imports.decide(id, body, caller);
  }

  @Put(':id/mapping')
  @Scopes('integration')
  @Operation('putImportMapping', 'Set where columns go', {
    description:
      'Columns that are not named become custom fields of leads, and are left out of everything else; null leaves a column out.',
    refuses: ['import-state'],
  })
  @Answers(200, 'The import.', ImportSchema)
  map(@IdParam('import') id: string, @CheckedBody(MappingBody) mapping: MappingBody, @CalledBy() caller: Caller) {
    return this.imports.map(id, mapping, caller);
  }

  @Post(':id/rehearse')
  @NoBody()
  @HttpCode(200)
  @Scopes('integration')
  @Operation('rehearseImport', 'Rehearse an import', {
    description:
      'Finds out in the background what would become of each row, and changes nothing. The counts and the refused rows are those of the rehearsal until the import starts. Rows that repeat others far above them in the file count as created.',
    refuses: ['import-state'],
  })
  @Answers(200, 'The import, which is `running` with `rehearsing` until it is `rehearsed`.', ImportSchema)
  rehearse(@IdParam('import') id: string, @CalledBy() caller: Caller) {
    return this.imports.rehearse(id, caller);
  }

  @Post(':id/start')
  @NoBody()
  @HttpCode(200)
  @Scopes('integration')
  @Operation('startImport', 'Start an import', {
    description:
      'Takes in the rows in the background, in their order. Of a lead, a value that its field cannot take becomes a custom field of the name of its column, and a row by which nobody can be reached is refused. Of everything else, a row with such a value is refused.',
    refuses: ['import-state'],
  })
  @Answers(200, 'The import, which is `running`.', ImportSchema)
  start(@IdParam('import') id: string, @CalledBy() caller: Caller) {
    return this.imports.start(id, caller);
  }

  @Post(':id/cancel')
  @NoBody()
  @HttpCode(200)
  @Scopes('integration')
  @Operation('cancelImport', 'Cancel an import', {
    description: 'Rows that were taken in stay; at most those that are in work now are added.',
    refuses: ['import-state'],
  })
  @Answers(200, 'The import, which is `cancelled`.', ImportSchema)
  cancel(@IdParam('import') id: string, @CalledBy() caller: Caller) {
    return this.imports.cancel(id, caller);
  }

  @Post(':id/undo')
  @NoBody()
  @HttpCode(200)
  @Scopes()
  @Operation('undoImport', 'Undo an import', {
    description:
      'Within seven days of its end. Takes back, in the background, what it has made and nobody has worked on since, so that their ids are free again. Leads are erased, and no report counts them; suppressions are lifted; accounts, deals and reps are deleted unless something else names them. The others stay, and so does what it has changed: forms that joined other leads, and accounts and reps that were there before.',
    refuses: ['import-state'],
  })
  @Answers(200, 'The import, which is `running` with `undoing` until it is `undone`.', ImportSchema)
  undo(@IdParam('import') id: string, @CalledBy() caller: Caller) {
    return this.imports.undo(id, caller);
  }

  @Get(':id/rejected')
  @Scopes('read', 'integration')
  @Operation('listRejectedRows', 'List the refused rows of an import', {
    description:
      'With their reasons. As `text/csv`, all of them, with the columns of the file: they can be corrected there, and sent again. A page may have more rows than `limit`.',
  })
  @Answers(200, 'A page, in the order of the file.', RefusedRowPage, { textTypes: [CSV] })
  rejected(
    @IdParam('import') id: string,
    @CheckedQuery(PagedQuery) page: PagedQuery,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    reply.header('vary', 'accept');
    if (preferredType(accept, [JSON_TYPE, CSV]) !== CSV) return this.imports.refused(id, page);
    reply.type(`${CSV}; charset=utf-8`);
    reply.header('content-disposition', 'attachment; filename="rejected.csv"');
    return Readable.from(this.imports.refusedCsv(id));
  }
}
