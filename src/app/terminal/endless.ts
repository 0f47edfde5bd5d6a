/** Which lines go on until somebody stops them: they give way to a line that a button runs, others are waited for. */

const ENDLESS: readonly RegExp[] = [
  /\s(-w|--watch|--watch-only)(=true)?(\s|$)/,
  /\blogs\b.*\s(-f|--follow|-[a-z]*f)(=true)?(\s|$)/,
  /^\s*watch\s/,
  /\bport-forward\b/,
  /\bkubectl\s+proxy\b/,
  /\bwhile\s+(true|:)/,
  /\bsleep\s+(inf|infinity)\b/,
  /\bping\b(?!.*\s-c)/,
];

/** Whether nobody would wait for the end of `line`. */
export const isEndless = (line: string): boolean => ENDLESS.some((pattern) => pattern.test(line));
