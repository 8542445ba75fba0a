/** Settles as `task` does, or with `late` after `ms`; `task` itself goes on and its failure is then nobody's. */
export async function within<Value, Late>(ms: number, task: Promise<Value>, late: Late): Promise<Value | Late> {
  task.catch(() => undefined);
  const { promise, resolve } = Promise.withResolvers<Late>();
  const timer = setTimeout(() => resolve(late), ms);
  try {
    return await Promise.race([task, promise]);
  } finally {
    clearTimeout(timer);
  }
}
