import { cpus } from 'node:os';

/** The average number of idle cores of this machine since the last call. */
export function idleCores(): () => number {
  let before = times();
  return () => {
    const now = times();
    const passed = now.all - before.all;
    const share = passed === 0 ? 0 : (now.idle - before.idle) / passed;
    before = now;
    return share * now.cores;
  };
}

function times() {
  let idle = 0;
  let all = 0;
  const cores = cpus();
  for (const { times: spent } of cores) {
    idle += spent.idle;
    all += spent.idle + spent.user + spent.nice + spent.sys + spent.irq;
  }
  return { idle, all, cores: cores.length };
}
