/** Writes `[pod/web/nginx] ` before each line of a text that comes in pieces. */

/** Puts its prefix where lines begin, wherever the pieces are cut. */
export class LinePrefix {
  #atStart = true;

  /** An empty prefix leaves texts as they are. */
  constructor(private readonly prefix: string) {}

  /** The next piece, with the prefix where lines begin. */
  add(text: string): string {
    if (this.prefix === '' || text === '') return text;
    const lines = text.replace(/\n(?=[^])/g, `\n${this.prefix}`);
    const result = this.#atStart ? this.prefix + lines : lines;
    this.#atStart = text.endsWith('\n');
    return result;
  }
}
