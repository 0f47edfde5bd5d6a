/** What a line prints that is refused: a button's deed stands for one, and lessons look at it. */
import { errorText } from '../../kubectl/errorText';

/** As kubectl words it; what is no refusal of the API server stands as it is, as minikube prints it. */
export function refusalText(error: unknown): string {
  try {
    return errorText(error, 'kubectl').text;
  } catch {
    return `${error instanceof Error ? error.message : String(error)}\n`;
  }
}
