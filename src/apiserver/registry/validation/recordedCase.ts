/** One manifest and what a real 1.36.3 answered. */
export interface RecordedCase {
  readonly manifest: string;
  /** The reason behind `cannot be handled as a <Kind>: `. */
  readonly decodeError?: string;
  /** Field and complaint, in the server's order; empty where it was accepted. */
  readonly errors?: readonly string[];
  readonly warnings?: readonly string[];
}
