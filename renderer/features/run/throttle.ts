/** Calls `act` at once and then at most every `everyMs`; the last value is always delivered. */
export function throttled<T>(everyMs: number, act: (value: T) => void): (value: T) => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let waiting: { readonly value: T } | null = null;
  const next = () => {
    timer = null;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    timer = setTimeout(next, everyMs);
    act(value);
  };
  return (value) => {
    waiting = { value };
    if (timer === null) next();
  };
}
