/** What a failure says besides its message; every part is for a person who wants to go on. */
export interface FailureDetails {
  /** A short constant for scripts: a Kafka error name where there is one, else our own. */
  code?: string;
  /** The thing that failed: a flag, a file and line, a broker, a topic and partition. */
  where?: string;
  /** What to try, in the order to try it; whole commands where possible. */
  advice?: string | readonly string[];
  cause?: unknown;
}

/** A failure that a person can act on. Every floor may throw it; only the CLI prints it and chooses an exit code. */
export class Failure extends Error {
  override name = 'Failure';
  readonly code: string;
  readonly where: string | undefined;
  readonly advice: readonly string[];

  constructor(message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code ?? 'FAILED';
    this.where = details.where;
    this.advice = typeof details.advice === 'string' ? [details.advice] : (details.advice ?? []);
  }
}

/** Text that does not say what it should (a size, a rate, a time): carries what would have worked. */
export class Unreadable extends Failure {
  override name = 'Unreadable';

  constructor(message: string, examples: readonly string[]) {
    super(message, { code: 'USAGE', advice: `write for example ${examples.join(', ')}` });
  }
}
