/** Where the broker tells what it does: one line at a time. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type Log = (level: LogLevel, line: string) => void;
