import type { ChatEvent, Vendor } from '../src/vendors/index.ts';
import type { TestWorker } from './worker-world.ts';

/** A vendor that says what a test tells it, when the test tells it. */
export interface ScriptedChat {
  /** How often it was asked. */
  calls: number;
  say(text: string): void;
  end(reason?: 'stop' | 'length' | 'filtered'): void;
  fail(error: unknown): void;
}

/** Puts a scripted chat in the place of the local vendor's; whatever is scripted before it is asked waits. */
export function scriptChat(worker: TestWorker): ScriptedChat {
  const local = worker.ctx.vendors.get('local');
  if (local === undefined) throw new Error('local is always offered');
  const steps: (ChatEvent | { kind: 'fail'; error: unknown })[] = [];
  let wake = Promise.withResolvers<void>();
  const add = (step: (typeof steps)[number]) => {
    steps.push(step);
    wake.resolve();
  };
  const script: ScriptedChat = {
    calls: 0,
    say: (text) => add({ kind: 'text', text }),
    end: (reason = 'stop') => add({ kind: 'end', reason, usage, dropped: [] }),
    fail: (error) => add({ kind: 'fail', error }),
  };
  // oxlint-disable-next-line func-style -- a generator with the type of a vendor's chat
  const chat: Vendor['chat'] = async function* ({ signal }) {
    script.calls += 1;
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    aborted.catch(() => {});
    for (;;) {
      const step = steps.shift();
      if (step === undefined) {
        wake = Promise.withResolvers();
        await Promise.race([wake.promise, aborted]);
        continue;
      }
      if (step.kind === 'fail') throw step.error;
      yield step;
      if (step.kind === 'end') return;
    }
  };
  worker.ctx.vendors = new Map([['local', { ...local, chat }]]);
  return script;
}

const usage = { promptTokens: 100, cachedTokens: 0, completionTokens: 20, reasoningTokens: 0, costUsd: null };
