/** `jobs`, `fg`, `kill`, `wait`: lines that run in the background. */
import type { Io } from '../../kubectl/environment';
import type { Job, Program, World } from '../shell';

export const jobs: Program = {
  name: 'jobs',
  run: async (_args, io, world) => {
    for (const job of world.shell.jobs) await io.out(`${jobRow(job)}\n`);
    return 0;
  },
};

export const fg: Program = {
  name: 'fg',
  run: async ([name], io, world) => {
    const job = name === undefined ? world.shell.jobs.findLast(({ isDone }) => !isDone) : jobNamed(name, world);
    if (job === undefined) return complain(io, `fg: ${name ?? 'current'}: no such job`);
    await io.out(`${job.line}\n`);
    const release = io.interrupt.onInterrupt(() => job.stop());
    const code = await job.end;
    release();
    return code;
  },
};

export const kill: Program = {
  name: 'kill',
  run: async (args, io, world) => {
    const names = args.filter((arg) => !arg.startsWith('-'));
    if (names.length === 0) {
      await io.err('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
      return 2;
    }
    for (const name of names) {
      const job = jobNamed(name, world);
      if (job === undefined) {
        return complain(io, name.startsWith('%') ? `kill: ${name}: no such job` : `kill: (${name}) - No such process`);
      }
      job.stop();
      await job.end;
    }
    return 0;
  },
};

export const wait: Program = {
  name: 'wait',
  run: async (args, io, world) => {
    const waited = args.length === 0 ? world.shell.jobs : args.map((name) => jobNamed(name, world));
    for (const job of waited) {
      const release = io.interrupt.onInterrupt(() => job?.stop());
      await job?.end;
      release();
    }
    return 0;
  },
};

function jobNamed(name: string, { shell }: World): Job | undefined {
  const number = Number(name.replace(/^%/, ''));
  return shell.jobs.find((job) => (name.startsWith('%') ? job.number : job.pid) === number);
}

/** As `jobs` and the shell itself tell of it. */
export function jobRow({ number, isDone, isStopped, line }: Job): string {
  const state = isDone ? (isStopped ? 'Terminated' : 'Done') : 'Running';
  return `[${number}]+  ${state.padEnd(23)} ${line}${isDone ? '' : ' &'}`;
}

async function complain(io: Io, text: string): Promise<number> {
  await io.err(`bash: ${text}\n`);
  return 1;
}
