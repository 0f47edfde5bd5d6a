/** What a person has to put right: said in one line, without a stack. */

/** Its message is for the person at the terminal; the process ends with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
