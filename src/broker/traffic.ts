/** Counts what goes in and out, for whoever shows it. Records are counted by the headers of their batches. */
import { recordCount, wholeBatches } from '../protocol/records/batch.ts';
import type { Answer, Exchange, Observer } from './observer.ts';

const PRODUCE = 0;
const FETCH = 1;

export class Traffic implements Observer {
  requests = 0;
  recordsIn = 0;
  recordsOut = 0;
  bytesIn = 0;
  bytesOut = 0;

  answered({ api, request, requestBytes }: Exchange, { response, responseBytes }: Answer): void {
    this.requests++;
    this.bytesIn += requestBytes;
    this.bytesOut += responseBytes;
    if (api.key === PRODUCE) this.produced(request, response);
    else if (api.key === FETCH) this.fetched(response);
  }

  /** Records that were refused are none. */
  private produced(request: Exchange['request'], response: Answer['response']): void {
    request.topicData.forEach(({ partitionData }: { partitionData: { records: Buffer | null }[] }, t: number) => {
      partitionData.forEach(({ records }, p) => {
        const errorCode = response?.responses[t]?.partitionResponses[p]?.errorCode ?? 0;
        if (records !== null && errorCode === 0) this.recordsIn += countIn([records]);
      });
    });
  }

  private fetched(response: Answer['response']): void {
    for (const { partitions } of response?.responses ?? [])
      for (const { records } of partitions) if (records) this.recordsOut += countIn([records].flat());
  }
}

function countIn(slices: readonly Buffer[]): number {
  let records = 0;
  for (const slice of slices) for (const at of wholeBatches(slice)) records += recordCount(slice, at);
  return records;
}
