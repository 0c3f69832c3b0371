// Stands in for @nestjs/swagger in the bundle, whose documentation is files: there its decorators say nothing.
const silent = () => () => undefined;

export {
  silent as ApiBody,
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
