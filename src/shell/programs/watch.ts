/** `watch`: runs a command again and again and shows its last output; -n SECONDS, -t, -d. Models procps watch. */
import { program } from '../program';
import { collectingIo } from '../streams';
import { dateText } from './date';
import { readInterval } from './sleep';

const DEFAULT_MS = 2_000;
/** Quicker than this procps refuses. */
const LEAST_MS = 100;
const ENTER_SCREEN = '\u001b[?1049h\u001b[H\u001b[2J';
const LEAVE_SCREEN = '\u001b[?1049l';
const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

export const watch = program(
  'watch',
  { flags: 'tdx', values: 'n', stopAtOperand: true, longs: { interval: 'n', 'no-title': 't', differences: 'd' } },
  async ({ options, operands, io, world, complain }) => {
    const [seconds] = options.all('n').slice(-1);
    const asked = seconds === undefined ? DEFAULT_MS : readInterval(seconds);
    if (operands.length === 0 || asked === undefined) {
      if (asked === undefined) await complain(`failed to parse argument: '${seconds ?? ''}'`);
      else await io.err('Usage:\n watch [options] command\n');
      return 1;
    }
    const ms = Math.max(LEAST_MS, asked);
    let before: readonly string[] | undefined;
    await io.out(ENTER_SCREEN);
    while (!io.interrupt.interrupted) {
      const { io: collecting, text } = collectingIo(io);
      await world.run(operands, { ...collecting, err: collecting.out });
      if (io.interrupt.interrupted) break;
      const title = options.has('t') ? [] : [...titleLines(ms, operands, dateText(world.clock.now()), io.columns), ''];
      const room = (io.rows ?? 24) - title.length;
      const now = text()
        .replace(/\n$/, '')
        .split('\n')
        .slice(0, room)
        .map((line) => line.slice(0, io.columns));
      const marked = options.has('d') ? now.map((line, index) => markChanges(line, before?.[index] ?? line)) : now;
      before = now;
      await io.out(HOME + [...title, ...marked].map((line) => line + CLEAR_LINE).join('\n') + CLEAR_BELOW);
      await world.clock.sleep(ms, io.interrupt);
    }
    await io.out(LEAVE_SCREEN);
    return 0;
  },
);

/** `line` with the characters in reverse that were others in `before`. */
function markChanges(line: string, before: string): string {
  return [...line].map((char, at) => (char === before.charAt(at) ? char : `\u001b[7m${char}\u001b[27m`)).join('');
}

function titleLines(ms: number, command: readonly string[], date: string, columns: number): readonly string[] {
  const left = `Every ${(ms / 1000).toFixed(1)}s: ${command.join(' ')}`;
  const right = `minikube: ${date}`;
  const room = columns - right.length - 1;
  return [left.length > room ? `${left.slice(0, Math.max(0, room - 3))}... ${right}` : left.padEnd(room + 1) + right];
}
