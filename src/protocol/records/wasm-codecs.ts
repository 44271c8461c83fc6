/**
 * The snappy and lz4 codecs of @platformatic/wasm-utils, in instances of our own. Its JavaScript keeps one instance
 * for ever, but bytes that do not decode trap inside and leak what they had allocated: some thousand hostile batches
 * and nothing decodes any more. Here a trap, or a memory grown large, costs the instance (a new one takes 30 µs).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ProtocolError } from '../error.ts';

// The types of Node do not declare it, and those of browsers bring too much.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

type Transformation = 'lz4_compress' | 'lz4_decompress' | 'snappy_compress' | 'snappy_decompress';

type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer };
  alloc(bytes: number): number;
  dealloc(at: number, bytes: number): void;
} & {
  /** Returns the position of the output in the high 32 bits and its length in the low ones. */
  readonly [name in Transformation]: (at: number, bytes: number) => bigint;
};

/** WebAssembly memory never shrinks: an instance that grew beyond this is given up after use. */
const KEEP_BYTES = 32 * 1024 * 1024;

let module: object | undefined;
let instance: Exports | undefined;

/** Bytes inside an instance, which are read before anything else is transformed, and then given back. */
export interface Lent {
  readonly bytes: Buffer;
  giveBack(): void;
}

/** ProtocolError where the bytes do not decode. */
export function transform(name: Transformation, input: Buffer): Buffer {
  const { bytes, giveBack } = lend(name, input);
  const output = Buffer.from(bytes);
  giveBack();
  return output;
}

/** As `transform`, without the copy that costs a large batch as much again in page faults. */
export function lend(name: Transformation, input: Buffer): Lent {
  module ??= new WebAssembly.Module(readFileSync(wasmPath()));
  const wasm = instance ?? (new WebAssembly.Instance(module).exports as Exports);
  instance = undefined; // until what is lent came back without a trap

  const inputAt = wasm.alloc(input.length);
  new Uint8Array(wasm.memory.buffer, inputAt, input.length).set(input);
  const packed = trapped(() => wasm[name](inputAt, input.length));
  const outputAt = Number(BigInt.asUintN(32, packed >> 32n));
  const outputBytes = Number(BigInt.asUintN(32, packed));
  return {
    bytes: Buffer.from(wasm.memory.buffer, outputAt, outputBytes),
    giveBack() {
      wasm.dealloc(outputAt, outputBytes);
      wasm.dealloc(inputAt, input.length);
      if (wasm.memory.buffer.byteLength <= KEEP_BYTES) instance = wasm;
    },
  };
}

function trapped<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new ProtocolError('the bytes do not decode', { cause: error }); // "unreachable", or out of bounds
  }
}

const wasmPath = (): string =>
  join(dirname(createRequire(import.meta.url).resolve('@platformatic/wasm-utils')), 'native.wasm');
