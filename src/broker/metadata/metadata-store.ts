/** The stored metadata and its file. A change holds when the disk has it, and not at all when it could not be written. */
import type { FileSystem } from '../log/file-system.ts';
import { type StoredMetadata, type StoredTopic, writeMetadata } from './metadata-file.ts';

export class MetadataStore {
  private readonly fs: FileSystem;
  private readonly directory: string;
  private stored: StoredMetadata;

  constructor(fs: FileSystem, directory: string, stored: StoredMetadata) {
    this.fs = fs;
    this.directory = directory;
    this.stored = stored;
  }

  get current(): StoredMetadata {
    return this.stored;
  }

  /** How often the metadata was changed: what is the offset of its log in Kafka. */
  get offset(): number {
    return this.stored.changes ?? 0;
  }

  change(apply: (draft: StoredMetadata) => void): void {
    const draft = structuredClone(this.stored);
    apply(draft);
    draft.changes = this.offset + 1;
    writeMetadata(this.fs, this.directory, draft);
    this.stored = draft;
  }

  changeTopic(name: string, apply: (draft: StoredTopic) => void): void {
    this.change(({ topics }) => apply(topics.find(topic => topic.name === name)!));
  }
}
