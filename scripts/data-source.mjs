// The database of DATABASE_URL for commands of TypeORM: npx typeorm -d scripts/data-source.mjs migration:show
import { importProgram } from './bundle.mjs';

const { sourceOfEnvironment } = await importProgram('typeorm-commands');
export default sourceOfEnvironment();
