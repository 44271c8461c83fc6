/** The answer to a request that may wait for its group: given exactly once, a second answer is a defect. */
export class Reply<T> {
  readonly promise: Promise<T>;
  private resolve!: (value: T) => void;
  private done = false;

  constructor() {
    this.promise = new Promise(resolve => {
      this.resolve = resolve;
    });
  }

  get given(): boolean {
    return this.done;
  }

  give(value: T): void {
    if (this.done) throw new Error('a parked request was answered twice');
    this.done = true;
    this.resolve(value);
  }
}
