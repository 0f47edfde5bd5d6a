/** Steps of a solution as the panel's buttons do them: in the terminal, which keeps what a line has set. Pure. */
import type { RanAt } from '../../client/lesson';
import { type Step, filledIn } from '../../shell/transcript';

/** The line of the terminal that the step is; undefined for what no line does. */
export function lineOf(step: Step): string | undefined {
  if (step.type === 'command') return step.text;
  // What it prints is what the steps behind it need.
  return step.type === 'set' ? `${step.name}=$(${step.command}) && echo "$${step.name}"` : undefined;
}

/** `text` of a step with what lines among `steps` have set when they were run last. */
export function withVariables(text: string, steps: readonly Step[], ran: readonly RanAt[]): string {
  const variables = new Map<string, string>();
  for (const step of steps) {
    const last =
      step.type === 'set' ? ran.findLast(({ line }) => line.text === lineOf(step) && line.exitCode === 0) : undefined;
    if (step.type === 'set' && last !== undefined) variables.set(step.name, last.line.output.trimEnd());
  }
  return filledIn(text, variables);
}
