/**
 * Keys that stand twice in one object of JSON text, of which a JSON parser keeps the last without a word.
 * Models the strict reading of sigs.k8s.io/json (as of v1.36.3). One pass, whatever the depth: anybody may send it.
 */

/** An object or a list that the reader is in. */
interface Place {
  /** Of an object: what has been seen. Undefined in a list. */
  readonly keys: Set<string> | undefined;
  key: string;
  index: number;
}

/** Paths of those keys, each once, as `spec.containers[0].image`. `text` must be sound JSON. */
export function duplicateKeys(text: string): readonly string[] {
  const found = new Set<string>();
  const places: Place[] = [];
  let isKey = false;
  for (let at = 0; at < text.length; at += 1) {
    const place = places.at(-1);
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        if (isKey && place?.keys !== undefined) {
          place.key = keyOf(text.slice(at, end + 1));
          if (place.keys.has(place.key)) found.add(pathOf(places));
          place.keys.add(place.key);
          isKey = false;
        }
        at = end;
        break;
      }
      case BRACE:
        places.push({ keys: new Set(), key: '', index: 0 });
        isKey = true;
        break;
      case BRACKET:
        places.push({ keys: undefined, key: '', index: 0 });
        break;
      case CLOSING_BRACE:
      case CLOSING_BRACKET:
        places.pop();
        isKey = false;
        break;
      case COMMA:
        if (place !== undefined) place.index += 1;
        isKey = place?.keys !== undefined;
        break;
      default:
    }
  }
  return [...found];
}

const QUOTE = 34;
const COMMA = 44;
const BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const BRACE = 123;
const CLOSING_BRACE = 125;

/** Where the string that opens at `from` closes. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}

function keyOf(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}

function pathOf(places: readonly Place[]): string {
  return places
    .map(({ keys, key, index }) => (keys === undefined ? `[${index}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
}
