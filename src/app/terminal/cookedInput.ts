/** What is typed while a program runs: a line at a time, echoed, as a terminal driver does it. */
import { textWidth } from './cellWidth';
import type { Key } from './keys';

export interface CookedHost {
  write(text: string): void;
  /** A line with its newline; undefined is Ctrl-D. */
  send(text: string | undefined): void;
  interrupt(): void;
}

export class CookedInput {
  #text = '';

  constructor(private readonly host: CookedHost) {}

  /** The line that is not whole yet; it is gone then. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  press(key: Key): void {
    switch (key.type) {
      case 'text':
      case 'paste':
        return this.#add(key.text);
      case 'enter':
        return this.#add('\n');
      case 'interrupt':
        this.host.write('^C\r\n');
        this.take();
        return this.host.interrupt();
      case 'endOfInput':
        if (this.#text === '') return this.host.send(undefined);
        return this.host.send(this.take());
      case 'edit':
        if (key.edit === 'backspace') return this.#erase();
        return undefined;
      default:
        return undefined;
    }
  }

  #add(text: string): void {
    this.host.write(text.replace(/\n/g, '\r\n'));
    const lines = (this.#text + text).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.host.send(`${line}\n`);
  }

  #erase(): void {
    const last = [...this.#text].at(-1);
    if (last === undefined) return;
    this.#text = this.#text.slice(0, -last.length);
    const width = textWidth(last);
    this.host.write('\b'.repeat(width) + ' '.repeat(width) + '\b'.repeat(width));
  }
}
