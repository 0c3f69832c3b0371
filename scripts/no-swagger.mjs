// Replaces @nestjs/swagger in the bundle, where the documentation is stored as files and its decorators do nothing.
const silent = () => () => undefined;

export {
  silent as ApiBody,
  silent as ApiConsumes,
  silent as ApiExcludeController,
  silent as ApiExtension,
  silent as ApiHeader,
  silent as ApiOperation,
  silent as ApiParam,
  silent as ApiQuery,
  silent as ApiResponse,
  silent as ApiSecurity,
  silent as ApiTags,
};
