/**
 * A file system in memory that knows what was synced, so that a test can pull the plug: `afterPowerLoss` gives the disk as
 * it is found then. Names are on the disk when their directory was synced, content when the file was.
 */
import { basename, dirname } from 'node:path';
import type { FileStatus, FileSystem } from '../../src/broker/log/file-system.ts';
import type { Random } from './random.ts';

interface Write {
  readonly position: number;
  readonly bytes: Buffer;
}

class FileNode {
  content: Buffer = Buffer.alloc(0);
  synced: Buffer = Buffer.alloc(0);
  /** Since the last sync; a truncation is a write of nothing at that size. */
  unsynced: Write[] = [];
  modifiedMs: number;

  constructor(modifiedMs: number) {
    this.modifiedMs = modifiedMs;
  }

  write({ position, bytes }: Write): void {
    this.unsynced.push({ position, bytes: Buffer.from(bytes) });
    this.content = written(this.content, { position, bytes });
  }

  truncate(size: number): void {
    this.content = resized(this.content, size);
    this.unsynced.push({ position: size, bytes: Buffer.alloc(0) });
  }

  sync(): void {
    this.synced = Buffer.from(this.content);
    this.unsynced = [];
  }
}

class DirectoryNode {
  entries = new Map<string, FileNode | DirectoryNode>();
  synced = new Map<string, FileNode | DirectoryNode>();
}

/** What becomes of bytes that were not synced: gone, zeros in their place, or a random part of them on the disk. */
export type Loss = 'gone' | 'zeros' | Random;

export class MemoryFileSystem implements FileSystem {
  readonly nowMs: () => number;
  /** Set to make writes fail: gets the path, throws. */
  beforeWrite: (path: string) => void = () => {};
  /** Set to make syncs fail. */
  beforeSync: (path: string) => void = () => {};
  private readonly root = new DirectoryNode();
  private readonly open_ = new Map<number, { node: FileNode; path: string }>();
  private nextDescriptor = 3;

  constructor({ nowMs = () => 0 }: { nowMs?: () => number } = {}) {
    this.nowMs = nowMs;
  }

  get openFiles(): number {
    return this.open_.size;
  }

  open(path: string, mode: 'r' | 'r+' | 'w+' | 'wx'): number {
    const directory = this.directory(dirname(path));
    let node = directory.entries.get(basename(path));
    if (node instanceof DirectoryNode) throw failure('EISDIR', path);
    if (node !== undefined && mode === 'wx') throw failure('EEXIST', path);
    if (node === undefined && (mode === 'r' || mode === 'r+')) throw failure('ENOENT', path);
    if (node === undefined) directory.entries.set(basename(path), (node = new FileNode(this.nowMs())));
    else if (mode === 'w+') node.truncate(0);
    this.open_.set(this.nextDescriptor, { node, path });
    return this.nextDescriptor++;
  }

  close(descriptor: number): void {
    if (!this.open_.delete(descriptor)) throw failure('EBADF', String(descriptor));
  }

  read(descriptor: number, into: Buffer, at: number, length: number, position: number): number {
    return this.node(descriptor).content.copy(into, at, position, position + length);
  }

  write(descriptor: number, from: Buffer, at: number, length: number, position: number): number {
    this.beforeWrite(this.open_.get(descriptor)!.path);
    const node = this.node(descriptor);
    node.write({ position, bytes: from.subarray(at, at + length) });
    node.modifiedMs = this.nowMs();
    return length;
  }

  truncate(descriptor: number, sizeBytes: number): void {
    this.node(descriptor).truncate(sizeBytes);
  }

  sync(descriptor: number): void {
    this.beforeSync(this.open_.get(descriptor)!.path);
    this.node(descriptor).sync();
  }

  async syncInBackground(path: string): Promise<void> {
    const node = this.file(path);
    await null;
    this.beforeSync(path);
    node.sync();
  }

  syncDirectory(path: string): void {
    const directory = this.directory(path);
    directory.synced = new Map(directory.entries);
  }

  status(path: string): FileStatus | undefined {
    const node = this.find(path);
    if (node === undefined) return undefined;
    if (node instanceof DirectoryNode) return { sizeBytes: 0, modifiedMs: 0, directory: true };
    return { sizeBytes: node.content.length, modifiedMs: node.modifiedMs, directory: false };
  }

  list(path: string): string[] {
    return [...this.directory(path).entries.keys()];
  }

  makeDirectory(path: string): void {
    let at = this.root;
    for (const name of parts(path)) {
      const next = at.entries.get(name) ?? new DirectoryNode();
      if (!(next instanceof DirectoryNode)) throw failure('EEXIST', path);
      at.entries.set(name, next);
      at = next;
    }
  }

  rename(from: string, to: string): void {
    const node = this.find(from);
    if (node === undefined) throw failure('ENOENT', from);
    this.directory(dirname(from)).entries.delete(basename(from));
    this.directory(dirname(to)).entries.set(basename(to), node);
  }

  remove(path: string): void {
    const parent = this.find(dirname(path));
    if (parent instanceof DirectoryNode) parent.entries.delete(basename(path));
  }

  setModified(path: string, modifiedMs: number): void {
    this.file(path).modifiedMs = modifiedMs;
  }

  canWrite(): boolean {
    return true;
  }

  /** The whole content of a file, for looking at it. */
  content(path: string): Buffer {
    return Buffer.from(this.file(path).content);
  }

  /** Puts content under a name as if it had been there for long. */
  put(path: string, content: Buffer): void {
    this.makeDirectory(dirname(path));
    const node = new FileNode(this.nowMs());
    node.content = Buffer.from(content);
    node.sync();
    this.directory(dirname(path)).entries.set(basename(path), node);
  }

  /** A copy of everything as it is, as after kill −9: what was written is there, synced or not. */
  copy(): MemoryFileSystem {
    return this.disk(
      node => Buffer.from(node.content),
      directory => directory.entries,
    );
  }

  /** The disk after the power went. */
  afterPowerLoss(loss: Loss): MemoryFileSystem {
    const names = (directory: DirectoryNode): Map<string, FileNode | DirectoryNode> =>
      typeof loss === 'object' && loss.chance(0.5) ? directory.entries : directory.synced;
    return this.disk(node => survivingContent(node, loss), names);
  }

  private disk(
    content: (node: FileNode) => Buffer,
    names: (directory: DirectoryNode) => Map<string, FileNode | DirectoryNode>,
  ): MemoryFileSystem {
    const found = new MemoryFileSystem({ nowMs: this.nowMs });
    const fill = (from: DirectoryNode, to: DirectoryNode): void => {
      for (const [name, node] of names(from)) {
        if (node instanceof DirectoryNode) {
          const copy = new DirectoryNode();
          to.entries.set(name, copy);
          fill(node, copy);
        } else {
          const copy = new FileNode(node.modifiedMs);
          copy.content = content(node);
          copy.sync();
          to.entries.set(name, copy);
        }
      }
      to.synced = new Map(to.entries);
    };
    fill(this.root, found.root);
    return found;
  }

  private find(path: string): FileNode | DirectoryNode | undefined {
    let at: FileNode | DirectoryNode | undefined = this.root;
    for (const name of parts(path)) at = at instanceof DirectoryNode ? at.entries.get(name) : undefined;
    return at;
  }

  private directory(path: string): DirectoryNode {
    const node = this.find(path);
    if (!(node instanceof DirectoryNode)) throw failure('ENOENT', path);
    return node;
  }

  private file(path: string): FileNode {
    const node = this.find(path);
    if (!(node instanceof FileNode)) throw failure('ENOENT', path);
    return node;
  }

  private node(descriptor: number): FileNode {
    const file = this.open_.get(descriptor);
    if (file === undefined) throw failure('EBADF', String(descriptor));
    return file.node;
  }
}

function survivingContent(node: FileNode, loss: Loss): Buffer {
  if (loss === 'gone') return Buffer.from(node.synced);
  let content: Buffer = Buffer.from(node.synced);
  if (loss === 'zeros') return resized(content, Math.max(content.length, node.content.length));
  for (const { position, bytes } of node.unsynced) {
    if (bytes.length === 0) content = loss.chance(0.5) ? resized(content, position) : content;
    else if (loss.chance(0.5))
      content = written(content, { position, bytes: bytes.subarray(0, loss.below(bytes.length + 1)) });
  }
  return content;
}

function written(content: Buffer, { position, bytes }: Write): Buffer {
  const grown = resized(content, Math.max(content.length, position + bytes.length));
  bytes.copy(grown, position);
  return grown;
}

function resized(content: Buffer, size: number): Buffer {
  const copy = Buffer.alloc(size);
  content.copy(copy, 0, 0, size);
  return copy;
}

const parts = (path: string): string[] => path.split('/').filter(name => name !== '' && name !== '.');

const failure = (code: string, path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${code}: ${path}`), { code });
