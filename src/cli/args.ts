/** Positional arguments. oclif would read a missing one from stdin, which belongs to the data: none of ours does. */
import { custom } from '@oclif/core/args';

export const argument = custom<string>({ ignoreStdin: true, parse: async text => text });
