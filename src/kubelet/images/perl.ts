/** perl, as far as the documents use it: `bpi(N)` prints pi, `print "text"` prints text. */
import type { ImageBehaviour, Process, Program } from '../runtime/process';
import { MI } from '../runtime/process';

/** Processor time that the documents' 2000 digits take on one core. */
const PI_MS_PER_DIGIT = 3;

/** More would take the browser's time, not the container's. */
const MAX_DIGITS = 10_000;

/** Pi to `digits` digits, the 3 included, by Machin's formula: 16 arctan(1/5) - 4 arctan(1/239). */
export function pi(digits: number): string {
  const guard = 10;
  const unity = 10n ** BigInt(digits - 1 + guard);
  const arctan = (x: bigint): bigint => {
    let term = unity / x;
    let sum = term;
    for (let n = 3n; term !== 0n; n += 2n) {
      term = -term / (x * x);
      sum += term / n;
    }
    return sum;
  };
  const rounded = (4n * (4n * arctan(5n) - arctan(239n)) + 5n * 10n ** BigInt(guard - 1)) / 10n ** BigInt(guard);
  const text = rounded.toString();
  return digits <= 1 ? text : `${text[0]}.${text.slice(1)}`;
}

/** The program text behind `-e` or `-wle`, and whether `-l` adds a line end. */
function scriptOf(process: Process): { readonly text: string; readonly addsLineEnd: boolean } | undefined {
  const { argv } = process;
  const at = argv.findIndex((word, i) => i > 0 && /^-[a-zA-Z]*[eE]$/.test(word));
  if (at === -1) return undefined;
  return { text: argv[at + 1] ?? '', addsLineEnd: (argv[at] ?? '').includes('l') };
}

const perlProgram: Program = {
  start(process) {
    process.useMemory(15 * MI);
    const script = scriptOf(process);
    const digits = /bpi\((\d+)\)/.exec(script?.text ?? '')?.[1];
    if (digits !== undefined) {
      process.useCpu(1000);
      process.compute(Number(digits) * PI_MS_PER_DIGIT, `pi:${digits}`);
      return;
    }
    const words = /print\s+(["'])(.*?)\1/s.exec(script?.text ?? '')?.[2];
    if (words !== undefined) process.write(words.replaceAll('\\n', '\n') + (script?.addsLineEnd ? '\n' : ''));
    process.exit(0);
  },
  wake(process, reason) {
    const digits = Math.min(Number(reason.slice(3)), MAX_DIGITS);
    process.write(`${pi(digits)}${scriptOf(process)?.addsLineEnd ? '\n' : ''}`);
    process.exit(0);
  },
  terminate() {
    // PID 1 without a handler: the kernel drops the signal.
  },
};

/** Pi to N digits takes 3 ms of a core for each. */
export const perl: ImageBehaviour = {
  image: 'docker.io/library/perl',
  tags: /^(5|5\.(3\d|4\d)(\.\d+)?|stable|slim)(-(slim|bookworm|bullseye|trixie))*$/,
  sizeMB: 330,
  cmd: ['perl', '-de0'],
  workingDir: '/usr/src/app',
  userland: 'debian',
  tools: ['curl', 'wget'],
  programs: { perl: perlProgram },
};
