/** `<`, `>`, `>>`, `2>&1` and here-documents: the streams of one command. */
import { expandText } from './expand';
import type { ShellMachine } from './machine';
import type { Sink, Streams } from './shellState';
import { scopeOf } from './shellScope';
import type { Redirect } from './syntax';

/** The machine's streams as `redirects` change them; undefined after a complaint. Files are created at once. */
export function redirected(machine: ShellMachine, redirects: readonly Redirect[]): Streams | undefined {
  let streams = machine.streams;
  for (const { fd, operator, target } of redirects) {
    const text = expandText(target, scopeOf(machine));
    if (operator === '<<') streams = { ...streams, input: text };
    else if (operator === '>&') {
      const from = text === '2' ? streams.err : streams.out;
      streams = fd === 2 ? { ...streams, err: from } : { ...streams, out: from };
    } else if (operator === '<') {
      const input = machine.host.process.files.read(machine.absolute(text));
      if (input === undefined) return refuse(machine, `can't open ${text}: no such file`);
      streams = { ...streams, input };
    } else {
      const sink = open(machine, text, operator === '>>');
      if (!sink) return undefined;
      if (fd === 1 || fd === 12) streams = { ...streams, out: sink };
      if (fd === 2 || fd === 12) streams = { ...streams, err: sink };
    }
  }
  return streams;
}

function open(machine: ShellMachine, name: string, append: boolean): Sink | undefined {
  const path = machine.absolute(name);
  if (path === '/dev/null') return { type: 'null' };
  // The container's own streams by the names that images use.
  if (/^\/(dev\/stdout|proc\/(1|self)\/fd\/1)$/.test(path)) return { type: 'stdout' };
  if (/^\/(dev\/stderr|proc\/(1|self)\/fd\/2)$/.test(path)) return { type: 'stderr' };
  const refusal = machine.host.process.files.write(path, '', { append });
  if (!refusal) return { type: 'file', path };
  return refuse(
    machine,
    `can't create ${name}: ${refusal === 'No such file or directory' ? 'nonexistent directory' : refusal}`,
  );
}

function refuse(machine: ShellMachine, text: string): undefined {
  machine.complain(text);
  return undefined;
}
