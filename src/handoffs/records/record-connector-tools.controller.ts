import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static } from '@sinclair/typebox';
import { Scopes } from '../../auth/auth.guard.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { object, optionalOneOf } from '../../platform/input/schema.js';
import { ConnectorTestSchema, TestConnectorBody } from '../../records/connectors/connector-test.schema.js';
import { ReadyMadeConnectorList } from '../../records/connectors/record-connector.schema.js';
import { READY_MADE_CONNECTORS, TOOL_KINDS } from '../../records/ready-made.js';
import { BUSINESSES, READY_MADE } from '../kinds/ready-made.js';
import { ConnectorTestService } from './connector-test.service.js';
import { fitsOf } from './ready-made-fits.js';

const ReadyMadeQuery = object({ kind: optionalOneOf(TOOL_KINDS, { description: 'Only tools of this kind.' }) });
type ReadyMadeQuery = Static<typeof ReadyMadeQuery>;

@ApiTags('Record connectors')
@Controller('v1/record-connectors')
export class RecordConnectorToolsController {
  constructor(private readonly tests: ConnectorTestService) {}

  @Get('ready-made')
  @Scopes('read', 'integration')
  @Operation('listReadyMadeRecordConnectors', 'List ready-made record connectors', {
    description:
      'For two project tools and two accounting tools, based on their public documentation. Project tools take the form of any kind, with its labels and in its order. Accounting tools only get drafts, of what was sold, was delivered or went live. `fits` lists the receivers of ready-made handoff kinds that each can serve.',
  })
  @Answers(200, 'The ready-made connectors.', ReadyMadeConnectorList)
  readyMade(@CheckedQuery(ReadyMadeQuery) { kind }: ReadyMadeQuery) {
    const kinds = BUSINESSES.flatMap((business) => READY_MADE[business]);
    const asked = READY_MADE_CONNECTORS.filter((each) => kind === undefined || each.kind === kind);
    return { data: asked.map((each) => ({ ...each, fits: fitsOf(each, kinds) })) };
  }

  @Post(':id/test')
  @Scopes()
  @Operation('testRecordConnector', 'Try a record connector with an example', {
    description:
      'Builds the requests from an example, also of ids in other systems (`account.refs.…`), and shows them with secrets hidden. Nothing is created unless `make` is set: otherwise the only request searches for a record that does not exist, if the connector has `find`. The body may be left out.',
  })
  @Answers(200, 'What would be sent, and the tool’s answer.', ConnectorTestSchema)
  test(
    @IdParam('recordConnector') id: string,
    @CheckedBody(TestConnectorBody, { mayBeAbsent: true }) body: TestConnectorBody,
  ) {
    return this.tests.test(id, {
      ...body,
      ...(body.handoffKindId && { handoffKindId: body.handoffKindId.toLowerCase() }),
    });
  }
}
