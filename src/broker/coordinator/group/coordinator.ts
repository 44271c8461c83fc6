/**
 * The coordinator of groups as the broker's APIs see it: sends each request to the shard of its group and puts
 * refusals into the form of the API (Kafka's GroupCoordinatorService). Authorization, and whether topics exist, are
 * the callers' to check.
 */
import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { heartbeat as heartbeatApi } from '../../../protocol/apis/12-heartbeat.ts';
import type { leaveGroup } from '../../../protocol/apis/13-leave-group.ts';
import type { describeGroups } from '../../../protocol/apis/15-describe-groups.ts';
import type { listGroups } from '../../../protocol/apis/16-list-groups.ts';
import type { deleteGroups as deleteGroupsApi } from '../../../protocol/apis/42-delete-groups.ts';
import type { offsetDelete } from '../../../protocol/apis/47-offset-delete.ts';
import type { consumerGroupHeartbeat } from '../../../protocol/apis/68-consumer-group-heartbeat.ts';
import { errors } from '../../../protocol/errors.ts';
import { checkHeartbeat } from './consumer/check-heartbeat.ts';
import {
  type DescribedConsumerGroup,
  describeConsumerGroup,
  describeConsumerGroupError,
} from './consumer/consumer-describe.ts';
import { consumerHeartbeat } from './consumer/consumer-heartbeat.ts';
import { deleteGroups } from './delete-groups.ts';
import { describe, describeError, list } from './describe.ts';
import { GroupError } from './group-error.ts';
import { heartbeat } from './heartbeat.ts';
import { join } from './join.ts';
import { leave } from './leave.ts';
import type { JoinReply, JoinRequest, SyncReply, SyncRequest } from './member.ts';
import { type CommitReply, type CommitRequest, commitOffsets } from './offset-commit.ts';
import { deleteOffsets } from './offset-delete.ts';
import { type FetchReply, type FetchRequest, fetchOffsets, offsetsOf } from './offset-fetch.ts';
import { joinError, syncError } from './rebalance.ts';
import type { RequestContext } from './request-context.ts';
import { attempt, Shards } from './shards.ts';
import { sync } from './sync.ts';
import { type CommittedTopic, commitTransactionalOffsets, type TxnCommitRequest } from './txn-offset-commit.ts';

/** First version of JoinGroup in which no protocol is null instead of empty. */
const NULL_PROTOCOL_VERSION = 7;

type Request<A> = RequestOf<A>;
type Response<A> = ResponseInput<A>;

export class GroupCoordinator extends Shards {
  /** Waits for the rest of the group, minutes if need be. Who disconnects meanwhile stays a member, as in Kafka. */
  async join(request: JoinRequest, context: RequestContext): Promise<JoinReply> {
    const { minSessionTimeoutMs, maxSessionTimeoutMs } = this.surroundings.config;
    const { groupId, memberId, sessionTimeoutMs } = request;
    const decide = (): JoinReply | Promise<JoinReply> => {
      this.assertNamed(groupId);
      if (sessionTimeoutMs < minSessionTimeoutMs || sessionTimeoutMs > maxSessionTimeoutMs)
        throw new GroupError('INVALID_SESSION_TIMEOUT');
      return join(this.shardOf(groupId), request, context);
    };
    const reply = await attempt(decide, ({ error }) => joinError(error, memberId));
    return context.apiVersion >= NULL_PROTOCOL_VERSION ? reply : { ...reply, protocolName: reply.protocolName ?? '' };
  }

  /** Waits for the leader's assignment. */
  async sync(request: SyncRequest, context: RequestContext): Promise<SyncReply> {
    const decide = (): SyncReply | Promise<SyncReply> => {
      this.assertNamed(request.groupId);
      return sync(this.shardOf(request.groupId), request, context);
    };
    return attempt(decide, ({ error }) => syncError(error));
  }

  heartbeat(request: Request<typeof heartbeatApi>): Response<typeof heartbeatApi> {
    const decide = () => {
      this.assertNamed(request.groupId);
      heartbeat(this.shardOf(request.groupId), request);
      return { errorCode: errors.NONE.code };
    };
    // While its group is being loaded nobody can say better than that the member is alive.
    return attempt(decide, ({ error, code }) => ({
      errorCode: error === 'COORDINATOR_LOAD_IN_PROGRESS' ? errors.NONE.code : code,
    }));
  }

  leave(request: Request<typeof leaveGroup>, context: RequestContext): Response<typeof leaveGroup> {
    const decide = () => {
      this.assertNamed(request.groupId);
      return leave(this.shardOf(request.groupId), request, context);
    };
    return attempt(decide, ({ code }) => ({ errorCode: code }));
  }

  /** Membership of the consumer protocol, all of it (KIP-848). */
  consumerHeartbeat(
    request: Request<typeof consumerGroupHeartbeat>,
    context: RequestContext,
  ): Response<typeof consumerGroupHeartbeat> {
    const decide = () => {
      this.assertActive();
      checkHeartbeat(this.surroundings.config, request, context.apiVersion);
      return consumerHeartbeat(this.shardOf(request.groupId), request, context);
    };
    return attempt(decide, ({ code, message }) => ({
      throttleTimeMs: 0,
      errorCode: code,
      errorMessage: message,
      memberEpoch: 0,
      heartbeatIntervalMs: 0,
    }));
  }

  describeConsumerGroups(groupIds: readonly string[]): DescribedConsumerGroup[] {
    return groupIds.map(groupId =>
      attempt(
        () => {
          this.assertNamed(groupId);
          return describeConsumerGroup(this.shardOf(groupId), groupId);
        },
        error => describeConsumerGroupError(groupId, error),
      ),
    );
  }

  describe(request: Request<typeof describeGroups>, { apiVersion }: RequestContext): Response<typeof describeGroups> {
    return {
      groups: request.groups.map(groupId =>
        attempt(
          () => describe(this.shardOf(groupId), groupId, apiVersion),
          error => describeError(groupId, error),
        ),
      ),
    };
  }

  /** The groups of all partitions loaded; an error while one that should be is not, for the list would lack groups. */
  list(request: Request<typeof listGroups>): Response<typeof listGroups> {
    const decide = () => {
      this.assertActive();
      for (let partition = 0; partition < this.partitions; partition++)
        if (!this.shards.has(partition) && this.isServed(partition))
          throw new GroupError('COORDINATOR_LOAD_IN_PROGRESS');
      return { errorCode: errors.NONE.code, groups: [...this.shards.values()].flatMap(shard => list(shard, request)) };
    };
    return attempt(decide, ({ code }) => ({ errorCode: code, groups: [] }));
  }

  deleteGroups({ groupsNames }: Request<typeof deleteGroupsApi>): Response<typeof deleteGroupsApi> {
    const byPartition = Map.groupBy(new Set(groupsNames), groupId => this.partitionFor(groupId));
    const results = [...byPartition.values()].flatMap(groupIds => {
      const codes = attempt(
        () => deleteGroups(this.shardOf(groupIds[0]!), groupIds),
        ({ code }) => new Map(groupIds.map(groupId => [groupId, code])),
      );
      return [...codes].map(([groupId, errorCode]) => ({ groupId, errorCode }));
    });
    return { throttleTimeMs: 0, results };
  }

  commitOffsets(request: CommitRequest, context: RequestContext): CommitReply {
    return attempt(
      () => commitOffsets(this.shardOf(request.groupId), request, context),
      ({ code }) => ({
        topics: request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code })),
        })),
      }),
    );
  }

  /** Offsets that count when their transaction is committed; `endTransaction` tells. */
  commitTransactionalOffsets(request: TxnCommitRequest): readonly CommittedTopic[] {
    return attempt(
      () => commitTransactionalOffsets(this.shardOf(request.groupId), request),
      ({ code }) =>
        request.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code })),
        })),
    );
  }

  /** The marker of a producer's transaction is in a partition: what it has committed there counts, or is forgotten. */
  endTransaction(partition: number, producerId: number, committed: boolean): void {
    const shard = this.shards.get(partition);
    shard?.pending.end(producerId, committed, shard.offsets);
  }

  fetchOffsets(request: FetchRequest, { apiVersion }: RequestContext): FetchReply {
    return fetchOffsets(request, apiVersion, question =>
      attempt(
        () => offsetsOf(this.shardOf(question.groupId), question, request.requireStable),
        ({ code }) => ({ groupId: question.groupId, topics: [], errorCode: code }),
      ),
    );
  }

  deleteOffsets(request: Request<typeof offsetDelete>): Response<typeof offsetDelete> {
    const decide = () => {
      this.assertNamed(request.groupId);
      return deleteOffsets(this.shardOf(request.groupId), request);
    };
    return attempt(decide, ({ code }) => ({ errorCode: code, throttleTimeMs: 0, topics: [] }));
  }
}
