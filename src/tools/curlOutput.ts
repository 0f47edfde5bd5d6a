/** Where the bodies of one transfer of curl go: standard output, as the C library writes it line by line, or a file. */
import type { CurlOptions } from './curlOptions';
import type { Steps, ToolHost } from './tool';

export class CurlOutput {
  /** Absent: standard output. */
  readonly file: string | undefined;
  #text = '';
  #hasText = false;

  constructor(
    private readonly host: ToolHost,
    options: CurlOptions,
    index: number,
  ) {
    const url = options.urls[index] ?? '';
    const remote = options.has('remote-name') ? url.replace(/[?#].*$/, '').replace(/^.*\//, '') : undefined;
    const file = options.all('output')[index] ?? remote;
    this.file = file === '-' || file === '' ? undefined : file;
  }

  /** A last line without its end comes with `flush`, after whatever is said until then. */
  *write(text: string): Steps<void> {
    this.#hasText ||= text !== '';
    this.#text += text;
    if (this.file !== undefined) return;
    const end = this.#text.lastIndexOf('\n') + 1;
    if (end > 0) yield* this.host.out(this.#text.slice(0, end));
    this.#text = this.#text.slice(end);
  }

  /** Writes the file; the reason if that fails. */
  *save(): Steps<string | undefined> {
    if (this.file === undefined || this.file === '/dev/null' || !this.#hasText) return undefined;
    return yield* this.host.writeFile(this.file, this.#text);
  }

  *flush(): Steps<void> {
    if (this.file !== undefined || this.#text === '') return;
    yield* this.host.out(this.#text);
    this.#text = '';
  }
}
