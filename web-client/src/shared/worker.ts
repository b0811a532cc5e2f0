// Starts a worker of this page's own.

/**
 * Starts the module worker at `url`. The pages allow scripts from trusted addresses only
 * (`require-trusted-types-for`); this one is our own file.
 */
export function startWorker(url: string): Worker {
  const policy = window.trustedTypes?.createPolicy('own-worker', {
    createScriptURL: (given) => {
      if (given !== url) throw new TypeError('not the worker of this page');
      return given;
    },
  });
  return new Worker(policy?.createScriptURL(url) ?? url, { type: 'module' });
}
