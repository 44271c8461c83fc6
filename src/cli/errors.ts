/** The failures that choose their own exit code, and how any failure is told: to a person on stderr, to a script as JSON. */
import { Failure, type FailureDetails } from '../lib/failure.ts';
import { exit } from './exit.ts';
import { paintFor } from './paint.ts';

/** The command line, an environment variable or a settings file says something impossible. Nothing was changed. */
export class UsageError extends Failure {
  override name = 'UsageError';

  constructor(message: string, details: FailureDetails = {}) {
    super(message, { code: 'USAGE', ...details });
  }
}

/** The command did its work, and the answer is "not as it should be" (over a cap, verification differs). */
export class CheckFailed extends Failure {
  override name = 'CheckFailed';

  constructor(message: string, details: FailureDetails = {}) {
    super(message, { code: 'CHECK_FAILED', ...details });
  }
}

/** What is known of a failure, whoever threw it. */
interface Told {
  code: string;
  message: string;
  where?: string;
  try?: readonly string[];
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof CheckFailed) return exit.checkFailed;
  if (error instanceof UsageError || (error instanceof Failure && error.code === 'USAGE')) return exit.usage;
  return exit.failed;
}

/**
 * Reads `code`, `where`, `advice` and the broker, topic, partition of any error: the gateway's KafkaError, a relay's refusal
 * and Node's own errors need not know this floor.
 */
function tell(error: unknown): Told {
  if (!(error instanceof Error)) return { code: 'INTERNAL', message: String(error) };
  const facts = error as Error & Record<'code' | 'where' | 'advice' | 'broker' | 'topic' | 'partition', unknown>;
  const where = typeof facts.where === 'string' ? facts.where : placeOf(facts);
  const advice = [facts.advice ?? []].flat().filter((line): line is string => typeof line === 'string' && line !== '');
  return {
    code: typeof facts.code === 'string' ? facts.code : 'INTERNAL',
    message: error.message || error.name,
    ...(where ? { where } : {}),
    ...(advice.length > 0 ? { try: advice } : {}),
  };
}

function placeOf({ broker, topic, partition }: { broker: unknown; topic: unknown; partition: unknown }): string {
  const places: string[] = [];
  if (typeof topic === 'string')
    places.push(`topic ${topic}${typeof partition === 'number' ? `, partition ${partition}` : ''}`);
  if (typeof broker === 'string' || typeof broker === 'number') places.push(`broker ${broker}`);
  return places.join(', ');
}

/** The text or the one JSON line that goes to stderr. */
export function renderFailure(error: unknown, { json }: { json: boolean }): string {
  const told = tell(error);
  if (json) return `${JSON.stringify({ error: told })}\n`;
  const paint = paintFor(process.stderr);
  const lines = [`${paint.bad('error:')} ${told.message}`];
  if (told.where && !told.message.includes(told.where)) lines.push(`  ${paint.dim('where:')} ${told.where}`);
  for (const advice of told.try ?? []) lines.push(`  ${paint.dim('try:')} ${advice}`);
  if (told.code === 'INTERNAL') {
    const stack = error instanceof Error ? error.stack : undefined;
    lines.push(
      process.env.DEBUG
        ? (stack ?? '')
        : `  ${paint.dim('try:')} the same with DEBUG=mq, and report what it shows: this is a defect of mq`,
    );
  }
  return `${lines.join('\n')}\n`;
}
