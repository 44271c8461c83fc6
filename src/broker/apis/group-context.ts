import type { RequestContext as GroupContext } from '../coordinator/group/request-context.ts';
import type { RequestContext } from './row.ts';

/** Who asks, as the group coordinator wants to know it. */
export const groupContext = ({ clientId, peer, version }: RequestContext): GroupContext => ({
  clientId,
  clientHost: peer.host,
  apiVersion: version,
});
