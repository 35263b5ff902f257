/**
 * npm runs us in a shell that does not pass a SIGTERM on: whoever ends `npm start` so would leave us behind.
 * Calls `end` once the process that started us is gone.
 */
export function endWithParent(end) {
  if (process.env.npm_lifecycle_event === undefined) return; // started by hand: being left alone is meant
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
}

/** Ends the process when somebody ends it from outside, or when whoever started it is gone; exit hooks then end what it started. */
export function endWhenTold() {
  const end = () => process.exit(130);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  endWithParent(end);
}
