//! WCAG 2.2 AA as far as a machine can see it, contrast included.

import axe from 'axe-core';
import { expect, type Page } from './fixtures.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with what axe found on the page as it is now. */
export async function expectAccessible(page: Page, screen: string): Promise<void> {
  // Through the debugger: the page's own policy lets no foreign script in. Once a page, since it is half a megabyte.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (values) => {
    const { violations } = await window.axe.run(document, {
      runOnly: { type: 'tag', values },
      rules: { 'color-contrast': { enabled: true } },
      resultTypes: ['violations'],
    });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ''}`),
    }));
  }, tags);
  expect(found, screen).toEqual([]);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
