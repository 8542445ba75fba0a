import { runService } from '@tzurot/platform';
import { botClient } from './start.ts';

await runService(botClient, process.env);
