import { runService } from '@tzurot/platform';
import { apiGateway } from './start.ts';

await runService(apiGateway, process.env);
