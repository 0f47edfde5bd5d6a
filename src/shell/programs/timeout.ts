/** `timeout`: stops a program after a time of the cluster's clock; exit code 124 then. */
import { InterruptSource, linkedInterrupt } from '../../kubectl/interruptSource';
import { program } from '../program';
import { readInterval } from './sleep';

const TIMED_OUT = 124;
const FAILED = 125;

export const timeout = program(
  'timeout',
  { values: 'sk', stopAtOperand: true, longs: { signal: 's', 'kill-after': 'k' } },
  async ({ operands, io, world, misuse }) => {
    const [duration, ...command] = operands;
    const ms = duration === undefined ? undefined : readInterval(duration);
    if (duration === undefined || ms === undefined || command.length === 0) {
      if (duration !== undefined && ms === undefined) return misuse(`invalid time interval ‘${duration}’`);
      await io.err("Try 'timeout --help' for more information.\n");
      return FAILED;
    }
    const { source, release } = linkedInterrupt(io.interrupt);
    const finished = new InterruptSource();
    let isLate = false;
    const alarm = async () => {
      await world.clock.sleep(ms, finished);
      if (finished.interrupted) return;
      isLate = true;
      source.interrupt();
    };
    const ringing = alarm();
    const status = await world.run(command, { ...io, interrupt: source });
    finished.interrupt();
    await ringing;
    release();
    return isLate ? TIMED_OUT : status;
  },
  FAILED,
);
