/**
 * What the server warns of in one answer, each once, and no more than the headers of an answer hold.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/filters/warning.go (v1.36.3).
 */

/** All warnings of an answer have about so many characters; from there on each is cut, and further ones are left out. */
const MAX_TOTAL = 4 * 1024;
const MAX_EACH = 256;

/** The warnings of one answer. */
export class Warnings {
  /** Most answers have none. */
  #seen: Set<string> | undefined;
  #texts: string[] = [];
  #length = 0;
  #isCutting = false;

  /** In the order in which they came. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  add(text: string): void {
    if (text === '' || (this.#isCutting && this.#length >= MAX_TOTAL) || this.#seen?.has(text) === true) return;
    this.#seen ??= new Set();
    this.#seen.add(text);
    if (!this.#isCutting && this.#length + lengthOf(text) > MAX_TOTAL) {
      this.#isCutting = true;
      this.#texts = this.#texts.map(cut);
      this.#length = this.#texts.reduce((sum, each) => sum + lengthOf(each), 0);
    }
    const told = this.#isCutting ? cut(text) : text;
    this.#texts.push(told);
    this.#length += lengthOf(told);
  }
}

/** In code points. */
function lengthOf(text: string): number {
  return [...text].length;
}

function cut(text: string): string {
  return text.length <= MAX_EACH ? text : [...text].slice(0, MAX_EACH).join('');
}
