/** Relative to where the pipeline runs, as code scanning expects it. */
export const uriOf = (path: string): string =>
  path.replaceAll('\\', '/').replace(/^\.\//, '').split('/').map(encodeURIComponent).join('/');
