/**
 * Whether text is YAML, and what go-yaml says if not. Values are read elsewhere.
 * Models parserc.go and decode.go of go.yaml.in/yaml/v2 (sigs.k8s.io/yaml uses it).
 * Left out: undefined handles of tags.
 */
import { Scanner } from './scanner';
import { type Mark, type TokenType, YamlError, parserError } from './tokens';

/** `yaml: line 4: did not find expected key` for the first document of `text`; undefined if it is good. */
export function yamlError(text: string): string | undefined {
  if (hasControlCharacter(text)) {
    return 'yaml: control characters are not allowed';
  }
  try {
    new Parser(text).document();
    return undefined;
  } catch (error) {
    if (error instanceof YamlError) return error.message;
    throw error;
  }
}

/** Characters that YAML does not allow anywhere; tabs and line ends it does. */
function hasControlCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isControl = code < 0x20 ? code !== 9 && code !== 10 && code !== 13 : code >= 0x7f && code < 0xa0;
    if ((isControl && code !== 0x85) || code >= 0xfffe) return true;
  }
  return false;
}

class Parser {
  private readonly scanner: Scanner;
  private readonly anchors = new Set<string>();

  constructor(text: string) {
    this.scanner = new Scanner(text);
  }

  /** Throws YamlError where the text is broken. */
  document(): void {
    if (this.next() === 'stream end') return;
    if (this.next() === 'document end') throw this.unexpected('did not find expected node content', this.mark());
    const hasDirective = this.next() === 'directive';
    while (this.next() === 'directive') this.scanner.skip();
    if (this.next() === 'document start') this.scanner.skip();
    else if (hasDirective) throw this.unexpected('did not find expected <document start>', this.mark());
    if (!['directive', 'document start', 'document end', 'stream end'].includes(this.next())) this.node(true, false);
    this.next(); // The end of the document is looked for, so what stands there must be readable.
  }

  private next(): TokenType {
    return this.scanner.peek().type;
  }

  private mark(): Mark {
    return this.scanner.peek().start;
  }

  private unexpected(problem: string, context: Mark): YamlError {
    return parserError(problem, this.mark(), context);
  }

  /** One value. `inMapping`: entries may stand at the column of the key. */
  private node(isBlock: boolean, inMapping: boolean): void {
    const { type, start, text = '' } = this.scanner.peek();
    if (type === 'alias') {
      this.scanner.skip();
      if (!this.anchors.has(text)) throw new YamlError(`yaml: unknown anchor '${text}' referenced`);
      return;
    }
    const hasProperties = this.properties();
    const next = this.next();
    if (inMapping && next === 'entry') this.indentlessSequence();
    else if (next === 'scalar') this.scanner.skip();
    else if (next === '[') this.flowSequence();
    else if (next === '{') this.flowMapping();
    else if (isBlock && next === 'block sequence start') this.blockSequence();
    else if (isBlock && next === 'block mapping start') this.blockMapping();
    else if (!hasProperties) throw this.unexpected('did not find expected node content', start);
  }

  private properties(): boolean {
    let hasAnchor = false;
    let hasTag = false;
    for (;;) {
      const { type, text = '' } = this.scanner.peek();
      if (type === 'anchor' && !hasAnchor) {
        hasAnchor = true;
        this.anchors.add(text);
      } else if (type === 'tag' && !hasTag) hasTag = true;
      else return hasAnchor || hasTag;
      this.scanner.skip();
    }
  }

  private blockSequence(): void {
    const context = this.mark();
    this.scanner.skip();
    while (this.next() === 'entry') {
      this.scanner.skip();
      this.nodeUnless(['entry', 'block end'], true, false);
    }
    if (this.next() !== 'block end') throw this.unexpected("did not find expected '-' indicator", context);
    this.scanner.skip();
  }

  private indentlessSequence(): void {
    while (this.next() === 'entry') {
      this.scanner.skip();
      this.nodeUnless(['entry', 'key', 'value', 'block end'], true, false);
    }
  }

  private blockMapping(): void {
    const context = this.mark();
    this.scanner.skip();
    while (this.next() === 'key') {
      this.scanner.skip();
      this.nodeUnless(['key', 'value', 'block end'], true, true);
      if (this.next() !== 'value') continue;
      this.scanner.skip();
      this.nodeUnless(['key', 'value', 'block end'], true, true);
    }
    if (this.next() !== 'block end') throw this.unexpected('did not find expected key', context);
    this.scanner.skip();
  }

  private flowSequence(): void {
    const context = this.mark();
    this.scanner.skip();
    for (let isFirst = true; this.next() !== ']'; isFirst = false) {
      if (!isFirst) {
        if (this.next() !== ',') throw this.unexpected("did not find expected ',' or ']'", context);
        this.scanner.skip();
      }
      if (this.next() === 'key') {
        this.scanner.skip();
        this.pair([',', ']']);
      } else if (this.next() !== ']') this.node(false, false);
    }
    this.scanner.skip();
  }

  private flowMapping(): void {
    const context = this.mark();
    this.scanner.skip();
    for (let isFirst = true; this.next() !== '}'; isFirst = false) {
      if (!isFirst) {
        if (this.next() !== ',') throw this.unexpected("did not find expected ',' or '}'", context);
        this.scanner.skip();
      }
      if (this.next() === 'key') {
        this.scanner.skip();
        this.pair([',', '}']);
      } else if (this.next() !== '}') this.node(false, false);
    }
    this.scanner.skip();
  }

  /** A key and its value in `[]` or `{}`; either may be missing. */
  private pair(ends: readonly TokenType[]): void {
    this.nodeUnless(['value', ...ends], false, false);
    if (this.next() !== 'value') return;
    this.scanner.skip();
    this.nodeUnless(ends, false, false);
  }

  private nodeUnless(types: readonly TokenType[], isBlock: boolean, inMapping: boolean): void {
    if (!types.includes(this.next())) this.node(isBlock, inMapping);
  }
}
