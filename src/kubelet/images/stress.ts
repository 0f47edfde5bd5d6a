/** polinux/stress: takes memory or processor time as told. The memory is there 1.5 s after the start, as recorded. */
import type { ImageBehaviour, Process, Program } from '../runtime/process';
import { MI } from '../runtime/process';
import { flag, goDurationMs } from './server';

/** Until the hogs have what they were told to take. */
const RAMP_MS = 1500;

function count(process: Process, long: string, short: string): number {
  const { argv } = process;
  return Number(flag(argv, long) ?? argv[argv.indexOf(short) + 1 || argv.length] ?? '0') || 0;
}

/** `500M`, `1G`: powers of 1024. */
function bytes(text: string): number {
  const units: Readonly<Record<string, number>> = { B: 1, K: 1024, M: MI, G: 1024 * MI };
  const match = /^(\d+)([BKMG]?)/i.exec(text);
  return Number(match?.[1] ?? 0) * (units[(match?.[2] || 'B').toUpperCase()] ?? 1);
}

const stressProgram: Program = {
  start(process) {
    const cpu = count(process, 'cpu', '-c');
    const io = count(process, 'io', '-i');
    const vm = count(process, 'vm', '-m');
    if (cpu + io + vm === 0) {
      process.log("`stress' imposes certain types of compute stress on your system");
      process.exit(0);
      return;
    }
    process.log(`stress: info: [1] dispatching hogs: ${cpu} cpu, ${io} io, ${vm} vm, 0 hdd`);
    process.useCpu((cpu + vm) * 1000);
    if (vm > 0) process.wakeAfter(RAMP_MS, 'memory');
    const limit = flag(process.argv, 'timeout') ?? flag(process.argv, 't');
    if (limit !== undefined) process.wakeAfter(goDurationMs(/^\d+$/.test(limit) ? `${limit}s` : limit), 'timeout');
  },
  wake(process, reason) {
    if (reason === 'timeout') {
      const seconds = Math.round((process.now - process.startedAt) / 1000);
      process.log(`stress: info: [1] successful run completed in ${seconds}s`);
      process.exit(0);
      return;
    }
    const wanted = count(process, 'vm', '-m') * bytes(flag(process.argv, 'vm-bytes') ?? '256M');
    const limit = process.memoryLimitBytes;
    if (limit !== undefined && wanted > limit) {
      process.log('stress: FAIL: [1] (415) <-- worker 7 got signal 9', 'stderr');
    }
    process.useMemory(wanted);
  },
  terminate() {
    // PID 1 without a handler: the kernel drops the signal.
  },
};

/** Memory and processor hogs. */
export const stress: ImageBehaviour = {
  image: 'docker.io/polinux/stress',
  tags: /^(latest|1\.0(\.\d)?)$/,
  cmd: ['stress'],
  userland: 'busybox',
  programs: { stress: stressProgram },
};
