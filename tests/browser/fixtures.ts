//! What every test starts with: a server, people at their browsers, and a watch over what the browsers complain of.

import { mkdirSync } from 'node:fs';
import {
  expect,
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import { Server } from './server.ts';

export { expect, type Page } from '@playwright/test';

/** Where the exit leads. Answered here: no test asks anything of another server. */
export const away = 'https://www.naver.com/';

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

const screenshots = process.env['GYEOT_SCREENSHOTS'] ?? `${import.meta.dirname}/screenshots`;

/** Opens browsers: each with storage of its own, as if on another device. */
export class Devices {
  /** Every address that any page asked for. */
  readonly requests: string[] = [];
  private readonly contexts: BrowserContext[] = [];
  private readonly complaints: string[] = [];
  private readonly browser: Browser;
  private readonly server: Server;

  constructor(browser: Browser, server: Server) {
    this.browser = browser;
    this.server = server;
  }

  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.server.url,
      locale: 'ko-KR',
      timezoneId: 'Asia/Seoul',
      viewport: phone,
      ...options,
    });
    this.contexts.push(context);
    await context.route(`${away}**`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: '<title>away</title><h1>away</h1>',
      }),
    );
    context.on('request', (request) => this.requests.push(request.url()));
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
    context.on('console', (message) => {
      // The policies of the page: inline code, foreign addresses, text used as markup.
      if (/content security policy|trusted ?type/i.test(message.text())) {
        this.complaints.push(message.text());
      }
    });
    return context.newPage();
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
    expect(this.complaints).toEqual([]);
  }
}

export const test = base.extend<{
  settings: Record<string, string>;
  server: Server;
  devices: Devices;
}>({
  settings: [{}, { option: true }],
  server: async ({ settings }, use) => {
    const server = await Server.start(settings);
    await use(server);
    await server.stop();
  },
  devices: async ({ browser, server }, use) => {
    const devices = new Devices(browser, server);
    await use(devices);
    await devices.close();
  },
});

/** Keeps a picture of the page, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({
    path: `${screenshots}/${name}.png`,
    animations: 'disabled',
  });
}
