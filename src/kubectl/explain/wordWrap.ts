/** Wraps text at blanks. Models github.com/mitchellh/go-wordwrap, which kubectl's explain uses. */

/** `text` in lines of at most `limit` characters where words allow it. Line ends and runs of blanks in a line stay. */
export function wrapWords(text: string, limit: number): string {
  let out = '';
  let column = 0;
  let word = '';
  let space = '';
  const flush = (): void => {
    column += space.length + word.length;
    out += space + word;
    space = '';
    word = '';
  };
  for (const char of text) {
    if (char === '\n') {
      if (word === '' && column + space.length > limit) space = '';
      flush();
      out += char;
      column = 0;
    } else if (/\s/.test(char) && char !== '\xa0') {
      if (space === '' || word !== '') flush();
      space += char;
    } else {
      word += char;
      if (column + word.length + space.length > limit && word.length < limit) {
        out += '\n';
        column = 0;
        space = '';
      }
    }
  }
  if (word !== '' || column + space.length <= limit) flush();
  return out;
}
