/** Names of groups, clients and members may hold any character: none of them may move the cursor or start an escape sequence. */
export const printable = (text: string): string =>
  text.replaceAll(/\p{Cc}/gu, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
