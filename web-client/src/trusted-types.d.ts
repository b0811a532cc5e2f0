// What this page uses of Trusted Types, which TypeScript's library does not know yet.
// The made URL is declared as the text that it stands for, because that is what `Worker` is typed to take.

interface Window {
  trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL: (url: string) => string },
    ): { createScriptURL(url: string): string };
  };
}
