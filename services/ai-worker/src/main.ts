import { runService } from '@tzurot/platform';
import { aiWorker } from './start.ts';

await runService(aiWorker, process.env);
