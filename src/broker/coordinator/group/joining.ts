import type { JoinReply, JoinRequest } from './member.ts';
import type { Reply } from './reply.ts';
import type { RequestContext } from './request-context.ts';

/** A JoinGroup on its way to an answer. */
export interface Joining {
  readonly request: JoinRequest;
  readonly context: RequestContext;
  readonly reply: Reply<JoinReply>;
}
