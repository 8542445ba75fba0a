import { queueSuite } from './queue-suite.ts';
import { redisStore } from './stores.ts';

queueSuite(redisStore);
