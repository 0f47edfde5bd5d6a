/** Numbers and booleans in flags, read and refused as Go's strconv does. */
import { CommandError } from '../errors';

const trueWords: readonly string[] = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const falseWords: readonly string[] = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** What ParseBool reads `text` as; undefined if it is no boolean. */
export function goBool(text: string): boolean | undefined {
  if (trueWords.includes(text)) return true;
  return falseWords.includes(text) ? false : undefined;
}

/** A whole number, as Atoi reads it. Throws CommandError: `strconv.Atoi: parsing "x": invalid syntax`. */
export function goAtoi(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new CommandError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
}

/** A number of 16 bits. Throws CommandError with the text of ParseUint. */
export function goPort(text: string): number {
  const fault = !/^\d+$/.test(text) ? 'invalid syntax' : Number(text) > 65_535 ? 'value out of range' : undefined;
  if (fault !== undefined) throw new CommandError(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${fault}`);
  return Number(text);
}

/** A number where `text` is one, else the text: Kubernetes' IntOrString. */
export function intOrString(text: string): number | string {
  return /^[+-]?\d+$/.test(text) ? Number(text) : text;
}
